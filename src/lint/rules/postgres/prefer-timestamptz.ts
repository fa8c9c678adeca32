// Columns of a time that does not say where. Pure.
import type { Rule } from "../../rule.ts";
import { typeOf } from "../../sql/column-definitions.ts";
import { typeRule } from "../../sql/type-rule.ts";

export const preferTimestamptz: Rule = typeRule({
  name: "prefer-timestamptz",
  level: "off",
  isMeant: (column) => typeOf(column) === "timestamp",
  because: "keeps no instant: what `now()` stores in it depends on the time zone of the session",
  hint: "write `timestamptz`",
});
