// CREATE AGGREGATE: puts a user's aggregate into its keyspace. Pure.
import type { CreateAggregate } from "../ast/ddl.ts";
import type { Identifier } from "../ast/name.ts";
import { since } from "../capabilities.ts";
import type { CqlType } from "../schema/cql-type.ts";
import { printCqlType } from "../schema/print-cql-type.ts";
import { routineSignature } from "../schema/routine-signature.ts";
import type { Keyspace, Schema, UserAggregate, UserFunction } from "../schema/schema.ts";
import { isCompatible, isValueCompatible } from "../schema/type-compatibility.ts";
import { requireKeyspace, type SimulateContext, withKeyspace } from "./context.ts";
import { type BindScope, bindTerm } from "./literals/bind-term.ts";
import { refuse } from "./refuse.ts";
import { checkRoutineName, findRoutine, resolveRoutineType } from "./routines.ts";

/** Types of which an empty value means something. */
const MAY_BE_EMPTY: ReadonlySet<string> = new Set(["ascii", "blob", "text"]);

/** @throws Refused */
export function createAggregate(context: SimulateContext, node: CreateAggregate): Schema {
  const { capabilities } = context;
  const { name } = node.name.name;
  if (node.orReplace && node.ifNotExists) refuse("OR REPLACE and IF NOT EXISTS exclude each other", node.name);
  checkRoutineName(node.name);
  const keyspace = requireKeyspace(context, node.name);
  const argumentTypes = node.argumentTypes.map((type) => resolveRoutineType(type, keyspace, capabilities));
  const stateType = resolveRoutineType(node.stateType, keyspace, capabilities);
  const state = requireFunction("state", node.stateFunction, [stateType, ...argumentTypes], keyspace);
  if (printCqlType(state.returns) !== printCqlType(stateType)) {
    refuse(
      `state function \`${state.name}\` returns ${printCqlType(state.returns)}, not the state`,
      node.stateFunction,
    );
  }
  const final = node.finalFunction && requireFunction("final", node.finalFunction, [stateType], keyspace);
  const initialCondition = readInitialCondition(node, stateType, { keyspace, capabilities });
  const made: UserAggregate = {
    name,
    argumentTypes,
    stateFunction: state.name,
    stateType,
    finalFunction: final?.name,
    initialCondition,
    returns: (final ?? state).returns,
  };
  const existing = findRoutine(keyspace, name, argumentTypes);
  const isGuarded = existing !== undefined && node.ifNotExists;
  if (isGuarded && !since(capabilities, "4.0")) return context.schema;
  if (!state.isCalledOnNull && initialCondition === undefined) {
    refuse(`aggregate \`${name}\` needs an INITCOND: state function \`${state.name}\` takes no null`, node.name);
  }
  if (existing?.kind === "function") {
    refuse(`\`${existing.signature}\` is a function, and no aggregate can take its place`, node.name);
  }
  if (isGuarded) return context.schema;
  if (existing !== undefined) checkReplacement(existing.routine, made, node, keyspace, context);
  const signature = existing?.signature ?? routineSignature(name, argumentTypes);
  return withKeyspace(context.schema, { ...keyspace, aggregates: keyspace.aggregates.with(signature, made) });
}

function requireFunction(
  role: "state" | "final",
  name: Identifier,
  types: readonly CqlType[],
  keyspace: Keyspace,
): UserFunction {
  const found = findRoutine(keyspace, name.name, types);
  const signature = routineSignature(name.name, types);
  if (found === undefined) refuse(`${role} function \`${keyspace.name}.${signature}\` does not exist`, name);
  if (found.kind === "aggregate") refuse(`\`${keyspace.name}.${signature}\` is an aggregate, not a function`, name);
  return found.routine;
}

function readInitialCondition(node: CreateAggregate, type: CqlType, scope: BindScope): string | undefined {
  const { initialCondition: term } = node;
  if (term === undefined) return undefined;
  const isOld = !since(scope.capabilities, "4.0");
  const isText = term.kind === "literal" && term.type === "string";
  if (isText && term.value === "" && type.kind === "native" && !MAY_BE_EMPTY.has(type.name)) {
    refuse(`INITCOND of type ${printCqlType(type)} cannot be empty`, term);
  }
  // The server prints the text and reads it again, with no quotes doubled (Constants.Literal.getText).
  if (isText && term.value.includes("'") && !isOld)
    refuse("the servers cannot read an INITCOND that holds a quote", term);
  // It writes the address without quotes, and then fails to read the schema, now and ever after.
  if (isOld && type.kind === "native" && type.name === "inet" && term.kind !== "null") {
    refuse("Cassandra 3.11 cannot read an INITCOND of type inet", term);
  }
  // What it reads again ends at the first quote.
  if (isText && isOld) return bindTerm({ ...term, value: term.value.replace(/'.*/s, "") }, type, scope);
  return bindTerm(term, type, scope);
}

function checkReplacement(
  existing: UserAggregate,
  made: UserAggregate,
  node: CreateAggregate,
  keyspace: Keyspace,
  { capabilities }: SimulateContext,
): void {
  if (!node.orReplace) {
    refuse(
      `aggregate \`${keyspace.name}.${made.name}\` with these arguments exists already`,
      node.name,
      "write OR REPLACE",
    );
  }
  const context = { keyspace, capabilities };
  const isTaken = since(capabilities, "4.0")
    ? isCompatible(made.returns, existing.returns, context)
    : isValueCompatible(existing.returns, made.returns, context);
  if (!isTaken) {
    const [before, after] = [printCqlType(existing.returns), printCqlType(made.returns)];
    refuse(`aggregate \`${made.name}\` returns ${before}, and cannot be made to return ${after}`, node.name);
  }
}
