// Columns that count by SERIAL. Pure.
import type { Rule } from "../../rule.ts";
import { isSerial } from "../../sql/column-definitions.ts";
import { typeRule } from "../../sql/type-rule.ts";

export const preferIdentity: Rule = typeRule({
  name: "prefer-identity",
  level: "off",
  isMeant: isSerial,
  because: "makes a sequence whose grants and whose end with the column are matters of their own",
  hint: "write `bigint GENERATED ALWAYS AS IDENTITY`",
});
