// What a migration in code works with, over a backend that sends statements or records them.

import { ToolError } from "../../base/errors.ts";
import type { Dialect, StatementDescription, TableName } from "../../dialect/dialect.ts";
import type { SchemaModel, SchemaObject } from "../../dialect/schema-model.ts";
import type {
  ExecuteResult,
  MigrationContext,
  Parameters,
  QueryOptions,
  QueryResult,
  ResultRow,
} from "../../migration/code-migration.ts";
import { firstWords } from "../../text/first-words.ts";
import type { QueryPage } from "../ports.ts";
import { throwIfInterrupted } from "../with-lease.ts";
import { type CodeTools, type Phase, THROWN_TO_CODE } from "./code-tools.ts";

/** A statement of code, understood as far as it has to be. */
export interface CodeStatement extends StatementDescription {
  readonly text: string;
}

export interface CodeBackend {
  readonly isDryRun: boolean;
  /** @throws ToolError for what failed, and for what has no outcome */
  send(statement: CodeStatement, parameters: Parameters | undefined): Promise<ExecuteResult>;
  /** @throws ToolError */
  fetch(statement: CodeStatement, parameters: Parameters | undefined, page: PageRequest): Promise<QueryPage>;
  schema(): Promise<SchemaModel>;
  /** Whether an earlier try has finished it. */
  isFinished(checkpoint: string): boolean;
  finish(checkpoint: string): Promise<void>;
  /** It was not finished after all. */
  unfinish(checkpoint: string): Promise<void>;
  log(message: string): void;
  progress(done: number, total: number | undefined): void;
}

export interface PageRequest {
  readonly pageSize: number;
  readonly pageState: string | undefined;
}

export interface CodeFrame {
  readonly dialect: Dialect;
  readonly keyspace: string;
  readonly types: MigrationContext["types"];
  readonly signal: AbortSignal;
  /** Whether it may drop and truncate. */
  readonly allowsDestructive: boolean;
  readonly tools: Pick<CodeTools, "breathe" | "phases">;
  /** Tidemark's own, which code leaves alone. */
  readonly historyTable: TableName | undefined;
}

export interface OpenedContext {
  readonly context: MigrationContext;
  /**
   * Waits for calls that were not awaited; afterwards every call is refused.
   * @throws what the first of them throws, and what refused a call before: code that goes on all the same has not done its work
   */
  close(): Promise<void>;
  /** The code has failed: calls are refused from now on, and those under way are waited for. */
  abandon(): Promise<void>;
  /** A call failed, and nobody awaits it. */
  fail(error: unknown): void;
}

const PAGE_SIZE = 1_000;
const TEXTS_MAX = 1_000;
/** Each is written with all others whenever one is finished. */
const CHECKPOINTS_MAX = 1_000;

export function openCodeContext(frame: CodeFrame, backend: CodeBackend): OpenedContext {
  const { dialect, keyspace, signal, tools } = frame;
  const statements = new Map<string, Promise<CodeStatement>>();
  const underWay = new Map<symbol, { readonly calling: Promise<unknown>; readonly isOnce: boolean }>();
  const phases = tools.phases();
  const names = new Set<string>();
  let isClosed = false;
  /** Why the migration may not count as done, whatever its code makes of it. */
  let refusal: unknown;

  /** A text is taken apart once. */
  function read(text: string): Promise<CodeStatement> {
    const known = statements.get(text);
    if (known !== undefined) return known;
    if (statements.size === TEXTS_MAX) statements.clear();
    const reading = dialect.describe(text).then((description) => ({ ...description, text }));
    statements.set(text, reading);
    return reading;
  }

  /**
   * Every call goes through here, so that none is lost that nobody awaits. Only the caller may wait for the promise itself,
   * and each step awaits the next: so the stack of an error leads back to the line of the module.
   */
  function call<Result>(work: () => Promise<Result>, isOnce = false): Promise<Result> {
    const id = Symbol("call");
    const phase = phases.current();
    const calling = (async (): Promise<Result> => {
      // It is among those under way before it can end.
      await undefined;
      try {
        await refuseCall(phase);
        return await work();
      } catch (error) {
        if (error instanceof ToolError && ENDS_ALL.has(error.code)) refusal ??= error;
        if (error instanceof Error) Object.defineProperty(error, THROWN_TO_CODE, { value: true, configurable: true });
        throw error;
      } finally {
        underWay.delete(id);
      }
    })();
    underWay.set(id, { calling, isOnce });
    return calling;
  }

  /** @throws ToolError */
  async function refuseCall(phase: Phase | undefined): Promise<void> {
    if (!isClosed && !signal.aborted && phase?.isOver !== true) return;
    // Code that catches this and tries again would keep everything else from running.
    await tools.breathe();
    if (isClosed) throw lateCall("the migration had ended");
    throwIfInterrupted(signal);
    const late = lateCall(`once("${phase?.name}") had ended`);
    refusal ??= late;
    if (phase !== undefined) await backend.unfinish(phase.name);
    throw late;
  }

  /** Until only calls of `once` are under way. @throws what the first of those fails with that end meanwhile */
  async function settleCalls(): Promise<void> {
    for (;;) {
      const calls = [...underWay.values()].filter(({ isOnce }) => !isOnce).map(({ calling }) => calling);
      if (calls.length === 0) return;
      const failed = (await Promise.allSettled(calls)).find((each) => each.status === "rejected");
      if (failed !== undefined) throw failed.reason;
      // What followed one of them begins its next call now.
      await tools.breathe();
    }
  }

  async function execute(text: string, parameters: Parameters | undefined): Promise<ExecuteResult> {
    const statement = await read(text);
    refuse(statement, frame);
    refuseValues(parameters);
    refuseHistory(statement, frame);
    return await backend.send(statement, parameters);
  }

  async function fetch(text: string, parameters: Parameters | undefined, page: PageRequest): Promise<QueryPage> {
    const statement = await read(text);
    if (statement.facts.kind !== "select") {
      throw new ToolError("usage", `query is for SELECT, and this is: ${firstWords(text)}`, { hint: "use execute" });
    }
    return await backend.fetch(statement, parameters, page);
  }

  async function* pages(
    text: string,
    parameters: Parameters | undefined,
    { pageSize = PAGE_SIZE }: QueryOptions,
  ): AsyncGenerator<readonly ResultRow[]> {
    const fetchAt = (pageState: string | undefined): Promise<QueryPage> =>
      call(() => fetch(text, parameters, { pageSize, pageState }));
    let page = await fetchAt(undefined);
    for (;;) {
      // The next one comes while this one is worked on.
      const next = page.pageState === undefined ? undefined : fetchAt(page.pageState);
      // Nobody may ask for it.
      next?.catch(() => undefined);
      if (page.rows.length > 0) yield page.rows;
      if (next === undefined) return;
      page = await next;
    }
  }

  async function* rows(
    text: string,
    parameters: Parameters | undefined,
    options: QueryOptions,
  ): AsyncGenerator<ResultRow> {
    for await (const page of pages(text, parameters, options)) yield* page;
  }

  function query(text: string, parameters?: Parameters, options: QueryOptions = {}): QueryResult {
    return {
      [Symbol.asyncIterator]: () => rows(text, parameters, options),
      pages: () => pages(text, parameters, options),
      async first() {
        for await (const row of rows(text, parameters, { pageSize: 1, ...options })) return row;
        return undefined;
      },
    };
  }

  async function once(name: string, work: () => Promise<void> | void): Promise<boolean> {
    if (names.has(name)) {
      throw new ToolError("usage", `once("${name}") stands twice in the migration`, { hint: "give each its own name" });
    }
    if (names.size === CHECKPOINTS_MAX) {
      throw new ToolError("usage", `once has more than ${CHECKPOINTS_MAX} names in one migration`, {
        hint: "a checkpoint is for a phase of the work, not for a row",
      });
    }
    names.add(name);
    if (backend.isFinished(name)) {
      backend.log(`${name}: finished by an earlier try`);
      return false;
    }
    const phase: Phase = { name, isOver: false };
    await phases.run(phase, async () => work());
    await settleCalls();
    if (refusal !== undefined) throw refusal;
    phase.isOver = true;
    await backend.finish(name);
    return true;
  }

  const holds = (object: SchemaObject): Promise<boolean> =>
    call(async () => (await backend.schema()).holds(object, keyspace));

  return {
    context: {
      keyspace,
      dryRun: backend.isDryRun,
      signal,
      types: frame.types,
      execute: <R>(text: string, parameters?: Parameters) =>
        call(() => execute(text, parameters)) as Promise<ExecuteResult<R>>,
      query: <R>(text: string, parameters?: Parameters, options?: QueryOptions) =>
        query(text, parameters, options) as QueryResult<R>,
      once: (name, work) => call(() => once(name, work), true),
      tableExists: (name) => holds({ kind: "table", name }),
      columnExists: (table, name) => holds({ kind: "column", table, name }),
      indexExists: (name) => holds({ kind: "index", name }),
      log: (message) => backend.log(message),
      progress: (done, total) => backend.progress(done, total),
    },
    async close() {
      try {
        await settleCalls();
        if (refusal !== undefined) throw refusal;
      } finally {
        isClosed = true;
      }
    },
    async abandon() {
      isClosed = true;
      await Promise.allSettled([...underWay.values()].map(({ calling }) => calling));
    },
    fail(error) {
      refusal ??= error;
    },
  };
}

/** What code may catch, and may not survive. */
const ENDS_ALL: ReadonlySet<string> = new Set(["interrupted", "lock-lost"]);

function lateCall(what: string): ToolError {
  return new ToolError("step-failed", `${what}, and a call of it came later`, {
    hint: "await every call of the context",
  });
}

/** @throws ToolError */
function refuse({ text, facts, count, removes }: CodeStatement, { allowsDestructive }: CodeFrame): void {
  if (count !== 1 && facts.kind !== "batch") {
    const what = count === 0 ? "an empty text" : `${count} statements in one text`;
    throw new ToolError("step-failed", `execute takes one statement, and was given ${what}: ${firstWords(text)}`);
  }
  if (facts.effect === "session") {
    throw new ToolError("step-failed", `a migration in code stays in its keyspace: ${firstWords(text)}`, {
      hint: "write the keyspace before the name: audit.events",
    });
  }
  if (removes === undefined || allowsDestructive) return;
  throw new ToolError("step-failed", `this migration may not remove anything, and this was not sent: ${removes}`, {
    hint: "say so in the migration if it is meant: allowDestructive: true",
  });
}

/** What is written there tells runners what to do. @throws ToolError */
function refuseHistory({ text, writes }: CodeStatement, { historyTable, keyspace }: CodeFrame): void {
  const isOwn = writes.some(({ namespace = keyspace, name }) => {
    return namespace === historyTable?.namespace && name === historyTable.name;
  });
  if (isOwn) throw new ToolError("step-failed", `tidemark's own table is not for migrations: ${firstWords(text)}`);
}

/** cassandra-driver 4.10.0 writes a Map as an empty map, without a word. @throws ToolError */
function refuseValues(parameters: Parameters = []): void {
  for (const [name, value] of Object.entries(parameters)) {
    if (!(value instanceof Map) && !(value instanceof Set)) continue;
    const [kind, instead] = value instanceof Map ? ["Map", "Object.fromEntries(map)"] : ["Set", "[...set]"];
    throw new ToolError(
      "step-failed",
      `the value of ${describeMarker(name)} is a ${kind}, which the driver does not take`,
      {
        hint: `give ${instead}`,
      },
    );
  }
}

function describeMarker(name: string): string {
  return /^\d+$/.test(name) ? `bind marker ${Number(name) + 1}` : `:${name}`;
}
