// History events that record a decision and run nothing.
import type { HistoryKind, NewHistoryEvent } from "../migration/history.ts";
import type { Runtime } from "./ports.ts";

export interface RecordedMigration {
  readonly kind: HistoryKind;
  readonly version: string;
  readonly name: string;
  readonly checksum: string;
  readonly downText?: string | undefined;
  readonly direction?: "up" | "down";
  readonly warnings?: readonly string[];
}

/** One event a migration, in the given order, from place `firstSeq` on. */
export function recordEvents(
  runtime: Runtime,
  migrations: readonly RecordedMigration[],
  firstSeq: number,
): readonly NewHistoryEvent[] {
  const run = runtime.randomId();
  const at = runtime.now();
  const who = { by: runtime.user, host: runtime.host, tool: runtime.toolVersion, run };
  return migrations.map(({ kind, version, name, checksum, downText, direction = "up", warnings = [] }, index) => {
    const what = { kind, version, name, checksum, direction };
    return { seq: firstSeq + index, ...what, at, durationMs: 0, ...who, warnings, downText };
  });
}
