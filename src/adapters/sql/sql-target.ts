// One schema of a SQL database, as the engine sees it.
import { ToolError } from "../../base/errors.ts";
import { sqlDialect } from "../../dialect/sql-dialect.ts";
import { parseSqlUrl, titleOfSchema } from "../../dialect/sql-url.ts";
import type { Target } from "../../engine/ports.ts";
import { cockroachSettings, describeSettings } from "./cockroach/settings.ts";
import { createJobWatch } from "./cockroach/watch-jobs.ts";
import type { PipelineEnd, SqlConnection, SqlConnector, SqlStatement } from "./connection.ts";
import { connectionPool } from "./connection-pool.ts";
import { sqlConnector } from "./connector.ts";
import { detectProduct, type ServerProduct, type ServerVersion } from "./detect-product.ts";
import { executeAlone } from "./execute-alone.ts";
import { serverFailed } from "./failure.ts";
import { historyStatements } from "./history-statements.ts";
import { historyStore } from "./history-store.ts";
import { historyTables } from "./history-tables.ts";
import { findHistoryTables, initializeHistory, type Place, schemaMissing } from "./initialize-history.ts";
import { leaseGuard } from "./lease-guard.ts";
import { readPage } from "./read-page.ts";
import type { Settings } from "./session-settings.ts";
import type { SqlOptions } from "./sql-options.ts";
import { transactions } from "./transactions.ts";

/** In an embedded database nobody else can want the lease. */
const EMBEDDED_LEASE_MS = 24 * 3_600_000;

/**
 * @param wanted what the configuration says it is; the server's own word is believed, and must not differ
 * @throws ToolError "config-invalid", "connection-failed", "target-missing", "unsupported-server"
 */
export async function openSqlTarget(
  options: SqlOptions,
  wanted: "postgres" | "cockroach" | undefined,
): Promise<Target> {
  const connector = await sqlConnector(options);
  try {
    const target = await openTargetOver(connector, options, wanted);
    if (connector.kind === "embedded") await clearLease(connector, options);
    return target;
  } catch (error) {
    await connector.close();
    throw error;
  }
}

/** As `openSqlTarget`, over connections of whoever calls; `close` of the target closes the connector. */
export async function openTargetOver(
  connector: SqlConnector,
  options: SqlOptions,
  wanted: "postgres" | "cockroach" | undefined,
): Promise<Target> {
  const connection = await connector.open();
  return sqlTarget(connector, connection, await readProduct(connection, options, wanted), options);
}

/** An embedded database is opened by one process at a time: a lease that is found in it is of one that is dead. */
async function clearLease(connector: SqlConnector, options: SqlOptions): Promise<void> {
  const connection = await connector.open();
  // Where there is no history, there is no lease.
  await connection.pipeline([historyStatements(historyTables(options.history), options.schema).clearLease]);
}

function sqlTarget(
  connector: SqlConnector,
  connection: SqlConnection,
  server: ServerProduct,
  options: SqlOptions,
): Target {
  const { schema: scope } = options;
  const { product } = server;
  const dialect = sqlDialect(product);
  const pool = connectionPool(connector, [connection]);
  const tables = historyTables(options.history);
  const ours = product === "cockroach" ? cockroachSettings(server.version) : [];
  const statements = historyStatements(tables, scope, describeSettings(ours));
  const guard = leaseGuard(pool, statements);
  const place: Place = { pool, tables, statements, scope, database: connector.title };
  const productSettings: Settings =
    product === "cockroach" ? ours.map(({ name, value }) => [name, value]) : postgresSettings(server.version, options);
  const store = historyStore({ ...place, guard, findTables: () => findHistoryTables(place) });
  const send = (statement: SqlStatement): Promise<PipelineEnd> => pool.use((lent) => lent.pipeline([statement]));
  const jobs =
    product === "cockroach"
      ? createJobWatch({
          send,
          place: { database: connector.title, schema: scope },
          toError: (failure) => serverFailed("the list of jobs", failure),
        })
      : undefined;
  const run = {
    pool,
    product,
    jobs,
    productSettings,
    settings: options.settings,
    lockTimeoutMs: options.lockTimeoutMs,
    statementTimeoutMs: options.statementTimeoutMs,
  };

  return {
    dialect,
    scope,
    title: titleOfSchema(connector.title, scope),
    leaseTtlMs: connector.kind === "embedded" ? EMBEDDED_LEASE_MS : undefined,
    store,
    // A renewal changes the row of the lease beside the transaction: a snapshot of before it would be in its own way.
    transactions: transactions({
      ...run,
      guard,
      statements,
      store,
      beginText: product === "postgres" ? "BEGIN ISOLATION LEVEL READ COMMITTED" : "BEGIN",
    }),
    historyTable: { namespace: tables.schema, name: tables.logName },
    initialize: ({ createScope }) => initializeHistory(place, createScope),
    execute: (step, given) => executeAlone(run, step, given),
    query: (request) => readPage(run, request),
    async awaitAgreement() {
      return { absent: [] };
    },
    readBuilds: (starters) => jobs?.readBuilds(starters) ?? Promise.resolve([]),
    async inspect() {
      const { inspectSettings } = await import("./inspect-settings.ts");
      const ofSettings = await inspectSettings(send, options.settings);
      if (product === "cockroach") {
        const { inspectCockroach } = await import("./cockroach/inspect-cockroach.ts");
        return { checks: [...(await inspectCockroach(send, server)), ...ofSettings], isSuperuser: undefined };
      }
      const { inspectPostgres } = await import("./inspect-postgres.ts");
      const inspection = await inspectPostgres({ send, server, schemas: [scope, tables.schema] });
      return { ...inspection, checks: [...inspection.checks, ...ofSettings] };
    },
    async isReadOnly() {
      const { results, failure } = await send({ text: "SHOW transaction_read_only" });
      if (failure !== undefined) throw serverFailed("whether it takes writes", failure);
      return results[0]?.rows[0]?.transaction_read_only === "on";
    },
    async readSchema(name = scope) {
      const { readSqlModel } = await import("./read-model.ts");
      const model = await pool.use((lent) => readSqlModel(lent, name, product));
      if (model === undefined) throw schemaMissing(name, connector.title);
      if (name !== tables.schema && tables.schema !== scope) return model;
      return model.withoutTable(tables.logName).withoutTable(tables.lockName);
    },
    close: () => pool.close(),
  };
}

/** What is allowed to a migration is `statement_timeout`; the limit of the server for others would end its session. */
function postgresSettings({ major }: ServerVersion, { settings }: SqlOptions): Settings {
  const isKnown = major >= TRANSACTION_TIMEOUT_SINCE && settings.transaction_timeout === undefined;
  return isKnown ? [["transaction_timeout", "0"]] : [];
}

/** Release notes of PostgreSQL 17. */
const TRANSACTION_TIMEOUT_SINCE = 17;

async function readProduct(
  connection: SqlConnection,
  options: SqlOptions,
  wanted: "postgres" | "cockroach" | undefined,
): Promise<ServerProduct> {
  const { results, failure } = await connection.pipeline([{ text: "SELECT version() AS version" }]);
  try {
    if (failure !== undefined) throw serverFailed("its version", failure);
    const server = detectProduct(String(results[0]?.rows[0]?.version));
    const said = parseSqlUrl(options.url.reveal())?.product ?? wanted;
    if (said !== undefined && said !== server.product) throw otherProduct(said, server);
    return server;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

function otherProduct(said: "postgres" | "cockroach", { title }: ServerProduct): ToolError {
  const name = said === "cockroach" ? "a CockroachDB" : "a PostgreSQL";
  return new ToolError(
    "unsupported-server",
    `the configuration says that it is ${name}, and the server says ${title}`,
    {
      hint:
        said === "cockroach"
          ? "write postgres:// in the URL, and no dialect"
          : "leave out the dialect, or check the URL",
    },
  );
}
