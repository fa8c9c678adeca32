// A keyspace on a CQL cluster, as the engine sees it.
import { setTimeout as sleep } from "node:timers/promises";
import type { Host } from "cassandra-driver";
import { messageOf, ToolError } from "../../base/errors.ts";
import { cqlString, quoteIdentifier } from "../../cql/identifiers.ts";
import { chooseReplication } from "../../cql/replication/choose-replication.ts";
import type { OptionMap } from "../../cql/schema/schema.ts";
import type { Dialect } from "../../dialect/dialect.ts";
import type {
  Agreement,
  ExecuteOptions,
  InitializeResult,
  QueryPage,
  QueryRequest,
  StepOutcome,
  Target,
} from "../../engine/ports.ts";
import type { Parameters } from "../../migration/code-migration.ts";
import type { StatementStep } from "../../plan/plan.ts";
import { schemaAgreement } from "./agreement.ts";
import { connect, type Session } from "./connect.ts";
import { type Failure, isPassing, readFailure, SERVER_CODES } from "./failure.ts";
import { historyStore } from "./history-store.ts";
import { createTableText, tableName } from "./history-table.ts";
import { advisePermission } from "./permission-hint.ts";
import { readBuilds } from "./read-builds.ts";
import { retryRead } from "./retry-read.ts";
import { watchSchemaChanges } from "./schema-changes.ts";
import { serverFailed } from "./server-error.ts";
import type { CassandraOptions } from "./session-options.ts";
import { querySystem } from "./system-query.ts";

const SLOW_CHANGE_MS = 30_000;
const LOOK_PAUSE_MS = 200;

/** @throws ToolError "connection-failed" */
export async function openCassandraTarget(options: CassandraOptions, dialect: Dialect): Promise<Target> {
  return cassandraTarget(await connect(options), options, dialect);
}

function cassandraTarget(session: Session, options: CassandraOptions, dialect: Dialect): Target {
  const { client } = session;
  const { keyspace, history } = options;
  const countSchemaChanges = watchSchemaChanges(client);
  const awaitAgreement = schemaAgreement(client, options.agreement);

  let inKeyspace = 0;
  /** Texts of code, besides those of the history. */
  let hasPrepared = false;

  /**
   * The driver moves each of its connections there before it sends anything. Afterwards none is named any more: one that is
   * not there, or is there no more, would be in the way of the journal.
   */
  function enterKeyspace(name: string): () => void {
    client.keyspace = name;
    inKeyspace += 1;
    return () => {
      inKeyspace -= 1;
      if (inKeyspace === 0) client.keyspace = "";
    };
  }

  async function keyspaceExists(name: string): Promise<boolean> {
    const text = "SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = ?";
    return (await querySystem(client, text, [name], "the list of keyspaces")).length > 0;
  }

  async function historyExists(): Promise<boolean> {
    const text = "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?";
    return (await querySystem(client, text, [history.keyspace, history.table], "the list of tables")).length > 0;
  }

  async function findTable(): Promise<"exists" | "missing"> {
    for (const name of new Set([keyspace, history.keyspace])) {
      if (!(await keyspaceExists(name))) throw keyspaceMissing(name, keyspace, dialect);
    }
    return (await historyExists()) ? "exists" : "missing";
  }

  /**
   * A statement that outlasts the request's timeout goes on: what it makes is waited for.
   * @returns what the server warned of
   */
  async function create(what: string, text: string, isThere: () => Promise<boolean>): Promise<readonly string[]> {
    try {
      return (await client.execute(text)).info.warnings ?? [];
    } catch (error) {
      const failure = readFailure(error);
      if (failure.kind !== "unknown" || !(await comesTrue(isThere, SLOW_CHANGE_MS))) {
        throw serverFailed(what, failure, error);
      }
      return [];
    }
  }

  /** @returns undefined when it is there. */
  async function createKeyspace(): Promise<CreatedKeyspace | undefined> {
    if (await keyspaceExists(keyspace)) return undefined;
    if (dialect.name === "astra") throw keyspaceMissing(keyspace, keyspace, dialect);
    const replication = options.replication ?? chooseReplication(client.hosts.values().flatMap(datacenterOf));
    const pairs = Object.entries(replication).map(([key, value]) => `${cqlString(key)}: ${cqlString(value)}`);
    await awaitAgreement();
    const text = `CREATE KEYSPACE IF NOT EXISTS ${quoteIdentifier(keyspace)} WITH replication = {${pairs.join(", ")}}`;
    const warnings = await create(`the keyspace ${quoteIdentifier(keyspace)}`, text, () => keyspaceExists(keyspace));
    return { replication, warnings, agreement: await awaitAgreement() };
  }

  /** @returns undefined when it is there. */
  async function createHistory(): Promise<Agreement | undefined> {
    await awaitAgreement();
    // Whoever made it a moment ago may still be waiting for all nodes to know it: now they do.
    if (await historyExists()) return undefined;
    const text = "SELECT writetime(durable_writes) AS written FROM system_schema.keyspaces WHERE keyspace_name = ?";
    const [row] = await querySystem(client, text, [history.keyspace], "the list of keyspaces");
    if (row === undefined) throw keyspaceMissing(history.keyspace, keyspace, dialect);
    const createTable = createTableText(history, String(row.written));
    await create(`the history table ${tableName(history)}`, createTable, historyExists);
    return awaitAgreement();
  }

  /** Nothing is sent: the steps that follow say themselves where they run. */
  async function use(name: string): Promise<StepOutcome> {
    try {
      if (await keyspaceExists(name)) return { kind: "done", warnings: [] };
    } catch (error) {
      return { kind: "failed", message: messageOf(error) };
    }
    return { kind: "failed", message: `the keyspace ${quoteIdentifier(name)} does not exist` };
  }

  async function execute(step: StatementStep, { timestampMicros, parameters }: ExecuteOptions): Promise<StepOutcome> {
    if (step.statementKind === "use") return use(step.keyspace);
    const leave = enterKeyspace(step.keyspace);
    const before = countSchemaChanges();
    hasPrepared ||= parameters !== undefined;
    try {
      const result = await client.execute(step.text, valuesOf(parameters), {
        prepare: parameters !== undefined,
        ...(step.timeoutMs !== undefined && { readTimeout: step.timeoutMs }),
        ...(timestampMicros !== undefined && { timestamp: timestampMicros }),
      });
      const wasApplied = result.wasApplied();
      // A code looks at the answer itself.
      const ofCondition = parameters === undefined ? warnOfCondition(step, wasApplied) : [];
      return {
        kind: "done",
        warnings: [...(result.info.warnings ?? []), ...ofCondition],
        hasChanged: before === undefined ? undefined : countSchemaChanges() !== before,
        rows: result.rows ?? [],
        wasApplied,
        hasMore: Boolean(result.pageState),
      };
    } catch (error) {
      return failedOutcome(step, readFailure(error));
    } finally {
      leave();
      // The driver goes on encoding by the types that a text had when it was prepared.
      if (step.effect === "schema" && hasPrepared) client.metadata.clearPrepared();
    }
  }

  async function query({ text, parameters, keyspace: name, pageSize, pageState }: QueryRequest): Promise<QueryPage> {
    const leave = enterKeyspace(name);
    hasPrepared = true;
    try {
      const result = await retryRead(() =>
        client.execute(text, valuesOf(parameters), {
          prepare: true,
          fetchSize: pageSize,
          isIdempotent: true,
          ...(pageState !== undefined && { pageState }),
        }),
      );
      return { rows: result.rows ?? [], pageState: result.pageState ?? undefined };
    } catch (error) {
      throw serverFailed("a query", readFailure(error), error);
    } finally {
      leave();
    }
  }

  return {
    dialect,
    scope: keyspace,
    title: keyspace,
    historyTable: { namespace: history.keyspace, name: history.table },
    store: historyStore(session, {
      history,
      scope: keyspace,
      serialConsistency: options.serialConsistency,
      findTable,
    }),
    async initialize({ createScope }): Promise<InitializeResult> {
      if (createScope && history.keyspace !== keyspace && !(await keyspaceExists(history.keyspace))) {
        throw keyspaceMissing(history.keyspace, keyspace, dialect);
      }
      const created = createScope ? await createKeyspace() : undefined;
      const isThere = createScope && (await historyExists());
      const historyAgreed = isThere ? undefined : await createHistory();
      return {
        hasCreatedScope: created !== undefined,
        hasCreatedHistory: historyAgreed !== undefined,
        absent: (historyAgreed ?? created?.agreement)?.absent ?? [],
        ...(created !== undefined && { replication: created.replication, warnings: created.warnings }),
      };
    },
    execute,
    query,
    awaitAgreement,
    async inspect(steps, extent) {
      const { inspect } = await import("./preflight/inspect.ts");
      return inspect(client, options, steps, extent);
    },
    readBuilds: (steps, without) => readBuilds(client, steps, { without, role: options.auth?.username }),
    async readSchema(scope = keyspace, extent = "cluster") {
      const { readModel } = await import("./read-model.ts");
      const model = await readModel(client, scope, extent);
      if (model === undefined) throw keyspaceMissing(scope, keyspace, dialect);
      // Where a history stands beside what it manages, another keyspace's table of that name is its history.
      const hasHistory = scope === history.keyspace || history.keyspace === keyspace;
      return hasHistory ? model.withoutTable(history.table) : model;
    },
    close: () => session.close(),
  };
}

/** The driver takes values by place or by name. */
function valuesOf(parameters: Parameters | undefined): unknown[] | Record<string, unknown> {
  if (parameters === undefined) return [];
  return isList(parameters) ? [...parameters] : { ...parameters };
}

function isList(parameters: Parameters): parameters is readonly unknown[] {
  return Array.isArray(parameters);
}

interface CreatedKeyspace {
  readonly warnings: readonly string[];
  readonly replication: OptionMap;
  readonly agreement: Agreement;
}

/** Of a node that has only just joined the others may not know it yet: system.peers fills column by column. */
function datacenterOf({ datacenter }: Host): readonly string[] {
  return datacenter ? [datacenter] : [];
}

async function comesTrue(holds: () => Promise<boolean>, waitMs: number): Promise<boolean> {
  for (const untilMs = performance.now() + waitMs; performance.now() < untilMs; await sleep(LOOK_PAUSE_MS)) {
    if (await holds()) return true;
  }
  return false;
}

/** An INSERT IF NOT EXISTS that finds its row has done its work; any other condition that does not hold is worth a word. */
export function warnOfCondition(step: StatementStep, wasApplied: boolean): readonly string[] {
  return wasApplied || step.statementKind === "insert" ? [] : ["the condition did not hold: nothing was written"];
}

export function failedOutcome(step: StatementStep, failure: Failure): StepOutcome {
  const { kind, message, code } = failure;
  const mayPass = isPassing(failure);
  if (kind === "unknown" || (mayPass && code !== undefined && mayBePartial(step))) return { kind: "unknown", message };
  if (code === SERVER_CODES.unauthorized) {
    // A node remembers for a while that a role may not do something (permissions_validity, 2 s by default in Cassandra 3.11 to
    // 5.0), although the role has got the permission since: by making the table, or by a grant.
    return { kind: "failed", message, hint: advisePermission(message), mayPass: true };
  }
  const hint = mayPass ? "wait until enough nodes answer" : undefined;
  return { kind: "failed", ...readSyntaxError(message), hint, mayPass };
}

/**
 * Whether "not now" may be said of the rest: Cassandra 3.11 to 5.0 writes partition by partition (StorageProxy.mutate), and may
 * find too few nodes for the second one; it commits what a conditional write has decided after that is decided.
 */
function mayBePartial({ statementKind, effect, onRetry, text }: StatementStep): boolean {
  if (statementKind === "batch") return true;
  // Text in a string that looks like it makes one doubt more, and no harm.
  return effect === "data" && onRetry === "ask" && /\b(IN|IF)\b/i.test(text);
}

/**
 * Cassandra 3.11 to 5.0 says where in the statement: "line 2:14 no viable alternative at input 'x' (…)". The line becomes
 * an offset, for the place in the file, and leaves the message.
 */
export function readSyntaxError(message: string): { readonly message: string; readonly lineOffset?: number } {
  const match = /^line (\d+):\d+ (.*)$/s.exec(message);
  if (match === null) return { message };
  const [, line = "1", rest = message] = match;
  return { message: rest, lineOffset: Number(line) - 1 };
}

function keyspaceMissing(name: string, managed: string, dialect: Dialect): ToolError {
  const hint =
    dialect.name === "astra"
      ? "Astra takes no CREATE KEYSPACE: create it in the Astra console, or by its DevOps API"
      : name === managed
        ? "create it with the configured replication: tidemark init"
        : "it is named by history.keyspace, and is for you to create: its replication decides how safe the history is";
  return new ToolError("target-missing", `the keyspace ${quoteIdentifier(name)} does not exist`, { hint });
}
