// Folds the history into what is applied now. Pure.
import { unreachable } from "../base/assert.ts";
import type { HistoryEvent } from "./history.ts";
import { compareVersions } from "./version.ts";

export interface AppliedMigration {
  readonly version: string;
  /** The version as its file name writes it. */
  readonly label: string;
  readonly name: string;
  readonly checksum: string;
  readonly at: number;
  readonly durationMs: number;
  readonly by: string;
  readonly host: string;
  readonly isBaseline: boolean;
  /** Its file was deleted and the deletion accepted. */
  readonly isRemoved: boolean;
  /** Place in the log of its application: the order in which rollback undoes. */
  readonly appliedSeq: number;
  /** Place in the log of the event that holds its down text. */
  readonly textSeq: number;
}

export interface HistoryState {
  readonly applied: ReadonlyMap<string, AppliedMigration>;
  /** The last failure of versions that are not applied since. */
  readonly failed: ReadonlyMap<string, HistoryEvent>;
  /** The highest applied version. */
  readonly current: string | undefined;
  readonly nextSeq: number;
}

const foldedByEvents = new WeakMap<readonly HistoryEvent[], HistoryState>();

/** Computed once a list: a run asks several times, and a history may be long. */
export function foldHistory(events: readonly HistoryEvent[]): HistoryState {
  const known = foldedByEvents.get(events);
  if (known !== undefined) return known;
  const folded = fold(events);
  foldedByEvents.set(events, folded);
  return folded;
}

function fold(events: readonly HistoryEvent[]): HistoryState {
  const applied = new Map<string, AppliedMigration>();
  const failed = new Map<string, HistoryEvent>();
  for (const event of events) {
    const known = applied.get(event.version);
    switch (event.kind) {
      case "applied":
      case "baselined":
        failed.delete(event.version);
        applied.set(event.version, fromEvent(event));
        break;
      case "rolled-back":
        failed.delete(event.version);
        applied.delete(event.version);
        break;
      case "failed":
        failed.set(event.version, event);
        break;
      case "repaired":
        if (known !== undefined) {
          const { name, checksum } = event;
          const label = labelOf(name, event.version);
          applied.set(event.version, { ...known, label, name, checksum, isRemoved: false, textSeq: event.seq });
        }
        break;
      case "removed":
        if (known !== undefined) applied.set(event.version, { ...known, isRemoved: true });
        break;
      default:
        unreachable(event.kind);
    }
  }
  return { applied, failed, current: highestVersion(applied.keys()), nextSeq: (events.at(-1)?.seq ?? 0) + 1 };
}

function fromEvent(event: HistoryEvent): AppliedMigration {
  const { version, name, checksum, at, durationMs, by, host, seq } = event;
  const isBaseline = event.kind === "baselined";
  const place = { appliedSeq: seq, textSeq: seq };
  const label = labelOf(name, version);
  return { version, label, name, checksum, at, durationMs, by, host, isBaseline, isRemoved: false, ...place };
}

/** The version as a file name writes it ("V001__x.cql" → "001"), or the canonical one when the name does not show it. */
export function labelOf(name: string, version: string): string {
  const match = /^[VU](\d+(?:[._]\d+)*)__/.exec(name) ?? /^(\d{8}_\d{3}|\d+)_/.exec(name);
  return match?.[1] ?? version;
}

export function highestVersion(versions: Iterable<string>): string | undefined {
  let highest: string | undefined;
  for (const version of versions) {
    if (highest === undefined || compareVersions(version, highest) > 0) highest = version;
  }
  return highest;
}

/** "V001__create_users.cql" → "create users" */
export function describeName(name: string): string {
  const stem = name.replace(/(\.(up|down))?\.[^.]*$/, "");
  return stem.replace(/^[VU]?\d[\d._]*_+/, "").replaceAll("_", " ");
}
