// Keys and indexes by which all new rows go to one range. Pure.
import { readIndexPlace } from "../../../sql/look/index-place.ts";
import { type TokenRun, textAt, tokenAt, tokensFrom } from "../../../sql/token-run.ts";
import { cockroachRule, type Problem, type Rule } from "../../rule.ts";
import { findInRange, type TokenRange } from "../../sql/altered-table.ts";
import { problemAt, type SqlStatement } from "../../sql/linted.ts";
import { makerOf } from "../../sql/maker-of.ts";
import { calledAt, nameAt } from "../../sql/name-at.ts";
import { type ColumnElement, readTableElements } from "../../sql/table-elements.ts";

export const sequentialKey: Rule = cockroachRule({
  name: "sequential-key",
  level: "warn",
  on: {
    "create-table"(statement) {
      const { tokens } = statement;
      const { columns, others } = readTableElements(tokens);
      const growing = growingAmong(tokens, columns);
      const inColumns = columns.flatMap((column) => {
        const growth = growing.get(column.name);
        const isKey = findInRange(tokens, column, "PRIMARY", "KEY") !== undefined && !isHashed(tokens, column);
        return growth !== undefined && isKey ? [problemOf(statement, column.start, "a primary key", growth)] : [];
      });
      const inOthers = others.flatMap((element) => problemOfIndex(statement, element, growing));
      return [...inColumns, ...inOthers];
    },
    "create-index"(statement) {
      const { tokens } = statement;
      const place = readIndexPlace(tokens);
      const maker = place && makerOf(statement, place.relation);
      if (maker === undefined || maker.facts.kind !== "create-table") return [];
      const growing = growingAmong(maker.tokens, readTableElements(maker.tokens).columns);
      return problemOfIndex(statement, { start: 1, end: Number.MAX_SAFE_INTEGER }, growing);
    },
  },
});

type Growth = "counts" | "time";

const COUNTS = /^(?:BIG|SMALL)?SERIAL[248]?$/;
const TIMES: ReadonlySet<string> = new Set(["TIMESTAMP", "TIMESTAMPTZ", "DATE"]);
/** `unique_rowid()` begins with the time. */
const COUNTERS: ReadonlySet<string> = new Set(["nextval", "unique_rowid"]);

/** The columns whose values grow from row to row. */
function growingAmong(tokens: TokenRun, columns: readonly ColumnElement[]): ReadonlyMap<string, Growth> {
  const growing = new Map<string, Growth>();
  for (const column of columns) {
    const given = findInRange(tokens, column, "DEFAULT");
    const isCounter = given !== undefined && COUNTERS.has(calledAt(tokens, given + 1));
    if (COUNTS.test(column.type) || isCounter || findInRange(tokens, column, "AS", "IDENTITY") !== undefined)
      growing.set(column.name, "counts");
    else if (TIMES.has(column.type) && textAt(tokens, column.start + 2) !== "[") growing.set(column.name, "time");
  }
  return growing;
}

/** Of `PRIMARY KEY (a, …)`, `INDEX i (a, …)`, `UNIQUE (a, …)` and what stands behind CREATE. */
function problemOfIndex(
  statement: SqlStatement,
  element: TokenRange,
  growing: ReadonlyMap<string, Growth>,
): readonly Problem[] {
  const { tokens } = statement;
  const isKey = findInRange(tokens, element, "PRIMARY", "KEY") !== undefined;
  const isIndex = INDEXES.some((word) => findInRange(tokens, element, word) !== undefined);
  if ((!isKey && !isIndex) || isHashed(tokens, element)) return [];
  const open = openIn(tokens, element);
  if (open === undefined) return [];
  const growth = growing.get(nameAt(tokens, open + 1));
  return growth === undefined ? [] : [problemOf(statement, open + 1, isKey ? "a primary key" : "an index", growth)];
}

const INDEXES: readonly string[] = ["INDEX", "UNIQUE"];

function isHashed(tokens: TokenRun, range: TokenRange): boolean {
  return findInRange(tokens, range, "USING", "HASH") !== undefined;
}

function openIn(tokens: TokenRun, { start, end }: TokenRange): number | undefined {
  for (const { token, index } of tokensFrom(tokens, start)) {
    if (index >= end) return undefined;
    if (token.kind === "(") return index;
  }
  return undefined;
}

function problemOf(statement: SqlStatement, index: number, what: string, growth: Growth): Problem {
  const { start, end } = tokenAt(statement.tokens, index);
  const written = statement.text.slice(start, end);
  const how = growth === "time" ? `begins with the time \`${written}\`` : `counts up by \`${written}\``;
  const message = `${what} that ${how} sends all new rows to one range, and so to one node`;
  const hint =
    what === "a primary key"
      ? "use `UUID DEFAULT gen_random_uuid()`, or hash the key into buckets: `USING HASH`"
      : "hash it into buckets: `USING HASH`, or begin it with another column";
  return problemAt(statement, { start, end }, message, hint);
}
