// DROP FUNCTION and DROP AGGREGATE. Pure.
import type { DropRoutine } from "../ast/ddl.ts";
import type { Column, Keyspace, Mask, Schema, Table, UserAggregate, UserFunction } from "../schema/schema.ts";
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
  const callers = keyspace.aggregates.groupedBy(functionsOf).get(used.name) ?? [];
  for (const [aggregate, { stateFunction, stateType, argumentTypes, finalFunction }] of callers) {
    const isState = stateFunction === used.name && isSameTypes([stateType, ...argumentTypes], types);
    const isFinal = finalFunction === used.name && isSameTypes([stateType], types);
    if (isState || isFinal)
      refuse(`aggregate \`${aggregate}\` uses function \`${signature}\``, node.name, "drop the aggregate first");
  }
  // Cassandra 5.0.8 compares the name alone, not the arguments (TableMetadata.dependsOn).
  const masking = maskKey({ keyspace: keyspace.name, function: used.name });
  const [table] = keyspace.tables.groupedBy(masksInTable).get(masking)?.values() ?? [];
  const [column] = table?.columns.groupedBy(masksOfColumn).get(masking)?.values() ?? [];
  if (table === undefined || column === undefined) return;
  const full = `${table.name}.${column.name}`;
  refuse(`a function \`${used.name}\` masks column \`${full}\``, node.name, "drop the mask first");
}

function functionsOf({ stateFunction, finalFunction }: UserAggregate): readonly string[] {
  return finalFunction === undefined ? [stateFunction] : [stateFunction, finalFunction];
}

function masksInTable({ columns }: Table): Iterable<string> {
  return columns.groupedBy(masksOfColumn).keys();
}

function masksOfColumn({ mask }: Column): readonly string[] {
  return mask === undefined ? [] : [maskKey(mask)];
}

/** No name of a keyspace holds a dot. */
function maskKey(mask: Pick<Mask, "keyspace" | "function">): string {
  return `${mask.keyspace}.${mask.function}`;
}
