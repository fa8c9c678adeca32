// The engine on a real target, with the machine as it is.
import type { EngineEvent } from "../../../src/engine/event.ts";
import { type MigrateResult, migrate } from "../../../src/engine/migrate.ts";
import { nodeRuntime } from "../../../src/engine/node-runtime.ts";
import type { PlanOptions } from "../../../src/engine/plan-migrate.ts";
import type { Target } from "../../../src/engine/ports.ts";
import { type RollbackResult, rollback } from "../../../src/engine/rollback.ts";
import type { EngineContext } from "../../../src/engine/with-lease.ts";
import { migrationsOf } from "../../../src/testing/memory-runner.ts";

export interface RealRunner {
  readonly context: EngineContext;
  readonly planOptions: PlanOptions;
  readonly events: readonly EngineEvent[];
  migrate(files: Readonly<Record<string, string>>): Promise<MigrateResult>;
  rollBack(files: Readonly<Record<string, string>>, steps: number): Promise<RollbackResult>;
}

export function realRunner(target: Target, lockTtlMs = 30_000): RealRunner {
  const events: EngineEvent[] = [];
  const context: EngineContext = {
    target,
    runtime: nodeRuntime("0.0.0"),
    emit: (event) => events.push(event),
    signal: new AbortController().signal,
    lockTtlMs,
    lockWaitMs: 60_000,
  };
  const planOptions: PlanOptions = {
    dialect: target.dialect,
    scope: target.scope,
    variables: {},
    profile: undefined,
    isOutOfOrderAllowed: false,
  };
  return {
    context,
    planOptions,
    events,
    migrate: (files) => migrate(context, { ...planOptions, migrations: migrationsOf(files) }),
    rollBack: (files, steps) =>
      rollback(context, { ...planOptions, migrations: migrationsOf(files), extent: { kind: "steps", steps } }),
  };
}
