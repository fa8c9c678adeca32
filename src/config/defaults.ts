// What holds where nothing is said. A target is never assumed.
import type { AgreementView, Consistency, SerialConsistency } from "./config.ts";

export interface Defaults {
  readonly port: number;
  readonly consistency: Consistency;
  readonly serialConsistency: SerialConsistency;
  readonly astraSerialConsistency: SerialConsistency;
  readonly connectTimeoutMs: number;
  readonly requestTimeoutMs: number;
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
  migrationsDirectory: "migrations",
  historyTable: "tidemark_history",
  lockTtlMs: 30_000,
  lockWaitMs: 300_000,
  agreementWaitMs: 30_000,
  agreement: "nodes",
  tolerateDown: 0,
};
