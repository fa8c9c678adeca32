// What the history should have made of an empty target: simulated for CQL, carried out on a shadow for SQL.
import { modelFactory } from "./dialect/model-factory.ts";
import type { SchemaModel } from "./dialect/schema-model.ts";
import type { Snapshot } from "./engine/ports.ts";
import { type HistoryReplay, type ReplayOptions, replayHistory } from "./engine/replay.ts";
import type { Migration } from "./migration/migration.ts";
import type { ShadowOptions } from "./shadow/sql-shadow.ts";

export interface ReplayAppliedOptions extends ReplayOptions {
  /** Whose server's rules hold. */
  readonly live: SchemaModel;
  readonly shadow: ShadowOptions;
}

/** @throws ToolError "unsupported-server" when only a real server can tell */
export async function replayApplied(
  snapshot: Snapshot | undefined,
  migrations: readonly Migration[],
  { live, shadow, ...options }: ReplayAppliedOptions,
): Promise<HistoryReplay> {
  const { dialect, scope } = options;
  if (dialect.family === "cql") {
    const empty = (await modelFactory(dialect, { like: live })).empty(scope);
    return replayHistory(snapshot, migrations, empty, options);
  }
  const { replayHistoryOnShadow } = await import("./shadow/replay-on-shadow.ts");
  return replayHistoryOnShadow(snapshot, migrations, shadow, options);
}
