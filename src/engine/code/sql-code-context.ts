// What a migration in code works with on a SQL database, over a backend that sends statements or records them.
import { ToolError } from "../../base/errors.ts";
import type { SchemaModel } from "../../dialect/schema-model.ts";
import type { QueryOptions, QueryResult } from "../../migration/code-migration.ts";
import type { BatchOptions, SqlMigrationContext, UpdateInBatchesOptions } from "../../migration/sql-code-migration.ts";
import { type ColumnRow, columnsOfText, existsText, refuseMovedKeys } from "../../sql/session/batch-texts.ts";
import { quoteColumn, quoteTable } from "../../sql/session/names.ts";
import { openSession, refuseValues, type SessionPort } from "../../sql/session/open-session.ts";
import type { SqlName, SqlRow, SqlSession } from "../../sql/session.ts";
import { throwIfInterrupted } from "../with-lease.ts";
import type { CodeFrame } from "./code-context.ts";
import { type Phase, THROWN_TO_CODE } from "./code-tools.ts";
import { type Enclosing, type SqlCheck, sqlCheck } from "./sql-check.ts";
import { scopesOver } from "./sql-scopes.ts";

export interface SqlCodeBackend {
  readonly isDryRun: boolean;
  /** "migration": all of it is one transaction, and nothing can be finished before the rest. */
  readonly enclosing: Enclosing;
  /** What it gets was checked. */
  readonly port: SessionPort;
  /** @throws ToolError "lock-lost" */
  assertHeld(): void;
  /** Rows of a statement that only reads. @param occupy keeps the context from other calls, page by page */
  pages(
    text: string,
    values: readonly unknown[],
    pageSize: number,
    occupy: <Result>(work: () => Promise<Result>) => Promise<Result>,
  ): AsyncIterable<readonly SqlRow[]>;
  /** What is there after all that was recorded; left out where the database itself tells. */
  schema?(): Promise<SchemaModel>;
  batches(work: BatchWork): Promise<number>;
  isFinished(checkpoint: string): boolean;
  finish(checkpoint: string): Promise<void>;
  unfinish(checkpoint: string): Promise<void>;
  log(message: string): void;
  progress(done: number, total: number | undefined): void;
}

export interface BatchWork {
  readonly name: string;
  readonly size: number;
  readonly options: BatchOptions;
  /** SQL to set in every row of the batch; without it `work` gets the rows. */
  readonly set: string | undefined;
  /** Keeps the context's own session from being used while `work` runs. */
  occupy<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Reads of tidemark's own. */
  readonly reader: SessionPort["send"];
  /** Carries one batch out within the transaction of `port`. */
  carryOut(rows: readonly SqlRow[], port: SessionPort): Promise<void>;
}

export interface OpenedSqlContext {
  readonly context: SqlMigrationContext;
  /** Waits for calls that were not awaited; afterwards every call is refused. @throws what failed, and may not be survived */
  close(): Promise<void>;
  /** The code has failed: calls are refused from now on, and those under way are waited for. */
  abandon(): Promise<void>;
  /** A call failed, and nobody awaits it. */
  fail(error: unknown): void;
}

const PAGE_SIZE = 1_000;
const BATCH_SIZE = 1_000;
const BATCH_SIZE_MAX = 100_000;
/** Each is written with all others whenever one is finished. */
const CHECKPOINTS_MAX = 1_000;
const ENDED = "the migration had ended, and a call of it came later";

export function openSqlCodeContext(frame: Omit<CodeFrame, "types">, backend: SqlCodeBackend): OpenedSqlContext {
  const { keyspace, signal, tools } = frame;
  const checks = sqlCheck(frame);
  const phases = tools.phases();
  const scopes = scopesOver(tools.phases());
  const names = new Set<string>();
  /** Why the migration may not count as done, whatever its code makes of it. */
  let refusal: { readonly error: unknown } | undefined;

  function refuse(error: unknown): never {
    refusal ??= { error };
    throw error;
  }

  /** Every call comes through here, in the phase and with the stack of whoever makes it. */
  async function admit(): Promise<void> {
    const phase = phases.current();
    try {
      // Code that catches this and tries again would keep everything else from running.
      if (signal.aborted || phase?.isOver === true) await tools.breathe();
      throwIfInterrupted(signal);
      backend.assertHeld();
    } catch (error) {
      refuse(error);
    }
    if (phase?.isOver !== true) return;
    await backend.unfinish(phase.name);
    refuse(
      new ToolError("step-failed", `once("${phase.name}") had ended, and a call of it came later`, {
        hint: "await every call of the context",
      }),
    );
  }

  const guard = (port: SessionPort, enclosing: Enclosing): SessionPort => guardPort(port, enclosing, checks, admit);
  const opened = openSession(guard(backend.port, backend.enclosing), scopes);

  /** Marked, so that a failure that nobody awaits is known as the code's. */
  async function call<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ToolError && ENDS_ALL.has(error.code)) refusal ??= { error };
      if (error instanceof Error) Object.defineProperty(error, THROWN_TO_CODE, { value: true, configurable: true });
      throw error;
    }
  }

  const { session } = opened;
  const marked: SqlSession = {
    execute: (text, values) => call(() => session.execute(text, values)),
    select: (table, options) => call(() => session.select(table, options)),
    insert: (table, rows) => call(() => session.insert(table, rows)),
    transaction: (work, options) => call(() => session.transaction(work, options)),
    dropTable: (table, options) => call(() => session.dropTable(table, options)),
  };

  function query(
    text: string,
    values: readonly unknown[] = [],
    { pageSize = PAGE_SIZE }: QueryOptions = {},
  ): QueryResult {
    async function* pages(size: number): AsyncGenerator<readonly SqlRow[]> {
      const { facts } = await call(() => checks.check(text, backend.enclosing));
      if (facts.effect !== "none") {
        throw new ToolError("usage", "query is for statements that only read", { hint: "use execute" });
      }
      refuseValues(values);
      yield* backend.pages(text, values, size, (work) =>
        call(async () => {
          await admit();
          return await opened.occupy(work);
        }),
      );
    }
    async function* rows(size: number): AsyncGenerator<SqlRow> {
      for await (const page of pages(size)) yield* page;
    }
    return {
      [Symbol.asyncIterator]: () => rows(pageSize),
      pages: () => pages(pageSize),
      async first() {
        for await (const row of rows(1)) return row;
        return undefined;
      },
    };
  }

  /** @throws ToolError */
  function begin(callName: string, name: string): void {
    if (backend.enclosing === "migration") {
      throw new ToolError("usage", `${callName} needs a migration that says transaction: false`, {
        hint: "all of this one is one transaction, of which no part can be finished before the rest",
      });
    }
    if (opened.isWithin()) {
      throw new ToolError("usage", `${callName} stands outside of transactions`, {
        hint: "what is finished is recorded by itself: take it out of the function of ctx.transaction",
      });
    }
    if (typeof name !== "string" || name === "") throw new ToolError("usage", `${callName} takes a name`);
    if (names.has(name)) {
      throw new ToolError("usage", `${callName}("${name}") stands twice in the migration`, {
        hint: "give each its own name",
      });
    }
    if (names.size === CHECKPOINTS_MAX) {
      throw new ToolError(
        "usage",
        `there are more than ${CHECKPOINTS_MAX} names of once and batches in one migration`,
        {
          hint: "a checkpoint is for a phase of the work, not for a row",
        },
      );
    }
    names.add(name);
  }

  async function once(name: string, work: () => Promise<void> | void): Promise<boolean> {
    begin("once", name);
    await admit();
    if (backend.isFinished(name)) {
      backend.log(`${name}: finished by an earlier try`);
      return false;
    }
    const phase: Phase = { name, isOver: false };
    await phases.run(phase, async () => work());
    await settle();
    phase.isOver = true;
    await backend.finish(name);
    return true;
  }

  async function settle(): Promise<void> {
    for (;;) {
      const [failure] = await opened.settle();
      if (failure !== undefined) throw failure;
      // What followed a call begins its next one now.
      await tools.breathe();
      if (!opened.isBusy()) break;
    }
    if (refusal !== undefined) throw refusal.error;
  }

  async function batches(options: BatchOptions, set: string | undefined, work: BatchWorkOf): Promise<number> {
    const { table, size = BATCH_SIZE, name = table } = options;
    if (!Number.isInteger(size) || size < 1 || size > BATCH_SIZE_MAX) {
      throw new ToolError("usage", `\`size\` of batches must be from 1 to ${BATCH_SIZE_MAX}, found ${String(size)}`);
    }
    if (set !== undefined) refuseMovedKeys(set, [options.key].flat());
    begin("batches", name);
    await admit();
    return await backend.batches({
      name,
      size,
      options,
      set,
      occupy: opened.occupy,
      reader: session.execute,
      async carryOut(rows, port) {
        const batch = openSession(guard(port, "part"), scopes);
        try {
          await work(rows, batch.session);
        } finally {
          const [failure] = await batch.close("the batch had ended, and a call of its session came later");
          if (failure !== undefined) refusal ??= { error: failure };
        }
        if (refusal !== undefined) throw refusal.error;
      },
    });
  }

  async function exists(kind: "table" | "index", name: SqlName): Promise<boolean> {
    await admit();
    const model = await backend.schema?.();
    if (model !== undefined) return model.holds({ kind, name: quoteTable(name) }, keyspace);
    const { text, values } = existsText(kind, name, keyspace);
    return (await session.execute(text, values)).length > 0;
  }

  async function columnExists(table: SqlName, column: SqlName): Promise<boolean> {
    await admit();
    const model = await backend.schema?.();
    if (model !== undefined) {
      return model.holds({ kind: "column", table: quoteTable(table), name: quoteColumn(column) }, keyspace);
    }
    const { text, values } = columnsOfText(table, keyspace);
    return (await session.execute<ColumnRow & SqlRow>(text, values)).some(({ name }) => name === column);
  }

  return {
    context: {
      ...marked,
      schema: keyspace,
      dryRun: backend.isDryRun,
      signal,
      query: <R>(text: string, values?: readonly unknown[], options?: QueryOptions) =>
        query(text, values, options) as QueryResult<R>,
      once: (name, work) => call(() => once(name, work)),
      batches: <R>(options: BatchOptions, work: (rows: readonly R[], inside: SqlSession) => Promise<void> | void) =>
        call(() => batches(options, undefined, async (rows, inside) => work(rows as readonly R[], inside))),
      updateInBatches: ({ set, ...options }: UpdateInBatchesOptions) =>
        call(() => batches(options, set, async () => undefined)),
      tableExists: (name) => call(() => exists("table", name)),
      columnExists: (table, column) => call(() => columnExists(table, column)),
      indexExists: (name) => call(() => exists("index", name)),
      log: (message) => backend.log(message),
      progress: (done, total) => backend.progress(done, total),
    },
    async close() {
      try {
        await settle();
      } finally {
        await opened.close(ENDED);
      }
    },
    async abandon() {
      await opened.close(ENDED);
    },
    fail(error) {
      refusal ??= { error };
    },
  };
}

type BatchWorkOf = (rows: readonly SqlRow[], session: SqlSession) => Promise<void>;

/** What code may catch, and may not survive. */
const ENDS_ALL: ReadonlySet<string> = new Set(["interrupted", "lock-lost"]);

/** Looks at everything that code sends. Texts of the session's own (savepoints) come from inside of the port. */
function guardPort(port: SessionPort, enclosing: Enclosing, checks: SqlCheck, admit: () => Promise<void>): SessionPort {
  return {
    async send(text, values) {
      await admit();
      await checks.check(text, enclosing);
      return await port.send(text, values);
    },
    async transaction(work, options) {
      await admit();
      return await port.transaction((inner) => work(guardPort(inner, enclosing ?? "part", checks, admit)), options);
    },
  };
}
