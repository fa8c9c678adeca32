// What of the live schema the applied migrations did not make, and the other way round; reads only.
import { replayApplied } from "./replay-applied.ts";
import type { SchemaAccess } from "./schema-sources.ts";
import type { DriftReport } from "./tidemark-calls.ts";

/** @throws ToolError, see `Target.readSchema` and `SchemaAccess.loadMigrations` */
export async function readDrift({
  target: opening,
  loadMigrations,
  variables,
  code,
  shadow,
}: SchemaAccess): Promise<DriftReport> {
  const reading = opening().then((target) => Promise.all([target, target.readSchema(), target.store.read()]));
  reading.catch(() => undefined);
  const migrations = await loadMigrations();
  const [{ dialect, scope }, live, snapshot] = await reading;
  const replay = await replayApplied(snapshot, migrations, { dialect, scope, variables, live, code, shadow });
  const { model, doubts = [], ...replayed } = replay;
  const comparison = model.compare(live, { from: "in the history", to: "live" });
  const warnings = comparison.changes.length === 0 ? live.warnings : [...live.warnings, ...doubts];
  return { ...comparison, ...replayed, warnings };
}
