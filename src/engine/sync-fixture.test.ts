// What the tests of `sync` share: what models declare as CQL, so that the engine is tested without them.
import type { MemoryDatabase } from "../adapters/memory/memory-database.ts";
import { cqlDialect } from "../dialect/cql-dialect.ts";
import { modelFactory } from "../dialect/model-factory.ts";
import { type MemoryRunner, type MemoryRunnerOptions, memoryRunner } from "../testing/memory-runner.ts";
import { type SyncOptions, type SyncResult, sync } from "./sync.ts";

/** @param text the statements that would make what the models declare, in the keyspace `scope` */
export async function declaring(text: string, scope = "shop", dropsIndexes = false): Promise<SyncOptions> {
  const factory = await modelFactory(cqlDialect("cassandra"));
  const { model } = factory.parse({ name: "models.cql", text }, scope);
  return {
    declareOn: () => model,
    dropsIndexes,
    placeOf: ({ name }) => ({ file: "models.ts", line: name.length }),
  };
}

export interface Synced extends SyncResult, Pick<MemoryRunner, "events"> {}

export async function syncOn(
  database: MemoryDatabase,
  text: string,
  options: MemoryRunnerOptions & { readonly dropsIndexes?: boolean; readonly leavesBuilds?: boolean } = {},
): Promise<Synced> {
  const { context, events } = memoryRunner(database, options);
  const { leavesBuilds, dropsIndexes } = options;
  const result = await sync({ ...context, leavesBuilds }, await declaring(text, "shop", dropsIndexes));
  return { ...result, events };
}
