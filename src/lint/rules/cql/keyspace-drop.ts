// A keyspace, and all that is in it, that a migration throws away. Pure.
import { type CqlStatement, problemAt, writtenAt } from "../../cql/linted.ts";
import { cqlRule, type Rule } from "../../rule.ts";

export const keyspaceDrop: Rule = cqlRule({
  name: "keyspace-drop",
  level: "error",
  isDestructive: true,
  on: {
    "drop-keyspace"(statement) {
      const { node, side } = statement;
      const keyspace = writtenAt(statement, node.name);
      if (node.name.name === side.keyspace) {
        const message = `dropping \`${keyspace}\` throws away every table in it, and the history of all migrations with them, unless that is kept elsewhere`;
        return [
          problemAt(statement, node.name, message, "leave the keyspace that migrations run in to whoever sets it up"),
        ];
      }
      if (side.direction === "down" || isMadeHere(statement, node.name.name)) return [];
      const message = `dropping \`${keyspace}\` throws away every row of every table in it for good`;
      const hint = "once nothing uses it any more, say so at the head of the file: `-- @allow-destructive`";
      return [problemAt(statement, node.name, message, hint)];
    },
  },
});

/** With IF NOT EXISTS it may have been there before. */
function isMadeHere({ side, index }: CqlStatement, name: string): boolean {
  return side.statements
    .slice(0, index)
    .some(({ node }) => node.kind === "create-keyspace" && !node.ifNotExists && node.name.name === name);
}
