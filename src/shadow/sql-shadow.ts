// A shadow: a database of its own, empty, that statements are tried on to learn what schema they make. It is the embedded
// PostgreSQL in memory, or a database that is made on a server for as long as it is needed.
import { randomBytes } from "node:crypto";
import { compareHidden } from "../adapters/sql/compare-hidden.ts";
import type { SqlConnection, SqlConnector, SqlFailure } from "../adapters/sql/connection.ts";
import { sqlConnector } from "../adapters/sql/connector.ts";
import { readSqlModelWithin } from "../adapters/sql/read-model.ts";
import { type Settings, setStatement } from "../adapters/sql/session-settings.ts";
import { ToolError } from "../base/errors.ts";
import { type Secret, secretOf } from "../config/secret.ts";
import type { SchemaModel } from "../dialect/schema-model.ts";
import { SqlSchemaModel } from "../dialect/sql-schema-model.ts";
import { parseSqlUrl, withDatabase } from "../dialect/sql-url.ts";
import { classify } from "../sql/classify.ts";
import { quoteIdentifier } from "../sql/identifiers.ts";
import { readGuardedCreate } from "../sql/look/guarded-create.ts";
import { emptySqlSchema, type SqlFamily } from "../sql/schema.ts";
import { SQLSTATE } from "../sql/sqlstate.ts";
import { emptyTables } from "./empty-tables.ts";
import { reachesBeyond } from "./reaches-beyond.ts";

export interface ShadowOptions {
  /** Where it is made; undefined: embedded. */
  readonly url: Secret | undefined;
  /** The managed schema, where unqualified names go. */
  readonly scope: string;
  /** Of the session, as for migrations. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Of a statement that is not sent to a server, for it would do something outside of the shadow's own database. */
export const NOT_TRIED: SqlFailure = { kind: "refused", message: "not tried: it reaches beyond the database" };

/** Calls go one after the other. */
export interface SqlShadow {
  readonly kind: "embedded" | "server";
  /** Opens a transaction, with the settings that migrations run with. */
  begin(): Promise<void>;
  /** @returns what is refused only now, such as by a deferred constraint: then nothing of the transaction is there */
  commit(): Promise<SqlFailure | undefined>;
  /**
   * Carries out one statement, in the open transaction or outside of any. What is refused leaves everything as it was. A change of the
   * schema that rows are in the way of is made without any rows. On a server, `NOT_TRIED` is not sent.
   * @throws ToolError "connection-failed"
   */
  run(text: string): Promise<SqlFailure | undefined>;
  /** As `run` of each in one transaction, and faster. @returns one entry a statement */
  runAll(texts: readonly string[]): Promise<readonly (SqlFailure | undefined)[]>;
  /**
   * Of a statement whose guard has just kept it from doing anything: how what is there differs from what it asks for; none when it
   * is the same, or when that cannot be tried.
   */
  readHidden(text: string): Promise<readonly string[]>;
  /** The schema as it is, also within the open transaction. */
  read(): Promise<SchemaModel>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;
const SAVEPOINT = "tidemark_statement";

/**
 * Opens a shadow for as long as `use` takes.
 * @throws ToolError "connection-failed", "permission-denied" when no database may be made there
 */
export async function withShadow<Result>(
  options: ShadowOptions,
  use: (shadow: SqlShadow) => Promise<Result>,
): Promise<Result> {
  const shadow = await openShadow(options);
  try {
    return await use(shadow);
  } finally {
    await shadow.close();
  }
}

/** As `withShadow`, to be closed. */
export async function openShadow(options: ShadowOptions): Promise<SqlShadow> {
  const place = options.url === undefined ? await openEmbedded() : await openOnServer(options.url);
  try {
    const family = await askFamily(place.connection);
    const made = await place.connection.pipeline([
      { text: `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(options.scope)}` },
    ]);
    if (made.failure !== undefined) throw shadowFailed("its schema cannot be made", made.failure);
    return shadowOn(place, family, options);
  } catch (error) {
    await place.close();
    throw error;
  }
}

interface Place {
  readonly kind: SqlShadow["kind"];
  readonly connection: SqlConnection;
  close(): Promise<void>;
}

async function openEmbedded(): Promise<Place> {
  const connector = await connectorOf("pglite:memory");
  const connection = await connector.open();
  return { kind: "embedded", connection, close: () => closeBoth(connection, connector) };
}

/** The database of the URL is only where we log in: nothing of it is read or changed. */
async function openOnServer(url: Secret): Promise<Place> {
  const written = url.reveal();
  if (parseSqlUrl(written)?.kind === "embedded") return openEmbedded();
  const name = `tidemark_shadow_${randomBytes(6).toString("hex")}`;
  const { admin, adminConnection } = await ofShadow(async () => {
    const connector = await connectorOf(written);
    return { admin: connector, adminConnection: await connector.open() };
  });
  const { failure } = await adminConnection.pipeline([{ text: `CREATE DATABASE ${quoteIdentifier(name)}` }]);
  if (failure !== undefined) {
    await closeBoth(adminConnection, admin);
    const code = failure.code === SQLSTATE.insufficientPrivilege ? "permission-denied" : "server-failed";
    throw new ToolError(code, `no shadow database can be made: ${failure.message}`, {
      hint: "give the role of --shadow-url the right CREATEDB, or leave --shadow-url out: an embedded PostgreSQL is used then",
      cause: failure.cause,
    });
  }
  const drop = async (): Promise<void> => {
    const failure = await dropDatabase(adminConnection, name);
    await closeBoth(adminConnection, admin);
    if (failure !== undefined) warnOfLeft(name, failure);
  };
  try {
    const connector = await connectorOf(withDatabase(written, name));
    const connection = await connector.open();
    return {
      kind: "server",
      connection,
      async close() {
        await closeBoth(connection, connector);
        await drop();
      },
    };
  } catch (error) {
    await drop();
    throw error;
  }
}

const SYNTAX_ERROR = "42601";

/** @returns why not, when that fails */
async function dropDatabase(connection: SqlConnection, name: string): Promise<SqlFailure | undefined> {
  let first: SqlFailure | undefined;
  // PostgreSQL since 13, which the connection that has just ended may still hold; PostgreSQL 12; CockroachDB.
  for (const way of [" WITH (FORCE)", "", " CASCADE"]) {
    const text = `DROP DATABASE IF EXISTS ${quoteIdentifier(name)}${way}`;
    const { failure } = await connection.pipeline([{ text }]);
    if (failure === undefined) return undefined;
    // A version that does not know the way says little about why.
    if (first === undefined || first.code === SYNTAX_ERROR) first = failure;
  }
  return first;
}

/** What was asked of the shadow is answered all the same. */
function warnOfLeft(name: string, { message }: SqlFailure): void {
  const statement = `DROP DATABASE ${quoteIdentifier(name)}`;
  process.emitWarning(
    `the shadow database \`${name}\` could not be dropped: ${message}; drop it yourself: ${statement}`,
    {
      type: "TidemarkWarning",
    },
  );
}

/** What it does not reach is not the target. @throws ToolError */
async function ofShadow<Result>(open: () => Promise<Result>): Promise<Result> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const { code, message, hint, details } = error;
    throw new ToolError(code, `the shadow (--shadow-url, \`database.shadow_url\`): ${message}`, {
      hint,
      details,
      cause: error,
    });
  }
}

function connectorOf(url: string): Promise<SqlConnector> {
  return sqlConnector({ url: secretOf(url), connectTimeoutMs: CONNECT_TIMEOUT_MS });
}

async function closeBoth(connection: SqlConnection, connector: SqlConnector): Promise<void> {
  await connection.close();
  await connector.close();
}

async function askFamily(connection: SqlConnection): Promise<SqlFamily> {
  const { results, failure } = await connection.pipeline([{ text: "SELECT version() AS version" }]);
  if (failure !== undefined) throw shadowFailed("it does not answer", failure);
  return /CockroachDB/i.test(String(results[0]?.rows[0]?.version)) ? "cockroach" : "postgres";
}

function shadowFailed(what: string, { message, cause }: SqlFailure): ToolError {
  return new ToolError("connection-failed", `the shadow database fails: ${what}: ${message}`, { cause });
}

function shadowOn({ kind, connection, close }: Place, family: SqlFamily, options: ShadowOptions): SqlShadow {
  const { scope } = options;
  const settings: Settings = [["search_path", quoteIdentifier(scope)], ...Object.entries(options.settings)];
  let isOpen = false;

  async function send(...texts: readonly string[]): Promise<SqlFailure | undefined> {
    const { failure } = await connection.pipeline(texts.map((text) => ({ text })));
    if (failure?.kind === "lost") throw shadowFailed("it has ended", failure);
    return failure;
  }

  async function begin(): Promise<void> {
    const { failure } = await connection.pipeline([{ text: "BEGIN" }, setStatement(settings, "transaction")]);
    if (failure !== undefined) {
      await send("ROLLBACK");
      throw new ToolError("config-invalid", `the shadow database refuses a setting: ${failure.message}`, {
        hint: "look at `database.settings`",
      });
    }
    isOpen = true;
  }

  async function commit(): Promise<SqlFailure | undefined> {
    const failure = await send("COMMIT");
    isOpen = false;
    if (failure !== undefined) await send("ROLLBACK");
    return failure;
  }

  async function runOnce(text: string): Promise<SqlFailure | undefined> {
    if (isOpen) {
      const failure = await send(`SAVEPOINT ${SAVEPOINT}`, text, `RELEASE SAVEPOINT ${SAVEPOINT}`);
      if (failure !== undefined) await send(`ROLLBACK TO SAVEPOINT ${SAVEPOINT}`, `RELEASE SAVEPOINT ${SAVEPOINT}`);
      return failure;
    }
    const { failure: unset } = await connection.pipeline([setStatement(settings, "session")]);
    if (unset !== undefined) return unset;
    const failure = await send(text);
    // A statement may have opened a transaction itself.
    if (failure !== undefined) await send("ROLLBACK");
    return failure;
  }

  const isNotTried = (text: string): boolean => kind === "server" && reachesBeyond(text, family, scope);

  async function run(text: string): Promise<SqlFailure | undefined> {
    if (isNotTried(text)) return NOT_TRIED;
    const failure = await runWithRoles(text);
    if (!isOfRows(failure) || classify(text).effect !== "schema" || !(await empty())) return failure;
    return runWithRoles(text);
  }

  async function empty(): Promise<boolean> {
    if (!isOpen) return emptyTables(connection);
    await send(`SAVEPOINT ${SAVEPOINT}`);
    const isEmpty = await emptyTables(connection);
    if (!isEmpty) await send(`ROLLBACK TO SAVEPOINT ${SAVEPOINT}`);
    await send(`RELEASE SAVEPOINT ${SAVEPOINT}`);
    return isEmpty;
  }

  /** Roles are of the whole server; in one that holds nothing else they are made as they are named. */
  async function runWithRoles(text: string): Promise<SqlFailure | undefined> {
    const known = new Set<string>();
    for (;;) {
      const failure = await runOnce(text);
      const [, role] = /^role "(.+)" does not exist$/.exec(failure?.message ?? "") ?? [];
      if (kind !== "embedded" || role === undefined || known.has(role)) return failure;
      known.add(role);
      if ((await runOnce(`CREATE ROLE ${quoteIdentifier(role)}`)) !== undefined) return failure;
    }
  }

  async function runAll(texts: readonly string[]): Promise<readonly (SqlFailure | undefined)[]> {
    await begin();
    if (!texts.some(isNotTried)) {
      if ((await send(...texts)) === undefined) {
        const late = await commit();
        return texts.map((_text, index) => (index === texts.length - 1 ? late : undefined));
      }
      await send("ROLLBACK");
      await begin();
    }
    const failures: (SqlFailure | undefined)[] = [];
    for (const text of texts) failures.push(await run(text));
    const late = await commit();
    return late === undefined ? failures : failures.map((failure) => failure ?? late);
  }

  async function read(): Promise<SchemaModel> {
    const isOwn = !isOpen;
    if (isOwn) await send("BEGIN");
    try {
      const model = await readSqlModelWithin(connection, scope, family);
      // The statements may have dropped it.
      return model ?? new SqlSchemaModel(emptySqlSchema(family), scope);
    } finally {
      if (isOwn) await send("COMMIT");
    }
  }

  async function readHidden(text: string): Promise<readonly string[]> {
    const guarded = family === "postgres" ? readGuardedCreate(text) : undefined;
    if (guarded === undefined) return [];
    const isOwn = !isOpen;
    if (isOwn) await begin();
    const seen = await compareHidden(connection, guarded);
    if (isOwn) {
      await send("ROLLBACK");
      isOpen = false;
    }
    if (seen.kind === "failed") throw shadowFailed("it has ended", seen.failure);
    return seen.kind === "different" ? seen.differences : [];
  }

  return { kind, begin, commit, run, runAll, readHidden, read, close };
}

/** A value that does not fit, or a constraint that rows violate. */
function isOfRows(failure: SqlFailure | undefined): boolean {
  return /^2[23]/.test(failure?.code ?? "");
}
