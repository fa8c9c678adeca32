// A connection to the embedded PostgreSQL. All of them share its one backend: a call waits for those of others, and while one
// connection has a transaction open, the others wait until that has ended.
import { setImmediate } from "node:timers/promises";
import type { messages } from "@electric-sql/pglite";
import { collectAnswers } from "./collect-answers.ts";
import type { PipelineEnd, SqlConnection, SqlFailure, SqlStatement } from "./connection.ts";
import { prepareStatements, prepareValueOf, readNotice, readServerFailure } from "./pg-connection.ts";
import type { PgliteInstance } from "./pglite-instance.ts";

/** The one backend, and who has it. */
export interface PgliteBackend {
  readonly instance: PgliteInstance;
  /** Returns once `user` has the backend for itself. */
  take(user: object): Promise<void>;
  giveBack(): void;
  /** Closed, or broken down. */
  readonly isEnded: boolean;
  /** Whoever waits for it hears that it is. */
  end(): void;
}

/** A statement blocks the event loop; between two of them others get their turn after so long. */
const BREATH_MS = 20;
const LOST: SqlFailure = { kind: "lost", message: "the embedded database is closed" };
const NO_ROWS_FROM_CLIENT = "rows from a client are not supported here";

export function pgliteBackend(instance: PgliteInstance): PgliteBackend {
  let owner: object | undefined;
  const waiting: { readonly user: object; readonly go: () => void }[] = [];
  let isEnded = false;
  function giveBack(): void {
    const next = waiting.shift();
    owner = next?.user;
    next?.go();
  }
  return {
    instance,
    get isEnded() {
      return isEnded;
    },
    end() {
      isEnded = true;
      giveBack();
    },
    take(user) {
      if (owner === undefined) owner = user;
      if (owner === user) return Promise.resolve();
      return new Promise((go) => waiting.push({ user, go }));
    },
    giveBack,
  };
}

export async function openPgliteConnection(backend: PgliteBackend): Promise<SqlConnection> {
  const { default: pg } = await import("pg");
  const self = {};
  let isClosed = false;
  let isInTransaction = false;
  let last: Promise<unknown> = Promise.resolve();

  async function inTurn(statements: readonly SqlStatement[]): Promise<PipelineEnd> {
    const prepared = prepareStatements(statements, prepareValueOf(pg));
    if ("failure" in prepared) return { results: [], failure: prepared.failure };
    await backend.take(self);
    try {
      if (backend.isEnded) return { results: [], failure: LOST };
      const { status, ...end } = await converse(backend.instance, prepared.statements);
      isInTransaction = status !== "I";
      return end;
    } catch (cause) {
      backend.end();
      return { results: [], failure: { kind: "lost", message: "the embedded database broke down", cause } };
    } finally {
      if (!isInTransaction || backend.isEnded) backend.giveBack();
    }
  }

  function pipeline(statements: readonly SqlStatement[]): Promise<PipelineEnd> {
    const turn = last.then(() => {
      if (statements.length === 0) return { results: [], failure: undefined };
      return isClosed || backend.isEnded ? { results: [], failure: LOST } : inTurn(statements);
    });
    last = turn;
    return turn;
  }

  return {
    pipeline,
    get isLost() {
      return isClosed || backend.isEnded;
    },
    async close() {
      await last;
      // A server would undo what a connection leaves behind; here the next one would find itself within it.
      if (isInTransaction && !backend.isEnded) await pipeline([{ text: "ROLLBACK" }]);
      isClosed = true;
    },
  };
}

interface Conversation extends PipelineEnd {
  /** "I": no transaction is open. */
  readonly status: string;
}

type Prepared = Extract<ReturnType<typeof prepareStatements>, { readonly statements: unknown }>["statements"];

async function converse(instance: PgliteInstance, statements: Prepared): Promise<Conversation> {
  const { serialize } = instance;
  const collector = collectAnswers(statements);
  let failure: SqlFailure | undefined;
  let breathedMs = performance.now();
  for (const { text, values } of statements) {
    const request = Buffer.concat([
      serialize.parse({ text }),
      serialize.bind({ values: values as (string | Uint8Array | null)[] }),
      serialize.describe({ type: "P" }),
      serialize.execute(),
      // The end of a COPY that waits for rows, and of no meaning to anything else: PGlite would wait for ever.
      serialize.copyFail(NO_ROWS_FROM_CLIENT),
    ]);
    const doneBefore = collector.results.length;
    failure = readAnswers(await instance.exchange(request), collector);
    if (failure !== undefined) break;
    if (collector.results.length === doneBefore) throw new Error("a statement was not answered");
    if (performance.now() - breathedMs > BREATH_MS) {
      await setImmediate();
      breathedMs = performance.now();
    }
  }
  const end = await instance.exchange(serialize.sync());
  // What is checked last, as deferred constraints are, fails here where no transaction was opened.
  failure ??= readAnswers(end, collector);
  const ready = end.find(({ name }) => name === "readyForQuery") as messages.ReadyForQueryMessage | undefined;
  if (ready === undefined || failure?.kind === "lost") throw new Error("PostgreSQL has ended");
  return { results: collector.results, failure, status: ready.status };
}

function readAnswers(
  answers: readonly messages.BackendMessage[],
  collector: ReturnType<typeof collectAnswers>,
): SqlFailure | undefined {
  for (const answer of answers) {
    switch (answer.name) {
      case "rowDescription":
        collector.takeColumns((answer as messages.RowDescriptionMessage).fields);
        break;
      case "dataRow":
        collector.takeRow((answer as messages.DataRowMessage).fields);
        break;
      case "notice":
        collector.takeNotice(readNotice(answer as messages.NoticeMessage));
        break;
      case "commandComplete":
        collector.complete((answer as messages.CommandCompleteMessage).text);
        break;
      case "emptyQuery":
        collector.complete(undefined);
        break;
      case "error":
        return readServerFailure(answer as messages.DatabaseError);
      default:
    }
  }
  return undefined;
}
