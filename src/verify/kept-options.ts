// Options of the managed keyspace that an up side sets and a down side leaves as they are set. Where no file makes the keyspace, what
// they were before is not known: a down side that sets them to something else is taken at its word. Pure.
import { CqlSchemaModel } from "../dialect/cql-schema-model.ts";
import type { SchemaChange, SchemaModel } from "../dialect/schema-model.ts";

/** None where what they were is known: then the schemas compare. */
export function findKeptOptions(before: SchemaModel, up: SchemaModel, down: SchemaModel): readonly SchemaChange[] {
  const [was, set, left] = [optionsOf(before), optionsOf(up), optionsOf(down)];
  if (was === undefined || set === undefined || left === undefined || was.replication !== UNKNOWN) return [];
  return (["replication", "durable_writes"] as const)
    .filter((option) => set[option] !== was[option] && left[option] === set[option])
    .map((option) => ({
      kind: "alter-keyspace",
      object: `keyspace ${set.name}`,
      description: `${option} = ${set[option]} is set by the up side, and is left`,
      loss: undefined,
      isInPlace: true,
    }));
}

interface KnownOptions {
  readonly name: string;
  readonly replication: string;
  readonly durable_writes: string;
}

const UNKNOWN = "{}";

function optionsOf(model: SchemaModel): KnownOptions | undefined {
  if (!(model instanceof CqlSchemaModel)) return undefined;
  const keyspace = model.schema.keyspaces.get(model.scope);
  if (keyspace === undefined) return undefined;
  const { name, replication, durableWrites } = keyspace;
  const entries = Object.entries(replication).map(([key, value]) => `'${key}': '${value}'`);
  return { name, replication: `{${entries.join(", ")}}`, durable_writes: String(durableWrites) };
}
