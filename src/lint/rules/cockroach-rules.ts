// The rules of CockroachDB, in the order in which findings of one place are told.
import type { Rule } from "../rule.ts";
import { addColumnSequenceDefault } from "./cockroach/add-column-sequence-default.ts";
import { advisoryLock } from "./cockroach/advisory-lock.ts";
import { alterColumnType } from "./cockroach/alter-column-type.ts";
import { alterPrimaryKey } from "./cockroach/alter-primary-key.ts";
import { concurrentlyWord } from "./cockroach/concurrently-word.ts";
import { crdbAddingRequiredField } from "./cockroach/crdb-adding-required-field.ts";
import { crdbBanDropColumn } from "./cockroach/crdb-ban-drop-column.ts";
import { crdbBanDropTable } from "./cockroach/crdb-ban-drop-table.ts";
import { crdbBanTruncateCascade } from "./cockroach/crdb-ban-truncate-cascade.ts";
import { dropColumnCombined } from "./cockroach/drop-column-combined.ts";
import { dropPrimaryKey } from "./cockroach/drop-primary-key.ts";
import { intWidth } from "./cockroach/int-width.ts";
import { schemaLocked } from "./cockroach/schema-locked.ts";
import { sequentialKey } from "./cockroach/sequential-key.ts";
import { unsupported } from "./cockroach/unsupported.ts";

export const COCKROACH_RULES: readonly Rule[] = [
  unsupported,
  advisoryLock,
  dropColumnCombined,
  crdbBanDropColumn,
  crdbBanDropTable,
  crdbBanTruncateCascade,
  crdbAddingRequiredField,
  addColumnSequenceDefault,
  alterColumnType,
  alterPrimaryKey,
  dropPrimaryKey,
  schemaLocked,
  sequentialKey,
  concurrentlyWord,
  intWidth,
];
