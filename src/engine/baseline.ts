// `baseline`: takes migrations as applied without running them, for a target that already has what they make.
import { ToolError } from "../base/errors.ts";
import { findMigration } from "../migration/find.ts";
import { foldHistory } from "../migration/history-state.ts";
import { type Migration, textOfSide } from "../migration/migration.ts";
import { compareVersions } from "../migration/version.ts";
import { isMeantFor } from "./compare.ts";
import { recordEvents } from "./record.ts";
import { type EngineContext, withLease } from "./with-lease.ts";

export interface BaselineOptions {
  readonly migrations: readonly Migration[];
  readonly profile: string | undefined;
  /** Inclusive: a version, or a prefix of exactly one file's name. */
  readonly target: string;
}

/**
 * @returns the migrations that were marked, in order; those already applied are not among them.
 * @throws ToolError "usage" for an unknown target, "history-diverged" while a migration is half applied; LockError
 */
export async function baseline(context: EngineContext, options: BaselineOptions): Promise<readonly Migration[]> {
  const found = findMigration(options.migrations, options.target);
  if (found.kind === "not-found") {
    throw new ToolError("usage", found.diagnostic.message, { hint: found.diagnostic.hint });
  }
  const upTo = found.migration.version;
  const marked = await withLease(
    context,
    "baseline",
    (snapshot) => {
      const { applied } = foldHistory(snapshot.events);
      const isMarked = (migration: Migration): boolean =>
        !applied.has(migration.version) &&
        compareVersions(migration.version, upTo) <= 0 &&
        isMeantFor(migration, options.profile);
      if (snapshot.journal !== undefined) throw halfApplied(snapshot.journal.name);
      const migrations = options.migrations.filter(isMarked);
      return migrations.length === 0 ? undefined : migrations;
    },
    async (lease, migrations, snapshot) => {
      const recorded = migrations.map((migration) => ({
        ...migration,
        kind: "baselined" as const,
        downText: migration.down === undefined ? undefined : textOfSide(migration.down),
      }));
      const events = recordEvents(context.runtime, recorded, foldHistory(snapshot.events).nextSeq);
      lease.assertHeld();
      await lease.write({ journal: null, events });
      return migrations;
    },
    { acceptsLostLog: true },
  );
  return marked ?? [];
}

function halfApplied(name: string): ToolError {
  return new ToolError("history-diverged", `${name} is half applied; nothing was marked`, {
    hint: "finish it first: tidemark migrate; tidemark validate says more",
  });
}
