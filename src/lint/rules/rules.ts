// All rules, in the order in which findings of one place are told.
import type { Rule } from "../rule.ts";
import { COCKROACH_RULES } from "./cockroach-rules.ts";
import { CQL_RULES } from "./cql-rules.ts";
import { EVERY_RULES } from "./every-rules.ts";
import { POSTGRES_RULES } from "./postgres-rules.ts";
import { SQL_RULES } from "./sql-rules.ts";

export const RULES: readonly Rule[] = [
  ...CQL_RULES,
  ...SQL_RULES,
  ...POSTGRES_RULES,
  ...COCKROACH_RULES,
  ...EVERY_RULES,
];

/** Those that hold for a language, or for what one product makes of it. */
export function rulesFor(product: "cql" | "postgres" | "cockroach"): readonly Rule[] {
  return BY_PRODUCT[product];
}

const BY_PRODUCT: Readonly<Record<"cql" | "postgres" | "cockroach", readonly Rule[]>> = {
  cql: [...CQL_RULES, ...EVERY_RULES],
  postgres: [...SQL_RULES, ...POSTGRES_RULES, ...EVERY_RULES],
  cockroach: [...SQL_RULES, ...COCKROACH_RULES, ...EVERY_RULES],
};
