// What the engine asks of a database and of the machine it runs on. An adapter implements Target; tests use the memory
// adapter or a wrapper that dies at a chosen call.
import type { Dialect, TableName } from "../dialect/dialect.ts";
import type { KnownBuild, SchemaModel } from "../dialect/schema-model.ts";
import type { Parameters, ResultRow } from "../migration/code-migration.ts";
import type { HistoryEvent, NewHistoryEvent } from "../migration/history.ts";
import type { Direction, InDoubt, StatementStep } from "../plan/plan.ts";

/** One database that is managed, over an open session. */
export interface Target {
  readonly dialect: Dialect;
  /** What is managed: the keyspace, or the schema of a SQL database. */
  readonly scope: string;
  /** What it is called in messages: the keyspace, or "shop", "shop.billing" of database and schema. */
  readonly title: string;
  /** Undefined where the database has none, as in CQL. */
  readonly transactions?: Transactions | undefined;
  /** How long a lease lives, where it is not the configuration that says so: in an embedded database nobody else can want it. */
  readonly leaseTtlMs?: number | undefined;
  readonly store: HistoryStore;
  /** The table that history, lease and journal stand in. */
  readonly historyTable: TableName;
  /**
   * Creates what the history needs and, with `createScope`, the keyspace itself; what exists is left alone. Agreement is
   * reached before it returns.
   */
  initialize(options: { readonly createScope: boolean }): Promise<InitializeResult>;
  /** Sends one statement. Never throws for what the server says: that is the outcome. */
  execute(step: StatementStep, options: ExecuteOptions): Promise<StepOutcome>;
  /**
   * One page of the rows of a SELECT.
   * @throws ToolError "server-failed", "permission-denied", "connection-failed"
   */
  query(request: QueryRequest): Promise<QueryPage>;
  /**
   * Returns once all nodes hold one schema version.
   * @throws ToolError "agreement-not-reached" when a node is down, cannot be asked, or does not agree in time.
   */
  awaitAgreement(): Promise<Agreement>;
  /**
   * How far that is which these steps made the database build in the background (`Dialect.startsBuild`): indexes, and views;
   * or what is known to be there.
   * @param without addresses of nodes that are not asked
   * @returns nothing of what is no longer there
   * @throws ToolError "server-failed", "permission-denied", "connection-failed"
   */
  readBuilds(
    starters: readonly (StatementStep | KnownBuild)[],
    without: ReadonlySet<string>,
  ): Promise<readonly Build[]>;
  /**
   * What of the database's own state stands in the way of these steps, or is worth a word before they run. Reads only.
   * @param extent "steps": what these steps need; "whole": also the state of the nodes, and what fits badly
   * @throws ToolError "connection-failed"
   */
  inspect(steps: readonly StatementStep[], extent: "steps" | "whole"): Promise<Inspection>;
  /**
   * The live schema, without tidemark's own table.
   * @param scope whose model it is; the managed one by default
   * @param extent "cluster", the default: with all that is beside it, so that any statement can be tried; "scope": it alone
   * @throws ToolError "target-missing" when the scope does not exist, "server-failed"
   */
  readSchema(scope?: string, extent?: "cluster" | "scope"): Promise<SchemaModel>;
  /** Whether the server takes no writes of ours: a standby, or set so. Left out: it is not known to be. @throws ToolError */
  isReadOnly?(): Promise<boolean>;
  close(): Promise<void>;
}

/** The `details.reason` of a "connection-failed" after which trying again is of no use, and may lock the account. */
export const LOGIN_REFUSED = "login-refused";

export interface InitializeResult {
  readonly hasCreatedScope: boolean;
  readonly hasCreatedHistory: boolean;
  /** How the keyspace that was created is replicated, as in CQL; left out when none was. */
  readonly replication?: Readonly<Record<string, string>> | undefined;
  /** What the server warned of when it made the keyspace; undefined: nothing. */
  readonly warnings?: readonly string[] | undefined;
  /** Nodes that what was created was settled without. */
  readonly absent: readonly AbsentNode[];
}

export interface Agreement {
  /** Nodes that did not answer for themselves, and that it was reached without. */
  readonly absent: readonly AbsentNode[];
}

export interface AbsentNode {
  readonly address: string;
  /** Why it did not answer. */
  readonly problem: string;
  /** "tolerated": nothing is known of it; "coordinator": by the coordinator's word it agrees. */
  readonly reason: "tolerated" | "coordinator";
}

/** What is made from rows that are there. `object`: "index shop.users_by_email". */
export type Build =
  | { readonly kind: "built"; readonly object: string }
  | BuildUnderWay
  /** The database does not tell, or not to the role that we log in with. */
  | { readonly kind: "hidden"; readonly object: string; readonly reason: string };

export interface BuildUnderWay {
  readonly kind: "building";
  readonly object: string;
  /** Addresses of nodes that are not done. */
  readonly nodes: readonly string[];
  /** Nodes that did not answer. */
  readonly silent: readonly SilentNode[];
  /** Whether one of those nodes shows that it builds something; undefined where they do not show it. */
  readonly isAtWork: boolean | undefined;
  /** How much of the tasks now under way is done, from 0 to 1, as far as nodes say; there may be more to come. */
  readonly share: number | undefined;
}

export interface SilentNode {
  readonly address: string;
  readonly problem: string;
}

export interface Inspection {
  readonly checks: readonly Check[];
  /** Whether limits that are set for others do not bind the role that we log in with; undefined when that is not known. */
  readonly isSuperuser: boolean | undefined;
}

/** One thing that was looked at. A name may stand several times. */
export interface Check {
  /** "nodes", "permissions", "replication" */
  readonly name: string;
  /** "unknown": it could not be looked at. */
  readonly verdict: "ok" | "warning" | "problem" | "unknown";
  /** For people, in a sentence. */
  readonly finding: string;
  /** What to do. */
  readonly hint?: string | undefined;
}

export interface ExecuteOptions {
  /** Client timestamp for data statements, microseconds since 1970. */
  readonly timestampMicros?: number | undefined;
  /** Values for its bind markers; with them it is prepared. Left out: it is of a file, and nobody reads its rows. */
  readonly parameters?: Parameters | undefined;
  /** An earlier try of it was sent, or may have been: what that has left may be there. */
  readonly isRetried?: boolean | undefined;
  /** What was recorded of an earlier try that was refused. */
  readonly earlierFailure?: string | undefined;
}

export interface QueryRequest {
  readonly text: string;
  readonly parameters?: Parameters | undefined;
  /** The keyspace that unqualified names refer to. */
  readonly keyspace: string;
  readonly pageSize: number;
  /** Where the last page ended; undefined: from the beginning. */
  readonly pageState?: string | undefined;
}

export interface QueryPage {
  readonly rows: readonly ResultRow[];
  /** Undefined after the last page. */
  readonly pageState: string | undefined;
}

/** Transactions of the target. Each ends with a check that the lease is still held, so one that was overtaken undoes itself. */
export interface Transactions {
  /**
   * Carries out steps and records the change, all of it or none. What was cut off is settled before the call returns: whether
   * it was committed is known, or that it never will be.
   */
  run(request: TransactionRequest): Promise<TransactionEnd>;
  /** For code, which decides as it goes. @throws ToolError "connection-failed", "server-failed" */
  begin(options: OpenTransactionOptions): Promise<OpenTransaction>;
  /**
   * What the database warned of, added to an event that was recorded before it had said so.
   * @returns false when the lease is no longer held
   */
  amend(owner: string, seq: number, warnings: readonly string[]): Promise<boolean>;
}

export interface OpenTransactionOptions {
  /** Where unqualified names go. */
  readonly keyspace: string;
  readonly timeoutMs?: number | undefined;
}

export interface TransactionRequest {
  /** Of one migration, in order. Their keyspace and timeout are those of the first. */
  readonly steps: readonly StatementStep[];
  /** Who must hold the lease. */
  readonly owner: string;
  /** Of events that it records, the duration is the transaction's, by the database's clock. */
  readonly change: HistoryChange;
}

export type TransactionEnd =
  /** One outcome a step. */
  | { readonly kind: "done"; readonly outcomes: readonly TransactedStep[] }
  /** Nothing was carried out, because the step `index` of the request was refused; undefined: the transaction as a whole was. */
  | (StepFailure & { readonly kind: "failed"; readonly index: number | undefined })
  /** Nothing was carried out. */
  | { readonly kind: "lease-lost" }
  /** The database could not be asked what became of it, or says that a part of it was carried out. */
  | UnknownOutcome;

export interface TransactedStep {
  readonly warnings: readonly string[];
  readonly durationMs: number;
}

/** A transaction that stays open between calls. */
export interface OpenTransaction {
  /** Never throws for what the server says. After a failure only `rollback` is left. */
  send(text: string, parameters: readonly unknown[]): Promise<StepOutcome>;
  /** Records the change and commits, if `owner` holds the lease. */
  commit(owner: string, change: HistoryChange): Promise<TransactionEnd>;
  rollback(): Promise<void>;
}

export interface StepFailure {
  readonly message: string;
  /** SQLSTATE, where there is one. */
  readonly code?: string | undefined;
  readonly hint?: string | undefined;
  /** Nothing was done, and the same may succeed in a moment: a lock was not free, another transaction was in the way. */
  readonly mayPass?: boolean | undefined;
  /** Lines from the first of the statement to the one that is meant, when the server names it. */
  readonly lineOffset?: number | undefined;
}

/** "unknown": the statement was sent and no answer came; it may have been carried out, or may be yet. */
export type StepOutcome =
  | {
      readonly kind: "done";
      readonly warnings: readonly string[];
      /** Of a statement that may change the schema, whether it did; undefined when the database does not tell. */
      readonly hasChanged?: boolean | undefined;
      /** What it returned. */
      readonly rows?: readonly ResultRow[] | undefined;
      /** Of a conditional write, whether its condition held. */
      readonly wasApplied?: boolean | undefined;
      /** There are more rows than those. */
      readonly hasMore?: boolean | undefined;
    }
  | (StepFailure & { readonly kind: "failed" })
  | UnknownOutcome;

export interface UnknownOutcome {
  readonly kind: "unknown";
  readonly message: string;
  readonly hint?: string | undefined;
  /** The database says that a part of it was carried out, and another was not: a person must look, and it is not sent again. */
  readonly isHalfDone?: boolean | undefined;
}

/**
 * History, lease and journal of one scope, in the target. Every write is conditional on the lease, and one whose outcome
 * is unknown is settled by a serial read before the call returns.
 */
export interface HistoryStore {
  /**
   * The whole state at one serial point.
   * @returns undefined when nothing was initialised yet.
   * @throws ToolError "target-missing", "history-too-new", "history-diverged" when rows of the log are seen to be lost
   */
  read(options?: ReadOptions): Promise<Snapshot | undefined>;
  /** Who holds the lease now: a cheap read for waiting, perhaps a little behind. */
  readLease(): Promise<LeaseHeld | undefined>;
  /**
   * As `read`, and cheap: for whoever asks again and again. What it says was so, and may be a little behind.
   * @returns undefined when nothing was initialised yet.
   * @throws ToolError "target-missing", "history-too-new"
   */
  glimpse(): Promise<Glimpse | undefined>;
  /** The down text that the event `seq` recorded. */
  readDownText(seq: number): Promise<string | undefined>;
  /**
   * Takes the lease if nobody holds it and nobody took it since the epoch was read: then everything that was read with
   * that epoch, while nobody held the lease, still stands.
   */
  acquire(request: LeaseRequest): Promise<boolean>;
  /** @returns false when the lease is no longer held. */
  renew(request: LeaseRequest): Promise<boolean>;
  release(owner: string): Promise<void>;
  /** All of the change or none of it. @returns false when the lease is no longer held; nothing is written then. */
  write(owner: string, change: HistoryChange): Promise<boolean>;
}

export interface ReadOptions {
  /** For whoever is about to say anew what is applied. */
  readonly acceptsLostLog?: boolean | undefined;
}

export interface Snapshot {
  /** Grows with every acquisition. */
  readonly epoch: number;
  readonly lease: LeaseHeld | undefined;
  readonly journal: Journal | undefined;
  /** In the order of the log. */
  readonly events: readonly HistoryEvent[];
  /** A part of what holds the lease or the log is gone: `initialize` makes it again. */
  readonly isIncomplete?: boolean | undefined;
}

/** What of the state a look from outside needs. */
export interface Glimpse extends Pick<Snapshot, "lease" | "events"> {
  readonly journal: Omit<Journal, "stepHashes"> | undefined;
}

export interface LeaseHolder {
  readonly by: string;
  readonly host: string;
  readonly pid: number;
  /** The command that holds it: "migrate". */
  readonly command: string;
  /** Milliseconds since 1970, by the holder's clock. */
  readonly since: number;
}

export interface LeaseHeld {
  readonly owner: string;
  readonly holder: LeaseHolder | undefined;
  readonly epoch: number;
  /** By the database's clock; a renewal sets it back to the full time. */
  readonly expiresInMs: number;
}

export interface LeaseRequest {
  /** A random id of this run. */
  readonly owner: string;
  readonly holder: LeaseHolder;
  /** The epoch that was read; the lease gets the next one. A renewal keeps the one it has. */
  readonly epoch: number;
  /** It is held for at least so long; a database that counts whole seconds may add some. */
  readonly ttlMs: number;
}

/** The migration now under way. */
export interface Journal {
  readonly run: string;
  readonly version: string;
  readonly name: string;
  readonly checksum: string;
  readonly direction: Direction;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly doneCount: number;
  /** All steps are done; what they started is being built. */
  readonly isBuilding?: boolean | undefined;
  /** It is a migration in code: one step, whatever it has done. */
  readonly isCode?: boolean | undefined;
  /** What `once` has finished, by name; undefined: nothing. */
  readonly checkpoints?: readonly string[] | undefined;
  /** Where work in batches has come to: the last key, by the name of the work. */
  readonly positions?: Readonly<Record<string, readonly unknown[]>> | undefined;
  /** Of the steps done; undefined: none. */
  readonly warnings?: readonly string[] | undefined;
  /** Steps that were announced and whose outcome is not recorded. */
  readonly intended?: InDoubt | undefined;
  /** Hashes of the steps done and announced, by index. */
  readonly stepHashes: readonly string[];
}

export interface HistoryChange {
  /** The journal from now on; null: no migration is under way. Its `stepHashes` are not stored: `newStepHashes` are. */
  readonly journal: Omit<Journal, "stepHashes"> | null;
  /** Hashes to add to those stored, by index; those of an earlier migration are forgotten when `from` is 0. */
  readonly newStepHashes?: { readonly from: number; readonly hashes: readonly string[] } | undefined;
  readonly events?: readonly NewHistoryEvent[] | undefined;
}

/** The machine: time, chance, identity. */
export interface Runtime {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds on a clock that never goes back. */
  monotonicMs(): number;
  /** Cut short by the signal, never failed by it. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  randomId(): string;
  /** From 0 to 1, for jitter. */
  random(): number;
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  /** Version of tidemark. */
  readonly toolVersion: string;
}
