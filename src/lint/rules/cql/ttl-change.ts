// Another default TTL for a table that has rows, which keep the one that they were written with. Pure.
import { problemAt, writtenAt } from "../../cql/linted.ts";
import { isTableMadeInSide } from "../../cql/made-in-side.ts";
import { optionsBefore, writtenNumber, writtenOption } from "../../cql/option-values.ts";
import { cqlRule, type Rule } from "../../rule.ts";

export const ttlChange: Rule = cqlRule({
  name: "ttl-change",
  level: "warn",
  on: {
    "alter-table"(statement) {
      const { node, side } = statement;
      const option = writtenOption(statement, "default_time_to_live");
      const ttl = option && writtenNumber(option);
      if (option === undefined || ttl === undefined || side.direction === "down") return [];
      const was = optionsBefore(statement)?.default_time_to_live;
      if (was === ttl || isTableMadeInSide(statement, node.name)) return [];
      const kept = was === 0 ? "never expire" : "expire as they were to when they were written, or never";
      const message = `this holds for what is written from now on: rows that \`${writtenAt(statement, node.name)}\` has ${kept}`;
      return [
        problemAt(
          statement,
          option.value,
          message,
          "write rows again that are to expire by it, from a program or in code",
        ),
      ];
    },
  },
});
