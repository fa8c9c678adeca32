// A scene → statements about functions and aggregates. The bodies are Java that compiles.
import { quoteIdentifier } from "../../../src/cql/identifiers.ts";
import type { CqlType } from "../../../src/cql/schema/cql-type.ts";
import { printCqlType } from "../../../src/cql/schema/print-cql-type.ts";
import type { Keyspace, UserFunction } from "../../../src/cql/schema/schema.ts";
import { referencesUserType } from "../../../src/cql/schema/type-facts.ts";
import { errs, guard, isSince, keyspaceName, pickKeyspace, qualify, routineName, type Scene } from "./scene.ts";
import { typeText } from "./type-text.ts";

const SIMPLE_TYPES: readonly string[] = [
  "int",
  "text",
  "bigint",
  "int",
  "list<int>",
  "map<text, int>",
  "double",
  "boolean",
];
const LITERALS: Readonly<Record<string, readonly string[]>> = {
  int: ["0", "null", "'x'", "-5"],
  bigint: ["0", "12345678901"],
  text: ["'x'", "''", "5"],
  double: ["1.5", "0", "NaN"],
  boolean: ["true", "false", "1"],
};

export function createFunction(scene: Scene): string {
  const { chance } = scene;
  const keyspace = pickKeyspace(scene);
  const existing = keyspace?.functions.sorted() ?? [];
  const isAgain = existing.length > 0 && chance.is(0.3);
  const old = isAgain ? chance.pick(existing) : undefined;
  const name = quoteIdentifier(old?.name ?? routineName(scene));
  const args = old === undefined ? newArguments(scene, keyspace) : oldArguments(scene, old);
  const returns = returnType(scene, keyspace, old, args);
  const isCalled = old !== undefined && chance.is(0.85) ? old.isCalledOnNull : chance.is(0.5);
  const onNull = isCalled ? "CALLED ON NULL INPUT" : "RETURNS NULL ON NULL INPUT";
  const isReplaced = chance.is(isAgain ? 0.7 : 0.15) && !isUsed(keyspace, name);
  const replace = isReplaced ? "OR REPLACE " : "";
  const head = `CREATE ${replace}FUNCTION ${guard(scene, "IF NOT EXISTS", replace === "" ? 0.15 : 0.03)}`;
  const language = errs(scene, 0.03) ? chance.pick(["javascript", "lua", "Java"]) : "java";
  // Fits every type that may be returned: for some it is a primitive one.
  const body = chance.pick([
    "'throw new RuntimeException();'",
    "$$throw new RuntimeException();$$",
    "'  throw new RuntimeException( ); '",
  ]);
  const qualified = qualify(scene, keyspace?.name ?? keyspaceName(scene), name);
  return `${head}${qualified} (${args.map(({ name: arg, type }) => `${arg} ${type}`).join(", ")}) ${onNull} RETURNS ${returns} LANGUAGE ${language} AS ${body}`;
}

/**
 * Cassandra 4.0–5.0 tell whether an aggregate uses a function by its identity in memory (UDAggregate.hasReferenceTo): one that
 * was replaced can be dropped from under an aggregate, until the node starts again.
 */
function isUsed(keyspace: Keyspace | undefined, quotedName: string): boolean {
  const aggregates = keyspace?.aggregates.sorted() ?? [];
  return aggregates.some(({ stateFunction, finalFunction }) =>
    [stateFunction, finalFunction].some((name) => name !== undefined && quoteIdentifier(name) === quotedName),
  );
}

/** As they are written. */
interface Argument {
  readonly name: string;
  readonly type: string;
}

function newArguments(scene: Scene, keyspace: Keyspace | undefined): readonly Argument[] {
  const { chance } = scene;
  const states = keyspace?.functions.sorted().map(({ returns }) => bareType(returns)) ?? [];
  const names = chance.take(["s", "x", "y", "Arg"], chance.pick([0, 1, 1, 2, 2, 3]));
  const args = names.map((name) => ({
    name: quoteIdentifier(name),
    type: states.length > 0 && chance.is(0.2) ? chance.pick(states) : routineType(scene, keyspace),
  }));
  return errs(scene, 0.02) ? [...args, ...args.slice(0, 1)] : args;
}

function oldArguments({ chance }: Scene, { args }: UserFunction): readonly Argument[] {
  return args.map(({ name, type }) => ({
    name: quoteIdentifier(chance.is(0.1) ? `${name}2` : name),
    type: bareType(type),
  }));
}

/** Often that of the first argument, so that the function may be the state function of an aggregate. */
function returnType(
  scene: Scene,
  keyspace: Keyspace | undefined,
  old: UserFunction | undefined,
  [first]: readonly Argument[],
): string {
  if (old !== undefined && scene.chance.is(0.7)) return bareType(old.returns);
  return first !== undefined && scene.chance.is(0.6) ? first.type : routineType(scene, keyspace);
}

function routineType(scene: Scene, keyspace: Keyspace | undefined): string {
  const { chance } = scene;
  if (chance.is(0.7)) return chance.pick(SIMPLE_TYPES);
  const types = keyspace?.types.sorted() ?? [];
  if (types.length > 0 && chance.is(0.4)) {
    const name = quoteIdentifier(chance.pick(types).name);
    return chance.is(0.7) ? name : `frozen<${name}>`;
  }
  return typeText(scene, { keyspace, mistakes: 0.05 });
}

/** A type as an argument must be written: not frozen by itself. */
function bareType(type: CqlType): string {
  const text = printCqlType(type);
  return text.startsWith("frozen<") && text.endsWith(">") && type.kind !== "tuple"
    ? text.slice("frozen<".length, -1)
    : text;
}

export function createAggregate(scene: Scene): string {
  const { chance } = scene;
  const keyspace = pickKeyspace(scene);
  const functions = stateFunctions(scene, keyspace);
  const fit = functions.filter(({ args, returns }) => args[0] !== undefined && sameType(args[0].type, returns));
  const state = functions.length === 0 ? undefined : chance.pick(fit.length > 0 && chance.is(0.85) ? fit : functions);
  const stateType = state?.args[0] === undefined || errs(scene, 0.05) ? "int" : bareType(state.args[0].type);
  const finals = functions.filter(
    ({ args }) => args.length === 1 && args[0] !== undefined && bareType(args[0].type) === stateType,
  );
  const args = (state?.args.slice(1) ?? []).map(({ type }) => bareType(type));
  const given = errs(scene, 0.06) ? [...args, "int"] : args;
  const name = quoteIdentifier(
    errs(scene, 0.1) && state !== undefined ? state.name : chance.pick(["agg", "Agg", "total"]),
  );
  const replace = chance.is(0.25) ? "OR REPLACE " : "";
  const final = finals.length > 0 && chance.is(0.5) ? ` FINALFUNC ${quoteIdentifier(chance.pick(finals).name)}` : "";
  const other = final === "" && errs(scene, 0.04) ? " FINALFUNC nosuch" : final;
  const needsInitial = state !== undefined && !state.isCalledOnNull;
  const initial = chance.is(needsInitial ? 0.8 : 0.25) ? ` INITCOND ${literal(scene, stateType)}` : "";
  const qualified = qualify(scene, keyspace?.name ?? keyspaceName(scene), name);
  return (
    `CREATE ${replace}AGGREGATE ${guard(scene, "IF NOT EXISTS", replace === "" ? 0.15 : 0.03)}${qualified} (${given.join(", ")}) ` +
    `SFUNC ${quoteIdentifier(state?.name ?? "f")} STYPE ${stateType}${other}${initial}`
  );
}

/**
 * Left out for 3.11: functions of user-defined types. Until the server starts again, they return what such a type was before
 * ALTER TYPE, and no longer what they take.
 */
function stateFunctions(scene: Scene, keyspace: Keyspace | undefined): readonly UserFunction[] {
  const functions = keyspace?.functions.sorted() ?? [];
  if (keyspace === undefined || isSince(scene, "4.0")) return functions;
  const isOfUser = (type: CqlType): boolean =>
    [...keyspace.types.keys()].some((name) => referencesUserType(type, name, keyspace));
  return functions.filter(({ args, returns }) => ![returns, ...args.map(({ type }) => type)].some(isOfUser));
}

function sameType(one: CqlType, other: CqlType): boolean {
  return printCqlType(one) === printCqlType(other);
}

function literal({ chance }: Scene, type: string): string {
  if (type.startsWith("list<")) return chance.pick(["[]", "[1, 2]", "{}", "['x']"]);
  if (type.startsWith("set<")) return chance.pick(["{}", "{1, 2}", "{'a'}"]);
  if (type.startsWith("map<")) return chance.pick(["{}", "{'a': 1}", "[]"]);
  if (type.startsWith("frozen<tuple") || type.startsWith("tuple")) return chance.pick(["(1, 2)", "(0, 'x')", "null"]);
  return chance.pick(LITERALS[type] ?? ["null", "0", "'x'", "{street: 'x'}"]);
}

export function dropFunction(scene: Scene): string {
  const { chance } = scene;
  const keyspace = pickKeyspace(scene);
  const functions = keyspace?.functions.sorted() ?? [];
  const found = functions.length > 0 && chance.is(0.85) ? chance.pick(functions) : undefined;
  const types = found?.args.map(({ type }) => bareType(type)) ?? ["int"];
  return dropText(scene, "FUNCTION", keyspace, found?.name ?? routineName(scene), types);
}

export function dropAggregate(scene: Scene): string {
  const { chance } = scene;
  const keyspace = pickKeyspace(scene);
  const aggregates = keyspace?.aggregates.sorted() ?? [];
  const found = aggregates.length > 0 && chance.is(0.85) ? chance.pick(aggregates) : undefined;
  const types = found?.argumentTypes.map(bareType) ?? ["int"];
  return dropText(scene, "AGGREGATE", keyspace, found?.name ?? "agg", types);
}

function dropText(
  scene: Scene,
  what: "FUNCTION" | "AGGREGATE",
  keyspace: Keyspace | undefined,
  name: string,
  types: readonly string[],
): string {
  const list = scene.chance.is(0.5) ? ` (${(errs(scene, 0.06) ? ["text", ...types] : types).join(", ")})` : "";
  const qualified = qualify(scene, keyspace?.name ?? keyspaceName(scene), quoteIdentifier(name));
  return `DROP ${what} ${guard(scene, "IF EXISTS", 0.2)}${qualified}${list}`;
}
