// Runs one migration in code on a real database as `migrate` does; only its module is a value, and no file.
import { openSqlTarget } from "../../../src/adapters/sql/sql-target.ts";
import { codeRuntime } from "../../../src/engine/code/code-runtime.ts";
import type { EngineEvent } from "../../../src/engine/event.ts";
import { migrate } from "../../../src/engine/migrate.ts";
import { nodeRuntime } from "../../../src/engine/node-runtime.ts";
import type { Snapshot } from "../../../src/engine/ports.ts";
import type { CodeModule } from "../../../src/migration/code-module.ts";
import type { SqlCodeMigration } from "../../../src/migration/sql-code-migration.ts";
import { migrationsOf } from "../../../src/testing/memory-runner.ts";

export interface RunCodeOptions {
  /** Of the files, where there are several in one database: all but the last are applied. */
  readonly names?: readonly string[];
  readonly schema?: string;
  readonly signal?: AbortSignal;
  readonly leaseMs?: number;
  /** As `database.settings`. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface RanCode {
  readonly events: readonly EngineEvent[];
  readonly snapshot: Snapshot | undefined;
}

const LEASE_MS = 3_000;
const NAME = "20260203_001_code.ts";

export async function runCode(
  url: string,
  { allowDestructive = false, reversible = true, transaction, upgrade }: SqlCodeMigration,
  {
    schema = "public",
    signal = new AbortController().signal,
    leaseMs = LEASE_MS,
    settings = {},
    names = [NAME],
  }: RunCodeOptions = {},
): Promise<RanCode> {
  const options = {
    url: { reveal: () => url },
    schema,
    settings,
    history: { schema, table: "tidemark_history" },
    lockTimeoutMs: 5_000,
    statementTimeoutMs: 0,
    connectTimeoutMs: 10_000,
  };
  const migrations = migrationsOf(Object.fromEntries(names.map((name) => [name, "// code"])));
  const target = await openSqlTarget(options, undefined);
  const module = { allowDestructive, reversible, transaction, upgrade, downgrade: undefined, files: [] };
  try {
    await target.initialize({ createScope: true });
    const events: EngineEvent[] = [];
    const context = {
      target,
      runtime: nodeRuntime("0.0.0"),
      emit: (event: EngineEvent) => void events.push(event),
      signal,
      lockTtlMs: target.leaseTtlMs ?? leaseMs,
      lockWaitMs: 60_000,
      code: {
        // Its context is that of SQL, as `defineMigration` of `tidemark/sql` says.
        load: async () => new Map(migrations.map(({ version }) => [version, module as unknown as CodeModule])),
        valueTypes: async () => {
          throw new Error("no driver of CQL");
        },
        ...codeRuntime(),
      },
    };
    const plan = {
      dialect: target.dialect,
      scope: schema,
      variables: {},
      profile: undefined,
      isOutOfOrderAllowed: false,
    };
    await migrate(context, { ...plan, migrations });
    return { events, snapshot: await target.store.read() };
  } finally {
    await target.close();
  }
}
