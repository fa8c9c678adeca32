// The plan: the exact ordered steps that a command would carry out on a target, as data. The executor, the dry run,
// the JSON output and a reviewer all see this. Pure.
import { checksumOf } from "../base/checksum.ts";
import type { ModuleFile } from "../base/module-file.ts";
import type { OnRetry, StatementEffect, StatementFacts } from "./statement.ts";

export type Direction = "up" | "down";

export interface Plan {
  /** Version of this shape; it grows when a reader of an older shape would be misled. */
  readonly format: 1;
  readonly operation: "migrate" | "rollback";
  readonly dialect: string;
  /** What is managed: the keyspace. */
  readonly scope: string;
  readonly migrations: readonly PlannedMigration[];
}

export interface PlannedMigration {
  readonly version: string;
  readonly label: string;
  /** File name of the up side; the name under which the history knows the migration. */
  readonly name: string;
  readonly description: string;
  readonly direction: Direction;
  readonly checksum: string;
  /** The text that undoes the migration, which the history keeps so that an older checkout can roll back. */
  readonly downText?: string | undefined;
  /** All steps of the side, those already done included. */
  readonly steps: readonly Step[];
  /** How many steps an earlier run has done; the rest is still to run. */
  readonly doneCount: number;
  /** Steps that an earlier run meant to carry out and whose outcome it could not record. */
  readonly inDoubt?: InDoubt | undefined;
  /** Of what is undone: it was recorded as there, and not made by this tool. */
  readonly isBaselined?: boolean | undefined;
  /** Of code: what `once` has finished in an earlier run, and does not run again. */
  readonly finished?: readonly string[] | undefined;
}

/** Steps `from` up to, not including, `to`. */
export interface InDoubt {
  readonly from: number;
  readonly to: number;
  /** The client timestamp of step `from` in microseconds since 1970; each later step has one more. */
  readonly timestampMicros: number;
}

export type Step = StatementStep | CodeStep;

/** One statement to send. */
export interface StatementStep {
  readonly kind: "execute";
  /** Place among the steps of its migration, from 0. */
  readonly index: number;
  readonly text: string;
  /** What the text is compared by when a half-applied file is resumed; 16 hex digits. */
  readonly hash: string;
  readonly statementKind: string;
  readonly effect: StatementEffect;
  readonly object?: string | undefined;
  readonly guard?: StatementFacts["guard"];
  readonly onRetry: OnRetry;
  readonly askReason?: string | undefined;
  /** The keyspace that unqualified names refer to. */
  readonly keyspace: string;
  readonly timeoutMs?: number | undefined;
  /**
   * Neighbouring steps of a migration with the same number run in one transaction, together with what is recorded of them;
   * left out: outside of any, announced before it is sent.
   */
  readonly transaction?: number | undefined;
  readonly file: string;
  readonly line: number;
}

/**
 * Code to run. What it sends, only running it tells; what is compared is the text of its module, and of the local files that
 * this imports.
 */
export interface CodeStep {
  readonly kind: "code";
  /** Place among the steps of its migration, from 0. */
  readonly index: number;
  /** The function of the module. */
  readonly call: "upgrade" | "downgrade";
  /** Of all `files`, 16 hex digits; "" where the module was not read, as for `status`. */
  readonly hash: string;
  /** The module first. */
  readonly files: readonly ModuleFile[];
  readonly allowsDestructive: boolean;
  /** It may change anything. */
  readonly effect: "schema";
  /** After a crash it starts again. */
  readonly onRetry: "safe";
  readonly keyspace: string;
  readonly timeoutMs?: number | undefined;
  /** All of it runs in one transaction, together with what is recorded of it. */
  readonly isTransaction?: boolean | undefined;
  readonly file: string;
  readonly line: number;
}

export function statementsOf(steps: readonly Step[]): readonly StatementStep[] {
  return steps.filter((step) => step.kind === "execute");
}

/** Where a statement stands, and where it runs. */
export type StatementPlace = Pick<StatementStep, "index" | "keyspace" | "timeoutMs" | "transaction" | "file" | "line">;

export function statementStep(text: string, facts: StatementFacts, place: StatementPlace): StatementStep {
  const { kind, effect, object, guard, onRetry, askReason } = facts;
  const { index, ...where } = place;
  const what = { statementKind: kind, effect, object, guard, onRetry, askReason };
  return { kind: "execute", index, text, hash: hashStatement(text), ...what, ...where };
}

export function hashStatement(text: string): string {
  return checksumOf(text).slice("sha256:".length, "sha256:".length + 16);
}

/** Identifies what a plan would do: equal hashes, equal steps on the same target in the same order. */
export function hashPlan(plan: Plan): string {
  return checksumOf(JSON.stringify(plan));
}

/** Steps that are still to run, over all migrations. */
export function countSteps(plan: Plan): number {
  return plan.migrations.reduce((sum, migration) => sum + migration.steps.length - migration.doneCount, 0);
}

/** "CREATE TABLE shop.users": a statement in a few words; "upgrade" of code. */
export function describeStep(step: Step): string {
  if (step.kind === "code") return step.call;
  if (step.statementKind === "opaque") return step.text.split(/\s+/, 3).join(" ");
  const verb = step.statementKind.replaceAll("-", " ").toUpperCase();
  return step.object === undefined ? verb : `${verb} ${step.object}`;
}
