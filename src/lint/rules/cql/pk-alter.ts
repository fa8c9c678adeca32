// A change of a table's primary key, which no server makes. Pure.
import { nextToken } from "../../../cql/lexer.ts";
import type { Token } from "../../../cql/token.ts";
import { isWord } from "../../../cql/token-run.ts";
import type { Span } from "../../../text/span.ts";
import { type CqlStatement, problemAt, writtenAt } from "../../cql/linted.ts";
import { cqlRule, type Rule } from "../../rule.ts";

const HINT = "make a table with the key that is wanted, copy the rows, and move readers and writers over";

export const pkAlter: Rule = cqlRule({
  name: "pk-alter",
  level: "error",
  isWholeStory: true,
  on: {
    "alter-table": (statement) =>
      changedKeyColumns(statement).map((column) => {
        const message = `\`${writtenAt(statement, column)}\` is part of the primary key, which cannot be changed once the table is there`;
        return problemAt(statement, column, message, HINT);
      }),
    opaque: (statement) =>
      writtenKeys(statement).map((words) =>
        problemAt(statement, words, "the primary key cannot be changed once the table is there", HINT),
      ),
  },
});

type Of<Kind extends CqlStatement["node"]["kind"]> = CqlStatement<
  Extract<CqlStatement["node"], { readonly kind: Kind }>
>;

/** Columns of the key that are dropped or get another type; they may be renamed. Of a table that is not known, none. */
function changedKeyColumns({ node: { action }, trial }: Of<"alter-table">): readonly Span[] {
  const isKey = ({ name }: { readonly name: string }): boolean => trial.table?.keyColumns.has(name) === true;
  if (action.kind === "drop") return action.columns.filter(isKey);
  // ScyllaDB takes a type that reads the values of the one before.
  return action.kind === "alter-type" && isKey(action.column) && trial.refusals.length > 0 ? [action.column] : [];
}

/** `PRIMARY KEY` in an ALTER TABLE: no grammar has it there, so that the statement is not understood. */
function writtenKeys({ node, side: { text } }: Of<"opaque">): readonly Span[] {
  const tokens: Token[] = [];
  for (let token = nextToken(text, node.start, node.end); token.kind !== "end"; ) {
    if (token.kind !== "comment") tokens.push(token);
    token = nextToken(text, token.end, node.end);
  }
  if (!isWord(text, tokens[0], "ALTER") || !isWord(text, tokens[1], "TABLE")) return [];
  for (const [index, { start }] of tokens.entries()) {
    const next = tokens[index + 1];
    if (next !== undefined && isWord(text, tokens[index], "PRIMARY") && isWord(text, next, "KEY")) {
      return [{ start, end: next.end }];
    }
  }
  return [];
}
