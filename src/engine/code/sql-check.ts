// Refuses what code on a SQL database may not send, before it is sent.

import { ToolError } from "../../base/errors.ts";
import type { Dialect, TableName } from "../../dialect/dialect.ts";
import { firstWords } from "../../text/first-words.ts";
import type { CodeStatement } from "./code-context.ts";

export interface SqlCheckFrame {
  readonly dialect: Dialect;
  readonly keyspace: string;
  /** Whether it may drop and truncate. */
  readonly allowsDestructive: boolean;
  /** Tidemark's own, which code leaves alone. */
  readonly historyTable: TableName | undefined;
}

/** "migration": all of it is one transaction; "part": `ctx.transaction`; undefined: none. */
export type Enclosing = "migration" | "part" | undefined;

export interface SqlCheck {
  /** What is known of a text, which is taken apart once. */
  read(text: string): Promise<CodeStatement>;
  /** @throws ToolError "step-failed" */
  check(text: string, enclosing: Enclosing): Promise<CodeStatement>;
}

const TEXTS_MAX = 1_000;
/** Ends with the transaction that it stands in. */
const SET_WITHIN = /^SET\s+(LOCAL|CONSTRAINTS|TRANSACTION)\b/i;

export function sqlCheck(frame: SqlCheckFrame): SqlCheck {
  const statements = new Map<string, Promise<CodeStatement>>();

  function read(text: string): Promise<CodeStatement> {
    const known = statements.get(text);
    if (known !== undefined) return known;
    if (statements.size === TEXTS_MAX) statements.clear();
    const reading = frame.dialect.describe(text).then((description) => ({ ...description, text }));
    statements.set(text, reading);
    return reading;
  }

  return {
    read,
    async check(text, enclosing) {
      const statement = await read(text);
      refuseCount(statement);
      refuseKnown(statement);
      refuseSession(statement, enclosing);
      refuseRemoval(statement, frame);
      refuseHistory(statement, frame);
      refuseInTransaction(statement, frame, enclosing);
      return statement;
    },
  };
}

function refuseCount({ text, count }: CodeStatement): void {
  if (count === 1) return;
  const what = count === 0 ? "an empty text" : `${count} statements in one text`;
  throw new ToolError("step-failed", `execute takes one statement, and was given ${what}: ${firstWords(text)}`);
}

function refuseSession({ text, facts }: CodeStatement, enclosing: Enclosing): void {
  if (facts.effect !== "session" || (enclosing !== undefined && SET_WITHIN.test(text.trim()))) return;
  throw new ToolError("step-failed", `the session is not the migration's to change: ${firstWords(text)}`, {
    hint: "within a transaction: SET LOCAL …; for all migrations: database.settings in the configuration",
  });
}

function refuseRemoval({ removes }: CodeStatement, { allowsDestructive }: SqlCheckFrame): void {
  if (removes === undefined || allowsDestructive) return;
  throw new ToolError("step-failed", `this migration may not remove anything, and this was not sent: ${removes}`, {
    hint: "say so in the migration if it is meant: allowDestructive: true",
  });
}

/** What is written there tells runners what to do. */
function refuseHistory({ text, writes }: CodeStatement, { historyTable, keyspace }: SqlCheckFrame): void {
  if (historyTable === undefined) return;
  const own = [historyTable.name, `${historyTable.name}_lock`];
  const home = historyTable.namespace ?? keyspace;
  if (!writes.some(({ namespace = keyspace, name }) => namespace === home && own.includes(name))) return;
  throw new ToolError("step-failed", `tidemark's own tables are not for migrations: ${firstWords(text)}`);
}

/** Some statements run in no transaction; on CockroachDB those that change the schema would end it. */
function refuseKnown({ text, refusal }: CodeStatement): void {
  if (refusal === undefined) return;
  const { message, hint } = refusal;
  throw new ToolError("step-failed", `${message}; this was not sent: ${firstWords(text)}`, { hint });
}

function refuseInTransaction({ text, facts }: CodeStatement, { dialect }: SqlCheckFrame, enclosing: Enclosing): void {
  if (enclosing === undefined || facts.effect === "session") return;
  const statement = { text, facts, span: { start: 0, end: text.length } };
  const [group] = dialect.transactionsOf?.([statement], true) ?? [0];
  if (group !== undefined) return;
  throw new ToolError("step-failed", `this cannot run in a transaction, and was not sent: ${firstWords(text)}`, {
    hint:
      enclosing === "migration"
        ? "say so in the migration: transaction: false; then each statement is by itself"
        : "send it outside of ctx.transaction",
  });
}
