// Columns of two bytes. Pure.
import type { Rule } from "../../rule.ts";
import { typeOf } from "../../sql/column-definitions.ts";
import { typeRule } from "../../sql/type-rule.ts";

const SMALL: ReadonlySet<string> = new Set(["int2", "smallserial", "serial2"]);

export const preferBigintOverSmallint: Rule = typeRule({
  name: "prefer-bigint-over-smallint",
  level: "off",
  isMeant: (column) => SMALL.has(typeOf(column)),
  because: "ends at 32767, and a wider type rewrites the table",
  hint: "write `bigint`",
});
