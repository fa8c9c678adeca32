// A runner on a database in memory, with migrations from texts: the engine as a test uses it.

import type { MemoryDatabase } from "../adapters/memory/memory-database.ts";
import { memoryRuntime } from "../adapters/memory/memory-runtime.ts";
import { memoryTarget } from "../adapters/memory/memory-target.ts";
import { assert } from "../base/assert.ts";
import { checksumOf } from "../base/checksum.ts";
import { cqlDialect } from "../dialect/cql-dialect.ts";
import type { Dialect } from "../dialect/dialect.ts";
import { codeRuntime } from "../engine/code/code-runtime.ts";
import type { CodeTools } from "../engine/code/code-tools.ts";
import type { EngineEvent } from "../engine/event.ts";
import { type PlanOptions, throwOnMistakes } from "../engine/plan-migrate.ts";
import type { Runtime, Target } from "../engine/ports.ts";
import type { EngineContext } from "../engine/with-lease.ts";
import { assembleMigrations } from "../migration/assemble-migrations.ts";
import type { CodeMigration } from "../migration/code-migration.ts";
import type { CodeModule } from "../migration/code-module.ts";
import type { Migration } from "../migration/migration.ts";

export interface MemoryRunnerOptions {
  /** Two runners on one database need two names. */
  readonly name?: string;
  /** The managed keyspace; "shop" when not given. */
  readonly scope?: string;
  /** Puts faults around the target. */
  readonly wrap?: (target: Target) => Target;
  readonly runtime?: Partial<Runtime>;
  /** That of Cassandra when not given. */
  readonly dialect?: Dialect;
  readonly signal?: AbortSignal;
  readonly lockTtlMs?: number;
  readonly lockWaitMs?: number;
  readonly plan?: Partial<PlanOptions>;
  /** What the modules of migrations in code export, by the names of their files. */
  readonly code?: Readonly<Record<string, CodeMigration>>;
}

export interface MemoryRunner {
  readonly context: EngineContext;
  readonly planOptions: PlanOptions;
  /** Everything the engine told, in order. */
  readonly events: readonly EngineEvent[];
}

const CASSANDRA = cqlDialect("cassandra");

/** A session and a machine of its own. */
export function memoryRunner(database: MemoryDatabase, options: MemoryRunnerOptions = {}): MemoryRunner {
  const { name = "runner", scope = "shop", wrap = (target: Target): Target => target } = options;
  const { signal = new AbortController().signal, lockTtlMs = 30_000, lockWaitMs = 300_000 } = options;
  const { dialect = CASSANDRA } = options;
  const events: EngineEvent[] = [];
  return {
    context: {
      target: wrap(memoryTarget(database, { dialect, scope })),
      runtime: { ...memoryRuntime(database.clock, { name }), ...options.runtime },
      emit: (event) => events.push(event),
      signal,
      lockTtlMs,
      lockWaitMs,
      ...(options.code !== undefined && { code: codeToolsOf(options.code) }),
    },
    planOptions: {
      dialect,
      scope,
      variables: {},
      profile: undefined,
      isOutOfOrderAllowed: false,
      ...options.plan,
    },
    events,
  };
}

/** Of migrations in code: what their modules export, by the names of their files. */
export function codeToolsOf(modules: Readonly<Record<string, CodeMigration>>): CodeTools {
  return {
    async load(migrations) {
      return new Map(migrations.map(({ version, name }) => [version, moduleOf(name, modules[name])]));
    },
    async valueTypes() {
      const { valueTypes } = await import("../adapters/cassandra/value-types.ts");
      return valueTypes();
    },
    ...codeRuntime(),
  };
}

function moduleOf(name: string, exported: CodeMigration | undefined): CodeModule {
  assert(exported !== undefined, `a test that uses ${name} says what it exports`);
  const { allowDestructive = false, reversible = true, upgrade, downgrade } = exported;
  const files = [{ file: name, hash: checksumOf(String(upgrade)) }];
  return { allowDestructive, reversible, upgrade, downgrade, files };
}

/**
 * Migrations from the texts of files by name.
 * @throws ToolError "migration-files-invalid"
 */
export function migrationsOf(files: Readonly<Record<string, string>>): readonly Migration[] {
  const { migrations, diagnostics } = assembleMigrations(
    Object.entries(files).map(([name, text]) => ({
      name,
      path: `migrations/${name}`,
      content: { kind: "bytes", bytes: new TextEncoder().encode(text) },
    })),
  );
  throwOnMistakes(diagnostics);
  return migrations;
}
