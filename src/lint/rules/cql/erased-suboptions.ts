// Sub-options that a table has, and that an ALTER takes away by not repeating them. Pure.
import type { Property } from "../../../cql/ast/property.ts";
import type { OptionMap } from "../../../cql/schema/schema.ts";
import { problemAt } from "../../cql/linted.ts";
import { mapIn, optionsAfter, optionsBefore, writtenOption, writtenValues } from "../../cql/option-values.ts";
import { cqlRule, type Rule } from "../../rule.ts";

const MAPS = ["compaction", "compression", "caching"];

export const erasedSuboptions: Rule = cqlRule({
  name: "erased-suboptions",
  level: "warn",
  on: {
    "alter-table"(statement) {
      const options = MAPS.flatMap((name) => writtenOption(statement, name) ?? []);
      if (options.length === 0) return [];
      const was = optionsBefore(statement);
      const is = optionsAfter(statement);
      return options.flatMap((option) => {
        const { name } = option.name;
        const before = mapIn(was, name);
        const after = mapIn(is, name);
        const erased = before === undefined || after === undefined ? [] : erasedIn(before, after, option);
        if (erased.length === 0) return [];
        const list = erased.map(([key, value]) => `'${key}': '${value}'`).join(", ");
        const message = `\`${name}\` is replaced as a whole: what the table has of it and is not written here, \`${list}\`, goes back to its default`;
        return [
          problemAt(statement, option.name, message, "write all sub-options that are to stay, or their new values"),
        ];
      });
    },
  },
});

/** Another class has sub-options of its own. */
function erasedIn(before: OptionMap, after: OptionMap, option: Property): readonly (readonly [string, string])[] {
  if (before.class !== after.class) return [];
  const written = writtenValues(option);
  // Cassandra before 5.0 takes the old name, too.
  const isWritten = (key: string): boolean =>
    written.has(key) || (key === "chunk_length_in_kb" && written.has("chunk_length_kb"));
  return Object.entries(before).filter(([key, value]) => after[key] !== value && !isWritten(key));
}
