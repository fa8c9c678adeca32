// The rules of any SQL, in the order in which findings of one place are told.
import type { Rule } from "../rule.ts";
import { banDropCascade } from "./sql/ban-drop-cascade.ts";
import { banDropDatabase } from "./sql/ban-drop-database.ts";
import { banTruncate } from "./sql/ban-truncate.ts";
import { deleteWithoutWhere } from "./sql/delete-without-where.ts";
import { offsetBackfill } from "./sql/offset-backfill.ts";
import { unsendable } from "./sql/unsendable.ts";
import { updateWithoutWhere } from "./sql/update-without-where.ts";

export const SQL_RULES: readonly Rule[] = [
  unsendable,
  banTruncate,
  banDropDatabase,
  banDropCascade,
  updateWithoutWhere,
  deleteWithoutWhere,
  offsetBackfill,
];
