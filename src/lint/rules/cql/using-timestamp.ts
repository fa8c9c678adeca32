// A write that says itself how old it is. Pure.
import type { UsingClause } from "../../../cql/ast/dml.ts";
import type { Term } from "../../../cql/ast/term.ts";
import { type CqlStatement, problemAt } from "../../cql/linted.ts";
import { cqlRule, type Problem, type Rule } from "../../rule.ts";

export const usingTimestamp: Rule = cqlRule({
  name: "using-timestamp",
  level: "warn",
  on: {
    insert: (statement) => check(statement, statement.node.using),
    "insert-json": (statement) => check(statement, statement.node.using),
    update: (statement) => check(statement, statement.node.using),
    delete: (statement) => check(statement, statement.node.using),
    batch: (statement) => check(statement, statement.node.using),
    "alter-table": checkDrop,
  },
});

const HINT = "take it away: each statement gets the time at which it runs";

function check(statement: CqlStatement, { timestamp }: UsingClause): readonly Problem[] {
  return timestamp === undefined ? [] : [problemAt(statement, timestamp, describeWrite(timestamp), HINT)];
}

const WRITES: Readonly<Record<Era, string>> = {
  past: "in microseconds this is before 1974: it loses against whatever was written since, without a word",
  future: "in microseconds this is after 2286: no later write and no delete of the row shows any more",
  present:
    "the number decides what wins: it loses without a word against what was written later, and hides what is written with an earlier time",
};

function describeWrite(term: Term): string {
  return WRITES[term.kind === "literal" ? eraOf(term.value) : "present"];
}

/** What is older than the drop stays away when the column is added again (AlterTableStatement of Cassandra 3.11–5.0). */
function checkDrop(
  statement: CqlStatement<Extract<CqlStatement["node"], { readonly kind: "alter-table" }>>,
): readonly Problem[] {
  const { action, end } = statement.node;
  if (action.kind !== "drop" || action.timestamp === undefined) return [];
  // Nothing stands behind it.
  const place = { start: end - action.timestamp.length, end };
  return [problemAt(statement, place, DROPS[eraOf(action.timestamp)], HINT)];
}

const DROPS: Readonly<Record<Era, string>> = {
  past: "in microseconds this is before 1974: all that the column holds comes back when it is added again",
  future:
    "in microseconds this is after 2286: whatever is written into the column once it is added again does not show",
  present: "the number decides what of the column comes back when it is added again",
};

type Era = "past" | "present" | "future";

/** Microseconds since 1970 have 16 digits from 2001 to 2286. */
function eraOf(micros: string): Era {
  const [, digits = ""] = /^-?0*(\d+)$/.exec(micros) ?? [];
  if (micros.startsWith("-") || digits.length < 15) return "past";
  return digits.length > 16 ? "future" : "present";
}
