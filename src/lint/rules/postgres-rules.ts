// The rules of PostgreSQL, in the order in which findings of one place are told.
import type { Rule } from "../rule.ts";
import { addingExclusionConstraint } from "./postgres/adding-exclusion-constraint.ts";
import { addingFieldWithDefault } from "./postgres/adding-field-with-default.ts";
import { addingForeignKeyConstraint } from "./postgres/adding-foreign-key-constraint.ts";
import { addingNotNullableField } from "./postgres/adding-not-nullable-field.ts";
import { addingRequiredField } from "./postgres/adding-required-field.ts";
import { addingSerialPrimaryKeyField } from "./postgres/adding-serial-primary-key-field.ts";
import { addingStoredGeneratedColumn } from "./postgres/adding-stored-generated-column.ts";
import { backfillInTransaction } from "./postgres/backfill-in-transaction.ts";
import { banAlterDomainWithAddConstraint } from "./postgres/ban-alter-domain-with-add-constraint.ts";
import { banCharField } from "./postgres/ban-char-field.ts";
import { banCreateDomainWithConstraint } from "./postgres/ban-create-domain-with-constraint.ts";
import { banDropColumn } from "./postgres/ban-drop-column.ts";
import { banDropNotNull } from "./postgres/ban-drop-not-null.ts";
import { banDropTable } from "./postgres/ban-drop-table.ts";
import { banDuplicateColumnAssignments } from "./postgres/ban-duplicate-column-assignments.ts";
import { banTruncateCascade } from "./postgres/ban-truncate-cascade.ts";
import { changingColumnType } from "./postgres/changing-column-type.ts";
import { constraintMissingNotValid } from "./postgres/constraint-missing-not-valid.ts";
import { constraintValidatedAtOnce } from "./postgres/constraint-validated-at-once.ts";
import { disallowedUniqueConstraint } from "./postgres/disallowed-unique-constraint.ts";
import { identifierTooLong } from "./postgres/identifier-too-long.ts";
import { preferBigintOverInt } from "./postgres/prefer-bigint-over-int.ts";
import { preferBigintOverSmallint } from "./postgres/prefer-bigint-over-smallint.ts";
import { preferIdentity } from "./postgres/prefer-identity.ts";
import { preferJsonb } from "./postgres/prefer-jsonb.ts";
import { preferRepack } from "./postgres/prefer-repack.ts";
import { preferTextField } from "./postgres/prefer-text-field.ts";
import { preferTimestamptz } from "./postgres/prefer-timestamptz.ts";
import { renamingColumn } from "./postgres/renaming-column.ts";
import { renamingEnumValue } from "./postgres/renaming-enum-value.ts";
import { renamingSchema } from "./postgres/renaming-schema.ts";
import { renamingTable } from "./postgres/renaming-table.ts";
import { requireConcurrentIndexCreation } from "./postgres/require-concurrent-index-creation.ts";
import { requireConcurrentIndexDeletion } from "./postgres/require-concurrent-index-deletion.ts";
import { requireConcurrentPartitionDetach } from "./postgres/require-concurrent-partition-detach.ts";
import { requireConcurrentReindex } from "./postgres/require-concurrent-reindex.ts";
import { requireEnumValueOrdering } from "./postgres/require-enum-value-ordering.ts";
import { requireTableSchema } from "./postgres/require-table-schema.ts";
import { requireTimeoutSettings } from "./postgres/require-timeout-settings.ts";
import { syntaxError } from "./postgres/syntax-error.ts";

export const POSTGRES_RULES: readonly Rule[] = [
  syntaxError,
  addingFieldWithDefault,
  addingForeignKeyConstraint,
  addingNotNullableField,
  addingRequiredField,
  banDropColumn,
  banDropTable,
  banDropNotNull,
  banTruncateCascade,
  changingColumnType,
  constraintMissingNotValid,
  constraintValidatedAtOnce,
  disallowedUniqueConstraint,
  addingExclusionConstraint,
  addingStoredGeneratedColumn,
  backfillInTransaction,
  preferRepack,
  renamingColumn,
  renamingTable,
  renamingSchema,
  renamingEnumValue,
  requireConcurrentIndexCreation,
  requireConcurrentIndexDeletion,
  requireConcurrentPartitionDetach,
  requireConcurrentReindex,
  preferJsonb,
  addingSerialPrimaryKeyField,
  banDuplicateColumnAssignments,
  banAlterDomainWithAddConstraint,
  identifierTooLong,
  preferBigintOverInt,
  preferBigintOverSmallint,
  preferIdentity,
  preferTextField,
  preferTimestamptz,
  banCharField,
  banCreateDomainWithConstraint,
  requireEnumValueOrdering,
  requireTableSchema,
  requireTimeoutSettings,
];
