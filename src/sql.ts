// The entry `tidemark/sql`: sessions for scripts, migrations in code on SQL databases, and the language. Loads no driver before it
// connects.
/// <reference types="node" preserve="true" />
export { ToolError } from "./base/errors.ts";
export { Database, type DatabaseOptions } from "./database.ts";
export type { QueryOptions, QueryResult } from "./migration/code-migration.ts";
export {
  type BatchOptions,
  defineMigration,
  type SqlCodeMigration,
  type SqlMigrationContext,
  type UpdateInBatchesOptions,
} from "./migration/sql-code-migration.ts";
export type { OnRetry, SplitResult, Statement, StatementEffect, StatementFacts } from "./plan/statement.ts";
export { quoteIdentifier } from "./sql/identifiers.ts";
export type {
  DropTableOptions,
  SelectOptions,
  SqlIsolation,
  SqlName,
  SqlOrder,
  SqlRow,
  SqlSession,
  SqlTransactionOptions,
} from "./sql/session.ts";
export { splitSql } from "./sql/splitter.ts";
export type { Diagnostic } from "./text/diagnostic.ts";
export type { Source } from "./text/source.ts";
export type { Span } from "./text/span.ts";
