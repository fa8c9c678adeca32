// CREATE FUNCTION: puts a user's function into its keyspace. Pure.
//
// The body is taken as it is: whether it compiles, only the server can say.
import type { CreateFunction } from "../ast/ddl.ts";
import { since } from "../capabilities.ts";
import { printCqlType } from "../schema/print-cql-type.ts";
import { routineSignature } from "../schema/routine-signature.ts";
import type { Keyspace, Schema, UserFunction } from "../schema/schema.ts";
import { isCompatible } from "../schema/type-compatibility.ts";
import { requireKeyspace, type SimulateContext, withKeyspace } from "./context.ts";
import { refuse } from "./refuse.ts";
import { checkRoutineName, findRoutine, resolveRoutineType } from "./routines.ts";

/** What the engine for JavaScript in a JVM up to 14 answers to. */
const SCRIPT_LANGUAGES: ReadonlySet<string> = new Set(["javascript", "js", "ecmascript", "nashorn"]);

/** cql3/statements/create_function_statement.cc of scylladb/scylladb; the last is the name of before 5.1. */
const SCYLLA_LANGUAGES: ReadonlySet<string> = new Set(["lua", "wasm", "xwasm"]);

/** @throws Refused */
export function createFunction(context: SimulateContext, node: CreateFunction): Schema {
  const { capabilities } = context;
  const { name } = node.name.name;
  if (node.orReplace && node.ifNotExists) refuse("OR REPLACE and IF NOT EXISTS exclude each other", node.name);
  checkRoutineName(node.name);
  const language = readLanguage(node, context);
  const keyspace = requireKeyspace(context, node.name);
  const names = new Set<string>();
  const args = node.args.map((arg) => {
    if (names.has(arg.name.name)) refuse(`function \`${name}\` has two arguments \`${arg.name.name}\``, arg.name);
    names.add(arg.name.name);
    return { name: arg.name.name, type: resolveRoutineType(arg.type, keyspace, capabilities) };
  });
  const returns = resolveRoutineType(node.returns, keyspace, capabilities);
  const isCalledOnNull = node.onNull === "called";
  const made: UserFunction = { name, args, returns, isCalledOnNull, language, body: node.body };
  const types = args.map(({ type }) => type);
  const existing = findRoutine(keyspace, name, types);
  if (existing?.kind === "aggregate" && (!node.ifNotExists || since(capabilities, "4.0"))) {
    refuse(`\`${existing.signature}\` is an aggregate, and no function can take its place`, node.name);
  }
  if (existing !== undefined && node.ifNotExists) return context.schema;
  if (existing?.kind === "function") checkReplacement(existing.routine, made, node, keyspace, context);
  const signature = existing?.signature ?? routineSignature(name, types);
  return withKeyspace(context.schema, { ...keyspace, functions: keyspace.functions.with(signature, made) });
}

/** @throws Refused */
function readLanguage(node: CreateFunction, { capabilities }: SimulateContext): string {
  const { settings, product } = capabilities;
  const language = node.language.toLowerCase();
  if (settings.userDefinedFunctions === false) {
    refuse("user-defined functions are switched off on the servers (`user_defined_functions_enabled`)", node.name);
  }
  if (product === "scylla") {
    if (!SCYLLA_LANGUAGES.has(language))
      refuse(`ScyllaDB takes functions in Lua and WebAssembly, not in \`${node.language}\``, node.name);
    return language;
  }
  if (language === "java") return language;
  // Cassandra 5.0 took the others out: CASSANDRA-18252.
  if (since(capabilities, "5.0") || settings.scriptedFunctions === false) {
    refuse(`a function is written in \`java\`: the servers do not take \`${node.language}\``, node.name);
  }
  if (!SCRIPT_LANGUAGES.has(language)) refuse(`the servers know no language \`${node.language}\``, node.name);
  return language;
}

function checkReplacement(
  existing: UserFunction,
  made: UserFunction,
  node: CreateFunction,
  keyspace: Keyspace,
  { capabilities }: SimulateContext,
): void {
  if (!node.orReplace) {
    refuse(
      `function \`${keyspace.name}.${made.name}\` with these arguments exists already`,
      node.name,
      "write OR REPLACE",
    );
  }
  if (existing.isCalledOnNull !== made.isCalledOnNull) {
    const directive = existing.isCalledOnNull ? "CALLED ON NULL INPUT" : "RETURNS NULL ON NULL INPUT";
    refuse(`function \`${made.name}\` can only be replaced with ${directive}`, node.name);
  }
  const [before, after] = [existing.returns, made.returns];
  const isSame = printCqlType(before) === printCqlType(after);
  const isTaken = isSame || (since(capabilities, "4.0") && isCompatible(after, before, { keyspace, capabilities }));
  if (!isTaken) {
    refuse(
      `function \`${made.name}\` returns ${printCqlType(before)}, and cannot be made to return ${printCqlType(after)}`,
      node.returns,
    );
  }
}
