// A CREATE that fails when what it creates is there. Pure.

import type { StatementNode } from "../../../cql/ast/statement.ts";
import type { Span } from "../../../text/span.ts";
import { insertBefore, problemAt, writtenAt } from "../../cql/linted.ts";
import { wordsOfKind } from "../../cql/statement-words.ts";
import { cqlRule, type Rule } from "../../rule.ts";

export const createNoIfNotExists: Rule = cqlRule({
  name: "create-no-if-not-exists",
  level: "warn",
  check: ({ statements }) =>
    statements.flatMap((statement) => {
      const create = unguardedCreate(statement.node);
      if (create === undefined) return [];
      const name = create.name === undefined ? "" : ` ${writtenAt(statement, create.name)}`;
      const message = `\`${create.words}${name}\` fails when it is there, as after a run that was cut off`;
      const place = create.name ?? statement.node;
      const title = "write IF NOT EXISTS";
      const fix = create.name && insertBefore(statement, create.name, "IF NOT EXISTS", title);
      return [problemAt(statement, place, message, `write \`${create.words} IF NOT EXISTS${name}\``, fix)];
    }),
});

interface UnguardedCreate {
  readonly words: string;
  /** An index may have none. */
  readonly name: Span | undefined;
}

function unguardedCreate(node: StatementNode): UnguardedCreate | undefined {
  switch (node.kind) {
    case "create-keyspace":
    case "create-table":
    case "create-type":
    case "create-materialized-view":
    case "create-trigger":
      return node.ifNotExists ? undefined : { words: wordsOfKind(node.kind), name: node.name };
    case "create-index": {
      const words = node.isCustom ? "CREATE CUSTOM INDEX" : "CREATE INDEX";
      return node.ifNotExists ? undefined : { words, name: node.name };
    }
    case "create-function":
    case "create-aggregate":
      return node.ifNotExists || node.orReplace ? undefined : { words: wordsOfKind(node.kind), name: node.name };
    case "create-role":
    case "create-user":
      return node.isGuarded ? undefined : { words: wordsOfKind(node.kind), name: node.name };
    default:
      return undefined;
  }
}
