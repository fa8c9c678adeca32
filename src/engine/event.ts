// What the engine tells while it works. Data: the CLI renders it, a library user may log it.
import type { SchemaChange } from "../dialect/schema-model.ts";
import type { Plan, PlannedMigration, StatementStep, Step } from "../plan/plan.ts";
import type { AbsentNode, BuildUnderWay, LeaseHeld } from "./ports.ts";

export type EngineEvent =
  | { readonly kind: "history-created"; readonly scope: string }
  /** Another runner holds the lease; sent at once and then every few seconds. */
  | { readonly kind: "waiting-for-lease"; readonly lease: LeaseHeld; readonly waitedMs: number }
  /** Who asks for a schema that it can use does not have it yet; sent at once and then every few seconds. */
  | {
      readonly kind: "waiting-for-schema";
      readonly reason: string;
      /** Held by whoever is changing it now. */
      readonly lease: LeaseHeld | undefined;
      readonly waitedMs: number;
    }
  /** The plan is settled, and the lease is held. `run` is the id under which the history has what follows. */
  | { readonly kind: "run-started"; readonly plan: Plan; readonly run: string }
  /** The nodes take their time to agree; sent after a while, and then every few seconds. */
  | { readonly kind: "waiting-for-agreement"; readonly waitedMs: number }
  /** Agreement is reached without these nodes; sent when they become others. */
  | { readonly kind: "nodes-absent"; readonly nodes: readonly AbsentNode[] }
  /** The statements of a migration are done, and what they started is still being built; sent every few seconds. */
  | { readonly kind: "waiting-for-builds"; readonly builds: readonly BuildUnderWay[]; readonly waitedMs: number }
  /** It is not waited for. */
  | { readonly kind: "builds-left"; readonly builds: readonly BuildUnderWay[] }
  | { readonly kind: "migration-started"; readonly migration: PlannedMigration }
  /**
   * It is sent now, or called. A transaction is sent as a whole: all of its statements are told at once, in front of it, and not
   * again when it is repeated.
   */
  | { readonly kind: "step-started"; readonly migration: PlannedMigration; readonly step: Step }
  /** No answer came, and the step is the same twice; or the database refused it for a moment only. It is sent again. */
  | {
      readonly kind: "step-repeated";
      readonly migration: PlannedMigration;
      readonly step: StatementStep;
      readonly reason: string;
      /** After a refusal. */
      readonly waitMs?: number | undefined;
    }
  /** The database took nothing of it, and may in a moment: a lock was not free, or another transaction was in the way. */
  | {
      readonly kind: "transaction-repeated";
      readonly migration: PlannedMigration;
      /** What was refused; undefined: the transaction as a whole. */
      readonly step: StatementStep | undefined;
      readonly reason: string;
      readonly waitMs: number;
    }
  /** An earlier try got no answer, and its effect is there. */
  | { readonly kind: "step-found-done"; readonly migration: PlannedMigration; readonly step: StatementStep }
  | {
      readonly kind: "step-finished";
      readonly migration: PlannedMigration;
      readonly step: Step;
      readonly durationMs: number;
    }
  | {
      readonly kind: "server-warned";
      readonly migration: PlannedMigration;
      readonly step: StatementStep;
      readonly message: string;
    }
  /** `sync` leaves alone what no model names, in tables and types that models name. */
  | { readonly kind: "drift-found"; readonly drift: readonly SchemaChange[] }
  /** A migration in code has something to say. */
  | { readonly kind: "code-said"; readonly migration: PlannedMigration; readonly message: string }
  /** How far a migration in code is, in units of its own. */
  | {
      readonly kind: "code-progressed";
      readonly migration: PlannedMigration;
      readonly done: number;
      readonly total: number | undefined;
    }
  | { readonly kind: "migration-finished"; readonly migration: PlannedMigration; readonly durationMs: number }
  | { readonly kind: "warning"; readonly message: string }
  /** All is done, or nothing was to do; the last event of `migrate`, `rollback` and `sync`. */
  | {
      readonly kind: "run-finished";
      readonly operation: Operation;
      /** Of the migrations that were applied, or undone, in order. */
      readonly versions: readonly string[];
      /** How many statements were carried out; code counts as one. */
      readonly stepCount: number;
      /** The highest applied version now; of `sync` undefined. */
      readonly current: string | undefined;
      readonly durationMs: number;
    }
  /** The call is about to throw this; the last event then. */
  | {
      readonly kind: "run-failed";
      readonly operation: Operation;
      readonly error: unknown;
      readonly durationMs: number;
    };

export type Operation = "migrate" | "rollback" | "sync";

export type EmitEvent = (event: EngineEvent) => void;
