// What holds where nothing is said. A target is never assumed.
import type { AgreementView, Consistency, SerialConsistency } from "./config.ts";

export interface Defaults {
  readonly port: number;
  readonly consistency: Consistency;
  readonly serialConsistency: SerialConsistency;
  readonly astraSerialConsistency: SerialConsistency;
  readonly connectTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly sqlSchema: string;
  readonly lockTimeoutMs: number;
  readonly statementTimeoutMs: number;
  readonly migrationsDirectory: string;
  readonly historyTable: string;
  readonly lockTtlMs: number;
  readonly lockWaitMs: number;
  readonly agreementWaitMs: number;
  readonly agreement: AgreementView;
  readonly tolerateDown: number;
}

export const DEFAULTS: Defaults = {
  port: 9_042,
  consistency: "LOCAL_QUORUM",
  serialConsistency: "SERIAL",
  // A bundle is for one region, and most databases have one: https://docs.datastax.com/en/astra/docs/manage/db/manage-multi-region.html
  astraSerialConsistency: "LOCAL_SERIAL",
  connectTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  sqlSchema: "public",
  // Whoever waits for a lock on a table makes everybody wait who comes after; a lock that is not free is tried again instead.
  lockTimeoutMs: 5_000,
  // An index of a large table takes what it takes. Set in any case: a limit of the role or the server is meant for the application.
  statementTimeoutMs: 0,
  migrationsDirectory: "migrations",
  historyTable: "tidemark_history",
  lockTtlMs: 30_000,
  lockWaitMs: 300_000,
  agreementWaitMs: 30_000,
  agreement: "nodes",
  tolerateDown: 0,
};
