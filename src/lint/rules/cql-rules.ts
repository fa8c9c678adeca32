// The rules of CQL, in the order in which findings of one place are told.
import type { Rule } from "../rule.ts";
import { accessChange } from "./cql/access-change.ts";
import { collectionOverwrite } from "./cql/collection-overwrite.ts";
import { columnDrop } from "./cql/column-drop.ts";
import { compactionChange } from "./cql/compaction-change.ts";
import { conditionalMix } from "./cql/conditional-mix.ts";
import { createNoIfNotExists } from "./cql/create-no-if-not-exists.ts";
import { downIncomplete } from "./cql/down-incomplete.ts";
import { dropNoIfExists } from "./cql/drop-no-if-exists.ts";
import { erasedSuboptions } from "./cql/erased-suboptions.ts";
import { fullScan } from "./cql/full-scan.ts";
import { guardrail } from "./cql/guardrail.ts";
import { ignoredOption } from "./cql/ignored-option.ts";
import { keyspaceDrop } from "./cql/keyspace-drop.ts";
import { keyspaceName } from "./cql/keyspace-name.ts";
import { manyColumns } from "./cql/many-columns.ts";
import { manyPartitions } from "./cql/many-partitions.ts";
import { manyTables } from "./cql/many-tables.ts";
import { maskChange } from "./cql/mask-change.ts";
import { materializedView } from "./cql/materialized-view.ts";
import { notRepeatable } from "./cql/not-repeatable.ts";
import { pkAlter } from "./cql/pk-alter.ts";
import { rangeDelete } from "./cql/range-delete.ts";
import { readdedColumn } from "./cql/readded-column.ts";
import { recreatedTable } from "./cql/recreated-table.ts";
import { refused } from "./cql/refused.ts";
import { replication } from "./cql/replication.ts";
import { sasiIndex } from "./cql/sasi-index.ts";
import { secondaryIndex } from "./cql/secondary-index.ts";
import { shortGcGrace } from "./cql/short-gc-grace.ts";
import { tableDrop } from "./cql/table-drop.ts";
import { truncate } from "./cql/truncate.ts";
import { ttlChange } from "./cql/ttl-change.ts";
import { ttlOverflow } from "./cql/ttl-overflow.ts";
import { twcsWithoutTtl } from "./cql/twcs-without-ttl.ts";
import { typeChange } from "./cql/type-change.ts";
import { udtChange } from "./cql/udt-change.ts";
import { useStatement } from "./cql/use-statement.ts";
import { usingTimestamp } from "./cql/using-timestamp.ts";

export const CQL_RULES: readonly Rule[] = [
  refused,
  pkAlter,
  dropNoIfExists,
  keyspaceDrop,
  tableDrop,
  columnDrop,
  truncate,
  rangeDelete,
  recreatedTable,
  createNoIfNotExists,
  readdedColumn,
  typeChange,
  notRepeatable,
  replication,
  compactionChange,
  erasedSuboptions,
  twcsWithoutTtl,
  shortGcGrace,
  ttlChange,
  ttlOverflow,
  secondaryIndex,
  sasiIndex,
  materializedView,
  guardrail,
  ignoredOption,
  downIncomplete,
  manyPartitions,
  fullScan,
  conditionalMix,
  usingTimestamp,
  collectionOverwrite,
  udtChange,
  maskChange,
  accessChange,
  useStatement,
  keyspaceName,
  manyTables,
  manyColumns,
];
