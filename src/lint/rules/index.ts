// All rules, in the order in which findings of one place are told.
import type { Rule } from "../rule.ts";
import { columnDrop } from "./column-drop.ts";
import { createNoIfNotExists } from "./create-no-if-not-exists.ts";
import { dropNoIfExists } from "./drop-no-if-exists.ts";
import { emptyRollback } from "./empty-rollback.ts";
import { guardrail } from "./guardrail.ts";
import { ignoredOption } from "./ignored-option.ts";
import { noRollback } from "./no-rollback.ts";
import { pkAlter } from "./pk-alter.ts";
import { refused } from "./refused.ts";
import { replication } from "./replication.ts";
import { truncate } from "./truncate.ts";
import { typeChange } from "./type-change.ts";

export const RULES: readonly Rule[] = [
  refused,
  pkAlter,
  dropNoIfExists,
  columnDrop,
  truncate,
  createNoIfNotExists,
  typeChange,
  replication,
  guardrail,
  ignoredOption,
  noRollback,
  emptyRollback,
];
