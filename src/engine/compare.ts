// Holds the files against the history. Pure: the same files and state always give the same answer.
import type { HistoryState } from "../migration/history-state.ts";
import type { Migration } from "../migration/migration.ts";
import { compareVersions } from "../migration/version.ts";
import type { Disagreement } from "./disagreement.ts";

export interface Comparison {
  /** Not applied and meant for this profile, in the order of versions. */
  readonly pending: readonly Migration[];
  /** Applied, and above the highest file: an older release meets a newer schema. Versions, in order. */
  readonly ahead: readonly string[];
  /** Edited, renamed, missing and late files, in the order of versions. */
  readonly disagreements: readonly Disagreement[];
}

export interface CompareOptions {
  /** Name of the profile in use: a file that is for others only is not pending. */
  readonly profile: string | undefined;
  readonly isOutOfOrderAllowed: boolean;
}

export function compareFiles(
  migrations: readonly Migration[],
  state: HistoryState,
  options: CompareOptions,
): Comparison {
  const byVersion = new Map(migrations.map((migration) => [migration.version, migration]));
  const highestFile = migrations.at(-1)?.version;
  const pending = migrations.filter(
    (migration) => !state.applied.has(migration.version) && isMeantFor(migration, options.profile),
  );
  const ahead: string[] = [];
  const disagreements: Disagreement[] = [];
  for (const applied of state.applied.values()) {
    const { version } = applied;
    const file = byVersion.get(version);
    if (file !== undefined) {
      const { label, name } = file;
      if (file.checksum !== applied.checksum) {
        const checksums = { recordedChecksum: applied.checksum, checksum: file.checksum };
        disagreements.push({ kind: "edited", version, label, name, ...checksums });
      } else if (name !== applied.name) {
        disagreements.push({ kind: "renamed", version, label, name, recordedName: applied.name });
      }
    } else if (highestFile === undefined || compareVersions(version, highestFile) > 0) ahead.push(version);
    else if (!applied.isRemoved) {
      disagreements.push({ kind: "missing", version, label: applied.label, name: applied.name });
    }
  }
  const { current } = state;
  if (current !== undefined && !options.isOutOfOrderAllowed) {
    const currentLabel = state.applied.get(current)?.label ?? current;
    for (const { version, label, name } of pending) {
      if (compareVersions(version, current) < 0) {
        disagreements.push({ kind: "late", version, label, name, current: currentLabel });
      }
    }
  }
  disagreements.sort((a, b) => compareVersions(a.version, b.version));
  return { pending, ahead: ahead.sort(compareVersions), disagreements };
}

export function isMeantFor(migration: Migration, profile: string | undefined): boolean {
  const { environments } = migration.directives;
  return environments === undefined || (profile !== undefined && environments.includes(profile));
}
