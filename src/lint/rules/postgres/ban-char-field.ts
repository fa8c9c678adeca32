// Columns of text that is filled up with blanks. Pure.
import type { Rule } from "../../rule.ts";
import { typeOf } from "../../sql/column-definitions.ts";
import { typeRule } from "../../sql/type-rule.ts";

export const banCharField: Rule = typeRule({
  name: "ban-char-field",
  level: "off",
  isMeant: (column) => typeOf(column) === "bpchar",
  because: "fills values up with blanks, and leaves the blanks out where it compares them",
  hint: "write `text`, and a CHECK on its length where there must be one",
});
