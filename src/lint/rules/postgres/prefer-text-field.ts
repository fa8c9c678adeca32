// Columns of text with a limit in their type. Pure.
import type { Rule } from "../../rule.ts";
import { typeOf } from "../../sql/column-definitions.ts";
import { typeRule } from "../../sql/type-rule.ts";

export const preferTextField: Rule = typeRule({
  name: "prefer-text-field",
  level: "off",
  isMeant: (column) => typeOf(column) === "varchar" && (column.typeName?.typmods ?? []).length > 0,
  because: "with a length can be made shorter only by locking the table and reading all of it",
  hint: "write `text`, and a CHECK on its length where there must be one",
});
