// A USE, which moves whatever stands below it into another keyspace. Pure.
import { problemAt, writtenAt } from "../../cql/linted.ts";
import { cqlRule, type Rule } from "../../rule.ts";
import { isWrittenByVariable } from "../../written-by-variable.ts";

export const useStatement: Rule = cqlRule({
  name: "use-statement",
  level: "warn",
  on: {
    use(statement) {
      const { keyspace } = statement.node;
      if (isWrittenByVariable(statement.side, keyspace)) return [];
      const name = writtenAt(statement, keyspace);
      if (keyspace.name === statement.side.keyspace) {
        const message = `USE ties the file to the keyspace \`${name}\`, where it stands anyway`;
        return [problemAt(statement, keyspace, message, "take it away: it is the managed keyspace")];
      }
      const message = `USE moves what stands below it to the keyspace \`${name}\`, and away from the managed one`;
      return [problemAt(statement, keyspace, message, `write the keyspace where it is meant: \`${name}.TABLE\``)];
    },
  },
});
