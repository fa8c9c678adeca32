// DROP FUNCTION and DROP AGGREGATE. Pure.
import type { DropRoutine } from "../ast/ddl.ts";
import type { Keyspace, Schema, UserFunction } from "../schema/schema.ts";
import { findKeyspace, type SimulateContext, withKeyspace } from "./context.ts";
import { refuse } from "./refuse.ts";
import { argumentTypesOf, isSameTypes, type Routine, resolveRoutineType, routinesNamed } from "./routines.ts";

/** @throws Refused */
export function dropRoutine(context: SimulateContext, node: DropRoutine): Schema {
  const keyspace = findKeyspace(context, node.name);
  const found = keyspace === undefined ? undefined : findDropped(node, keyspace, context);
  if (keyspace === undefined || found === undefined) {
    if (node.ifExists) return context.schema;
    const signature = node.argumentTypes === undefined ? "" : " with these arguments";
    refuse(`${kindOf(node)} \`${node.name.name.name}\`${signature} does not exist`, node.name);
  }
  if (found.kind === "aggregate") {
    return withKeyspace(context.schema, { ...keyspace, aggregates: keyspace.aggregates.without(found.signature) });
  }
  refuseUsed(found.routine, found.signature, keyspace, node);
  return withKeyspace(context.schema, { ...keyspace, functions: keyspace.functions.without(found.signature) });
}

function findDropped(node: DropRoutine, keyspace: Keyspace, { capabilities }: SimulateContext): Routine | undefined {
  const { name } = node.name.name;
  const named = routinesNamed(keyspace, name);
  if (node.argumentTypes === undefined && named.length > 1) {
    const signatures = named.map(({ signature }) => `\`${signature}\``);
    refuse(`\`${name}\` may be ${signatures.sort().join(" or ")}`, node.name, "write the types of its arguments");
  }
  const types = node.argumentTypes?.map((type) => resolveRoutineType(type, keyspace, capabilities));
  const kind = kindOf(node);
  return named.find((routine) => {
    return routine.kind === kind && (types === undefined || isSameTypes(argumentTypesOf(routine), types));
  });
}

function kindOf(node: DropRoutine): Routine["kind"] {
  return node.kind === "drop-function" ? "function" : "aggregate";
}

function refuseUsed(used: UserFunction, signature: string, keyspace: Keyspace, node: DropRoutine): void {
  const types = used.args.map(({ type }) => type);
  for (const [aggregate, { stateFunction, stateType, argumentTypes, finalFunction }] of keyspace.aggregates) {
    const isState = stateFunction === used.name && isSameTypes([stateType, ...argumentTypes], types);
    const isFinal = finalFunction === used.name && isSameTypes([stateType], types);
    if (isState || isFinal)
      refuse(`aggregate \`${aggregate}\` uses function \`${signature}\``, node.name, "drop the aggregate first");
  }
  // Cassandra 5.0.8 compares the name alone, not the arguments (TableMetadata.dependsOn).
  for (const table of keyspace.tables.values()) {
    for (const { name, mask } of table.columns.values()) {
      if (mask?.keyspace !== keyspace.name || mask.function !== used.name) continue;
      refuse(`a function \`${used.name}\` masks column \`${table.name}.${name}\``, node.name, "drop the mask first");
    }
  }
}
