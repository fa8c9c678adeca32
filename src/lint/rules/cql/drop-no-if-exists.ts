// A DROP that fails when what it drops is not there. Pure.

import type { StatementNode } from "../../../cql/ast/statement.ts";
import type { Span } from "../../../text/span.ts";
import { insertBefore, problemAt, writtenAt } from "../../cql/linted.ts";
import { wordsOfKind } from "../../cql/statement-words.ts";
import { cqlRule, type Rule } from "../../rule.ts";

export const dropNoIfExists: Rule = cqlRule({
  name: "drop-no-if-exists",
  level: "error",
  check: ({ statements }) =>
    statements.flatMap((statement) => {
      const drop = unguardedDrop(statement.node);
      if (drop === undefined) return [];
      const name = writtenAt(statement, drop.name);
      const message = `\`${drop.words} ${name}\` fails when \`${name}\` is not there, as after a run that was cut off`;
      // With the arguments of a function, which tell it from others of its name.
      const rest = writtenAt(statement, { start: drop.name.start, end: statement.node.end });
      const fix = insertBefore(statement, drop.name, "IF EXISTS", "write IF EXISTS");
      return [problemAt(statement, drop.name, message, `write \`${drop.words} IF EXISTS ${rest}\``, fix)];
    }),
});

interface UnguardedDrop {
  readonly words: string;
  readonly name: Span;
}

/** Columns are no objects: dropping them is `column-drop`'s. */
function unguardedDrop(node: StatementNode): UnguardedDrop | undefined {
  switch (node.kind) {
    case "drop-keyspace":
    case "drop-table":
    case "drop-type":
    case "drop-index":
    case "drop-materialized-view":
    case "drop-function":
    case "drop-aggregate":
    case "drop-trigger":
    case "drop-role":
    case "drop-user":
      return node.ifExists ? undefined : { words: wordsOfKind(node.kind), name: node.name };
    default:
      return undefined;
  }
}
