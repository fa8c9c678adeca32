// Makes a session of a port, which sends statements and keeps transactions. Pure.
//
// Calls wait for each other, and a transaction is one of them. Whoever uses a session within its own transaction would wait for
// himself: that is an error.
import { ToolError } from "../../base/errors.ts";
import { refuseUnknownOptions } from "../../base/refuse-unknown-options.ts";
import type {
  DropTableOptions,
  SelectOptions,
  SqlName,
  SqlRow,
  SqlSession,
  SqlTransactionOptions,
} from "../session.ts";
import { transactionControlOf } from "./control-words.ts";
import { insertTexts } from "./insert-texts.ts";
import { quoteTable } from "./names.ts";
import { selectText } from "./select-text.ts";
import { takeTurns } from "./turns.ts";
import { withCaller } from "./with-caller.ts";

export interface SessionPort {
  /** @throws ToolError */
  send(text: string, values: readonly unknown[]): Promise<readonly SqlRow[]>;
  /** Calls `work` between BEGIN and COMMIT, or SAVEPOINT and RELEASE; more than once, perhaps. */
  transaction<Result>(work: (inner: SessionPort) => Promise<Result>, options: SqlTransactionOptions): Promise<Result>;
}

/** Knows, through every await, in which works a call is made. */
export interface SessionScopes {
  run<Result>(scope: object, work: () => Promise<Result>): Promise<Result>;
  isWithin(scope: object): boolean;
}

export interface OpenedSession {
  readonly session: SqlSession;
  /** Waits for calls that nobody awaited. @returns what those failed with */
  settle(): Promise<readonly unknown[]>;
  /** Keeps the session from other calls while `work` runs, as its transactions do. */
  occupy<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Whether whoever asks is within a transaction of the session. */
  isWithin(): boolean;
  /** Whether a call is under way. */
  isBusy(): boolean;
  /**
   * Waits for calls that nobody awaited; afterwards every call is refused.
   * @returns what those failed with
   */
  close(reason: string): Promise<readonly unknown[]>;
}

const ATTEMPTS_MAX = 1_000;

export function openSession(port: SessionPort, scopes: SessionScopes): OpenedSession {
  const turns = takeTurns();
  /** Of the transaction under way. */
  let inner: object | undefined;
  let closed: string | undefined;

  function isWithin(): boolean {
    return inner !== undefined && scopes.isWithin(inner);
  }

  async function call<Result>(work: () => Promise<Result>): Promise<Result> {
    if (closed !== undefined) throw new ToolError("step-failed", closed, { hint: "await every call of the session" });
    if (isWithin()) {
      throw new ToolError("step-failed", "this session waits for the transaction that it is used in", {
        hint: "use the session that the function of the transaction is given",
      });
    }
    const caller = new Error();
    try {
      return await turns.take(work);
    } catch (error) {
      throw withCaller(error, caller);
    }
  }

  async function transact<Result>(
    work: (session: SqlSession) => Promise<Result>,
    options: SqlTransactionOptions,
  ): Promise<Result> {
    return await port.transaction(async (innerPort) => {
      const { session, close } = openSession(innerPort, scopes);
      try {
        const result = await within(() => work(session));
        const [failure] = await close(ENDED);
        if (failure !== undefined) throw failure;
        return result;
      } finally {
        await close(ENDED);
      }
    }, options);
  }

  async function within<Result>(work: () => Promise<Result>): Promise<Result> {
    const scope = {};
    inner = scope;
    try {
      return await scopes.run(scope, work);
    } finally {
      inner = undefined;
    }
  }

  async function insert(table: SqlName, rows: SqlRow | readonly SqlRow[]): Promise<readonly SqlRow[]> {
    const texts = insertTexts(table, rows);
    const [only] = texts;
    if (only === undefined) return [];
    if (texts.length === 1) return await port.send(only.text, only.values);
    return await port.transaction(async (inside) => {
      const stored: SqlRow[] = [];
      for (const { text, values } of texts) for (const row of await inside.send(text, values)) stored.push(row);
      return stored;
    }, {});
  }

  return {
    session: {
      execute: <R>(text: string, values: readonly unknown[] = []) =>
        call(async () => {
          refuseText(text);
          refuseValues(values);
          return await port.send(text, values);
        }) as Promise<readonly R[]>,
      select: <R>(table: SqlName, options?: SelectOptions) =>
        call(async () => {
          const { text, values } = selectText(table, options);
          return await port.send(text, values);
        }) as Promise<readonly R[]>,
      insert: <R>(table: SqlName, rows: SqlRow | readonly SqlRow[]) =>
        call(() => insert(table, rows)) as Promise<readonly R[]>,
      transaction: (work, options = {}) =>
        call(async () => {
          refuseTransactionOptions(options);
          return await transact(work, options);
        }),
      dropTable: (table: SqlName, options: DropTableOptions = {}) =>
        call(async () => {
          refuseUnknownOptions("dropTable", options, ["ifExists"]);
          await port.send(`DROP TABLE ${options.ifExists === true ? "IF EXISTS " : ""}${quoteTable(table)}`, []);
        }),
    },
    settle: turns.settle,
    occupy: (work) => call(() => within(work)),
    isWithin,
    isBusy: turns.isBusy,
    async close(reason) {
      const failures = await turns.settle();
      closed = reason;
      return failures;
    },
  };
}

const ENDED = "the transaction has ended, and a call of its session came later";

/** @throws ToolError */
function refuseText(text: string): void {
  if (typeof text !== "string" || text.trim() === "")
    throw new ToolError("usage", "execute takes the text of a statement");
  const control = transactionControlOf(text);
  if (control === undefined) return;
  throw new ToolError("step-failed", `${control} is not for execute: a session keeps its transactions itself`, {
    hint: "use transaction(async (session) => { … }); within a transaction it is a savepoint; what is thrown undoes it",
  });
}

/** @throws ToolError */
export function refuseValues(values: readonly unknown[]): void {
  if (!Array.isArray(values)) {
    throw new ToolError("usage", "the values of a statement are a list, for $1, $2, and so on");
  }
  const index = values.indexOf(undefined);
  if (index !== -1)
    throw new ToolError("usage", `the value of $${index + 1} is undefined`, { hint: "give null, or a value" });
}

/** @throws ToolError */
function refuseTransactionOptions(options: SqlTransactionOptions): void {
  refuseUnknownOptions("transaction", options, ["attempts", "isolation"]);
  const { attempts, isolation } = options;
  if (attempts !== undefined && !(Number.isInteger(attempts) && attempts >= 1 && attempts <= ATTEMPTS_MAX)) {
    throw new ToolError("usage", `\`attempts\` must be from 1 to ${ATTEMPTS_MAX}, found ${String(attempts)}`);
  }
  if (isolation !== undefined && !["read committed", "repeatable read", "serializable"].includes(isolation)) {
    throw new ToolError("usage", `\`isolation\` cannot be ${JSON.stringify(isolation)}`, {
      hint: "read committed, repeatable read, or serializable",
    });
  }
}
