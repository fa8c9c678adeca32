// The history of a target as it is stored: what happened, in order. Append-only.

export type HistoryKind =
  | "applied"
  | "rolled-back"
  | "failed"
  | "baselined" // taken as applied, nothing was run
  | "repaired" // an edited or renamed file was accepted as it stands now
  | "removed"; // a deleted file was accepted: its changes stay, the file is not expected

export interface HistoryEvent {
  /** Place in the log, from 1. */
  readonly seq: number;
  readonly kind: HistoryKind;
  /** Canonical version: "1", "1.2", "20260203.1". */
  readonly version: string;
  /** File name of the up side. */
  readonly name: string;
  /** `sha256:<hex>` of the file, or a peer's own form (`md5:<hex>`) for an adopted history. */
  readonly checksum: string;
  readonly direction: "up" | "down";
  /** Milliseconds since 1970, by the runner's clock. */
  readonly at: number;
  readonly durationMs: number;
  /** Who ran it (user), and from which host. */
  readonly by: string;
  readonly host: string;
  /** Version of tidemark. */
  readonly tool: string;
  /** One id for all that one command did. */
  readonly run: string;
  readonly warnings: readonly string[];
  readonly error?: string | undefined;
}

/** An event that is about to be written, with the text that undoes the migration. */
export interface NewHistoryEvent extends HistoryEvent {
  readonly downText?: string | undefined;
}
