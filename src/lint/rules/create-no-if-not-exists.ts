// A CREATE that fails when what it creates is there. Pure.
import type { StatementNode } from "../../cql/ast/statement.ts";
import type { Span } from "../../text/span.ts";
import { problemAt, type Rule, writtenAt } from "../rule.ts";
import { wordsOfKind } from "../statement-words.ts";

export const createNoIfNotExists: Rule = {
  name: "create-no-if-not-exists",
  severity: "warn",
  isDestructive: false,
  isWholeStory: false,
  check: ({ statements }) =>
    statements.flatMap((statement) => {
      const create = unguardedCreate(statement.node);
      if (create === undefined) return [];
      const name = create.name === undefined ? "" : ` ${writtenAt(statement, create.name)}`;
      const message = `\`${create.words}${name}\` fails when it is there, as after a run that was cut off`;
      const place = create.name ?? statement.node;
      return [problemAt(statement, place, message, `write \`${create.words} IF NOT EXISTS${name}\``)];
    }),
};

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
