// An index of the class SASI, which Cassandra has only to try. Pure.
import { since } from "../../../cql/capabilities.ts";
import { nextToken } from "../../../cql/lexer.ts";
import { indexImplementation } from "../../../cql/simulate/index-class.ts";
import { isWord } from "../../../cql/token-run.ts";
import type { Span } from "../../../text/span.ts";
import { type CqlStatement, problemAt } from "../../cql/linted.ts";
import { cqlRule, type Rule } from "../../rule.ts";

export const sasiIndex: Rule = cqlRule({
  name: "sasi-index",
  level: "warn",
  on: {
    "create-index"(statement) {
      const { node, side, trial } = statement;
      const { capabilities } = side;
      const isSasi = node.using !== undefined && indexImplementation(node.using, capabilities) === "sasi";
      if (!isSasi || trial.refusals.length > 0) return [];
      const message = `SASI indexes are experimental${since(capabilities, "4.0") ? ", and switched off on servers unless an operator allows them" : ""}`;
      const hint = since(capabilities, "5.0")
        ? "make a storage-attached index: `USING 'sai'`"
        : "make a table with a key that fits the read, or leave searching to a search engine";
      return [problemAt(statement, classOf(statement), message, hint)];
    },
  },
});

/** The class behind USING. */
function classOf({ node, side: { text } }: CqlStatement): Span {
  let isBehindUsing = false;
  for (let token = nextToken(text, node.start, node.end); token.kind !== "end"; ) {
    if (isBehindUsing && token.kind !== "comment") return token;
    if (isWord(text, token, "USING")) isBehindUsing = true;
    token = nextToken(text, token.end, node.end);
  }
  return node;
}
