// Decides which statements of one side of a migration share a transaction. Pure.
import type { Statement } from "../plan/statement.ts";
import { parseName } from "../sql/identifiers.ts";
import { mayEndTransaction, standsAlone } from "../sql/transaction-rules.ts";

export type Transactions = readonly (number | undefined)[];

/**
 * PostgreSQL: all share one, those that cannot run in one stand alone, and a statement that may use
 * a new value of an enum begins another. Not wanted: each has its own, and a procedure, which may end its transaction, none.
 */
export function postgresTransactions(statements: readonly Statement[], isWanted: boolean): Transactions {
  if (!isWanted) {
    return statements.map((statement, index) =>
      standsAlone(statement) || mayEndTransaction(statement) ? undefined : index,
    );
  }
  let transaction = 0;
  let begun: Begun = { types: new Set(), newValues: [] };
  return statements.map((statement) => {
    const isAlone = standsAlone(statement);
    if (isAlone || mayUseNewValue(begun, statement)) {
      transaction += 1;
      begun = { types: new Set(), newValues: [] };
    }
    if (isAlone) return undefined;
    noteNewValue(begun, statement);
    return transaction;
  });
}

/**
 * CockroachDB: whatever changes the schema stands alone, since it takes no other statement into its transaction back when it
 * fails; neighbours that read and write rows share one. Code may do both, and has its own.
 */
export function cockroachTransactions(statements: readonly Statement[], isWanted: boolean): Transactions {
  let transaction = 0;
  let before: string | undefined;
  return statements.map(({ facts: { kind } }) => {
    if (!TRANSACTED_KINDS.has(kind)) {
      before = kind;
      return undefined;
    }
    const isNeighbour = before !== undefined && TRANSACTED_KINDS.has(before) && !isCode(kind) && !isCode(before);
    if (before !== undefined && !(isWanted && isNeighbour)) transaction += 1;
    before = kind;
    return transaction;
  });
}

function isCode(kind: string): boolean {
  return kind === "do" || kind === "call";
}

const TRANSACTED_KINDS: ReadonlySet<string> = new Set(
  (
    "insert upsert update delete merge select values table with copy explain execute prepare deallocate declare fetch move close " +
    "set reset show savepoint release-savepoint rollback-to-savepoint do call"
  ).split(" "),
);

/** Kinds of CockroachDB's statements that may go on in a job of the schema changer, or of its own, behind the answer. */
export function isSchemaChangeJob(statementKind: string): boolean {
  return STARTS_JOB.test(statementKind);
}

const STARTS_JOB =
  /^(?:alter-(?:table|index|type.*|database|view|materialized-view|sequence|schema|function)|create-(?:index.*|table-as|materialized-view|statistics)|drop-(?:table|index.*|view|materialized-view|schema|database|type|sequence|function)|truncate|refresh-materialized-view)$/;

/** What of a transaction decides whether a statement can go on with it. */
interface Begun {
  /** Types that it makes. */
  readonly types: Set<string>;
  readonly newValues: NewValue[];
}

/** The words of a type, and of a value that a transaction adds to it. */
interface NewValue {
  readonly type: readonly string[];
  readonly value: readonly string[];
}

/**
 * PostgreSQL: until a new value of an enum is committed it cannot be used, unless the type was made in the same transaction
 * (the reference page of ALTER TYPE).
 */
function noteNewValue({ types, newValues }: Begun, { text, facts: { kind, object } }: Statement): void {
  const type = parseName(object ?? "")?.at(-1) ?? "";
  if (kind === "create-type") types.add(type);
  if (kind !== "alter-type-add-value" || types.has(type)) return;
  const [value = ""] = /(?:'[^']*')+/.exec(text) ?? [];
  newValues.push({ type: wordsOf(type), value: wordsOf(value) });
}

/** Whether the statement holds the name of such a type, or the value; another change of the type does not use it. */
function mayUseNewValue({ newValues }: Begun, { text, facts }: Statement): boolean {
  if (newValues.length === 0 || facts.kind === "alter-type-add-value") return false;
  const words = new Set(wordsOf(text));
  return newValues.some(({ type, value }) => [type, value].some((wanted) => wanted.every((word) => words.has(word))));
}

/** Runs of letters and digits, wherever they stand: in a name, in a string, in the body of a function. */
function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
