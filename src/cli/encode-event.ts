// What is told on the way of a run, as the flat records of `--events`. Pure. docs/events.md describes each of them.
import { unreachable } from "../base/assert.ts";
import { describeHolder } from "../engine/describe-holder.ts";
import type { EngineEvent } from "../engine/event.ts";
import type { BuildUnderWay, LeaseHeld } from "../engine/ports.ts";
import { describeStep, type PlannedMigration, type Step } from "../plan/plan.ts";
import { encodeChange } from "./render-changes.ts";
import { encodeError } from "./render-error.ts";

/** Events of one `kind` have the same keys; what is not known is null. */
export interface EventRecord {
  readonly kind: EngineEvent["kind"];
  readonly [key: string]: unknown;
}

/** @param exitCodeOf what the process will end with */
export function encodeEvent(event: EngineEvent, exitCodeOf: (error: unknown) => number): EventRecord {
  const { kind } = event;
  switch (kind) {
    case "history-created":
      return { kind, target: event.scope };
    case "waiting-for-lease":
      return { kind, ...encodeLease(event.lease), waitedMs: Math.round(event.waitedMs) };
    case "waiting-for-schema":
      return { kind, reason: event.reason, ...encodeLease(event.lease), waitedMs: Math.round(event.waitedMs) };
    case "run-started": {
      const { operation, dialect, scope, migrations } = event.plan;
      return { kind, operation, run: event.run, dialect, scope, migrations: migrations.map(encodePlanned) };
    }
    case "waiting-for-agreement":
      return { kind, waitedMs: Math.round(event.waitedMs) };
    case "nodes-absent":
      return { kind, nodes: event.nodes.map(({ address, problem, reason }) => ({ address, problem, reason })) };
    case "waiting-for-builds":
      return { kind, builds: event.builds.map(encodeBuild), waitedMs: Math.round(event.waitedMs) };
    case "builds-left":
      return { kind, builds: event.builds.map(encodeBuild) };
    case "migration-started":
      return { kind, ...encodePlanned(event.migration), direction: event.migration.direction };
    case "step-started":
    case "step-found-done":
      return { kind, ...encodeStep(event.migration, event.step) };
    case "step-finished":
      return { kind, ...encodeStep(event.migration, event.step), durationMs: Math.round(event.durationMs) };
    case "step-repeated":
    case "transaction-repeated": {
      const { migration, step, reason, waitMs } = event;
      return { kind, ...encodeStep(migration, step), reason, waitMs: waitMs === undefined ? 0 : Math.round(waitMs) };
    }
    case "server-warned":
      return { kind, ...encodeStep(event.migration, event.step), message: event.message };
    case "drift-found":
      return { kind, drift: event.drift.map(encodeChange) };
    case "code-said":
      // Untyped code may say anything.
      return { kind, ...nameOf(event.migration), message: String(event.message) };
    case "code-progressed":
      return { kind, ...nameOf(event.migration), done: event.done, total: event.total ?? null };
    case "migration-finished": {
      const { migration, durationMs } = event;
      return { kind, ...describe(migration), direction: migration.direction, durationMs: Math.round(durationMs) };
    }
    case "warning":
      return { kind, message: event.message };
    case "run-finished": {
      const { operation, versions, stepCount, current, durationMs } = event;
      const what = { operation, versions, steps: stepCount, current: current ?? null };
      return { kind, ...what, durationMs: Math.round(durationMs) };
    }
    case "run-failed": {
      const { operation, error, durationMs } = event;
      return { kind, operation, error: encodeError(error, exitCodeOf(error)), durationMs: Math.round(durationMs) };
    }
    default:
      return unreachable(event);
  }
}

function nameOf({ version, label }: PlannedMigration): Readonly<Record<string, unknown>> {
  return { version, label };
}

function describe({ version, label, name, description }: PlannedMigration): Readonly<Record<string, unknown>> {
  return { version, label, name, description };
}

function encodePlanned(migration: PlannedMigration): Readonly<Record<string, unknown>> {
  return { ...describe(migration), steps: migration.steps.length, done: migration.doneCount };
}

/** @param step undefined: the transaction as a whole */
function encodeStep(migration: PlannedMigration, step: Step | undefined): Readonly<Record<string, unknown>> {
  return {
    ...nameOf(migration),
    step: step === undefined ? null : step.index + 1,
    what: step === undefined ? null : describeStep(step),
    file: step?.file ?? null,
    line: step?.line ?? null,
    inTransaction: step === undefined || isInTransaction(step),
  };
}

function isInTransaction(step: Step): boolean {
  return step.kind === "code" ? step.isTransaction === true : step.transaction !== undefined;
}

function encodeLease(lease: LeaseHeld | undefined): Readonly<Record<string, unknown>> {
  if (lease === undefined) return { holder: null, epoch: null, expiresInMs: null };
  return { holder: describeHolder(lease), epoch: lease.epoch, expiresInMs: Math.round(lease.expiresInMs) };
}

function encodeBuild({ object, nodes, silent, share }: BuildUnderWay): Readonly<Record<string, unknown>> {
  return { object, nodes, silent: silent.map(({ address }) => address), share: share ?? null };
}
