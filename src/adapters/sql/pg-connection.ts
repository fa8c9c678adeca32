// A connection over `pg`: all statements of a pipeline are written at once, with one Sync behind them, and their answers are
// told apart by counting.
import { setTimeout as sleep } from "node:timers/promises";
import type { Client, ClientConfig } from "pg";
import { messageOf } from "../../base/errors.ts";
import { collectAnswers } from "./collect-answers.ts";
import type { PipelineEnd, SqlConnection, SqlFailure, SqlNotice, SqlStatement } from "./connection.ts";
import { isEndOfSession } from "./session-end.ts";

/** How long a server is waited for that does not hang up. */
const CLOSE_MS = 2_000;
/** What the protocol can count (Bind: 16 bits). */
const VALUES_MAX = 65_535;

/** @throws what `pg` throws: a `DatabaseError` of the server, or an error of the socket */
export async function openPgConnection(config: ClientConfig): Promise<SqlConnection> {
  const { default: pg } = await import("pg");
  const client = new pg.Client(config);
  let isLost = false;
  let current: Conversation | undefined;
  // Without a listener it would end the process.
  client.on("error", () => {
    isLost = true;
  });
  client.on("end", () => {
    isLost = true;
  });
  client.on("notice", (notice) => current?.takeNotice(readNotice(notice)));
  try {
    await client.connect();
  } catch (error) {
    void close(client);
    throw error;
  }

  function converse(statements: readonly SqlStatement[]): Promise<PipelineEnd> {
    const prepared = prepareStatements(statements, prepareValueOf(pg));
    if ("failure" in prepared) return Promise.resolve({ results: [], failure: prepared.failure });
    return new Promise((resolve) => {
      const conversation = startConversation(prepared.statements, (end) => {
        if (end.failure?.kind === "lost") isLost = true;
        if (current === conversation) current = undefined;
        resolve(end);
      });
      current = conversation;
      client.query(conversation);
    });
  }

  let last: Promise<unknown> = Promise.resolve();
  return {
    async pipeline(statements) {
      const turn = last.then(() => {
        if (statements.length === 0) return { results: [], failure: undefined };
        return isLost ? { results: [], failure: LOST } : converse(statements);
      });
      last = turn;
      return turn;
    },
    get isLost() {
      return isLost;
    },
    async close() {
      isLost = true;
      await close(client);
    },
  };
}

const LOST: SqlFailure = { kind: "lost", message: "the connection was lost" };

async function close(client: Client): Promise<void> {
  const stop = new AbortController();
  const isEnded = await Promise.race([
    client.end().then(
      () => true,
      () => false,
    ),
    sleep(CLOSE_MS, false, { signal: stop.signal }).catch(() => false),
  ]);
  stop.abort();
  if (!isEnded) streamOf(client)?.destroy();
}

interface Stream {
  readonly cork: () => void;
  readonly uncork: () => void;
  readonly destroy: () => void;
}

/** Of the parts of `pg` that have no types: the socket of a client. */
function streamOf(client: object): Stream | undefined {
  return (client as { readonly connection?: { readonly stream?: Stream } }).connection?.stream;
}

type PrepareValue = (value: unknown) => unknown;

export function prepareValueOf(pg: object): PrepareValue {
  return (pg as { readonly utils: { readonly prepareValue: PrepareValue } }).utils.prepareValue;
}

interface Prepared {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly isTimed: boolean;
  readonly ignoresRows: boolean;
}

/** Values become what is sent before anything is, so that one which cannot leaves nothing half written. */
export function prepareStatements(
  statements: readonly SqlStatement[],
  prepareValue: PrepareValue,
): { readonly statements: readonly Prepared[] } | { readonly failure: SqlFailure } {
  try {
    return {
      statements: statements.map(({ text, values = [], isTimed = false, ignoresRows = false }) => {
        // It ends a text in the protocol: what comes after it would be read as something else.
        if (text.includes("\0")) throw new Error("a statement holds a NUL character, which SQL does not know");
        if (values.length > VALUES_MAX) throw new Error(`a statement has more than ${VALUES_MAX} values`);
        return { text, values: values.map(prepareValue), isTimed, ignoresRows };
      }),
    };
  } catch (error) {
    return { failure: { kind: "refused", message: messageOf(error), cause: error } };
  }
}

/** What `pg` gives a submittable to write with. */
interface Wire {
  readonly stream: Stream;
  parse(message: { readonly text: string }): void;
  bind(message: { readonly values: readonly unknown[] }): void;
  describe(message: { readonly type: "P" }): void;
  execute(message: Record<string, never>): void;
  flush(): void;
  sync(): void;
  sendCopyFail(reason: string): void;
}

interface Field {
  readonly name: string;
  readonly dataTypeID: number;
}

/** What `pg` calls while it is the query under way: its names. */
interface Conversation {
  submit(wire: unknown): undefined;
  handleRowDescription(message: { readonly fields: readonly Field[] }): void;
  handleDataRow(message: { readonly fields: readonly (string | null)[] }): void;
  handleCommandComplete(message: { readonly text: string }): void;
  handleEmptyQuery(): void;
  handleCopyInResponse(wire: unknown): void;
  handleCopyData(): void;
  handlePortalSuspended(): void;
  handleError(error: Error): void;
  handleReadyForQuery(): void;
  takeNotice(notice: SqlNotice): void;
}

function startConversation(statements: readonly Prepared[], done: (end: PipelineEnd) => void): Conversation {
  const { results, complete, takeColumns, takeRow, takeNotice } = collectAnswers(statements);
  return {
    submit(given) {
      const wire = given as Wire;
      wire.stream.cork();
      try {
        for (const { text, values, isTimed } of statements) {
          wire.parse({ text });
          wire.bind({ values });
          wire.describe({ type: "P" });
          wire.execute({});
          if (isTimed) wire.flush();
        }
        wire.sync();
      } finally {
        wire.stream.uncork();
      }
      return undefined;
    },
    handleRowDescription: ({ fields }) => takeColumns(fields),
    handleDataRow: ({ fields }) => takeRow(fields),
    handleCommandComplete: ({ text }) => complete(text),
    handleEmptyQuery: () => complete(undefined),
    handleCopyInResponse(given) {
      // The server waits for rows. When more of the pipeline follows, that is what it takes for the end of them; a Sync it skips.
      if (results.length < statements.length - 1) return;
      const wire = given as Wire;
      wire.sendCopyFail("rows from a client are not supported here");
      wire.sync();
    },
    handleCopyData() {},
    handlePortalSuspended() {},
    handleError(error) {
      done({ results, failure: readServerFailure(error) });
    },
    handleReadyForQuery() {
      done({ results, failure: undefined });
    },
    takeNotice,
  };
}

/** What the server says of an error, in the words of `pg`. */
export interface ServerError {
  readonly message: string;
  readonly severity?: string | undefined;
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
  readonly where?: string | undefined;
  readonly hint?: string | undefined;
  readonly position?: string | undefined;
  readonly constraint?: string | undefined;
  readonly table?: string | undefined;
}

export function readServerFailure(error: Error): SqlFailure {
  const { message, severity, code, detail, hint, position, where, constraint, table }: ServerError = error;
  if (severity === undefined) return { kind: "lost", message: "the connection was lost", cause: error };
  const kind = isEndOfSession({ severity, code }) ? "lost" : "refused";
  const place = position === undefined ? undefined : Number(position);
  return { kind, message, code, detail, hint, position: place, context: where, constraint, table, cause: error };
}

/** The severity is in the language of the server; the class of the code is in none. */
export function readNotice(
  notice: { readonly [Key in "message" | "severity" | "code"]?: string | undefined },
): SqlNotice {
  const { message, severity, code } = notice;
  const isWarning = code?.startsWith("01") === true;
  return { message: message ?? "", code: code ?? "00000", severity: isWarning ? "WARNING" : (severity ?? "NOTICE") };
}
