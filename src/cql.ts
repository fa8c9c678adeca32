// The subpath `tidemark/cql`: what tidemark knows about CQL. Everything in it is pure and loads no driver.
export { PersistentMap } from "./base/persistent-map.ts";
export type * from "./cql/ast/access.ts";
export type * from "./cql/ast/ddl.ts";
export type * from "./cql/ast/dml.ts";
export type * from "./cql/ast/name.ts";
export type * from "./cql/ast/property.ts";
export type * from "./cql/ast/relation.ts";
export { sameTree, withoutSpans } from "./cql/ast/same-tree.ts";
export type * from "./cql/ast/select.ts";
export type * from "./cql/ast/statement.ts";
export type * from "./cql/ast/term.ts";
export type * from "./cql/ast/type-node.ts";
export { type Capabilities, capabilitiesFor, type Product, type ServerSettings } from "./cql/capabilities.ts";
export type { CassandraRelease } from "./cql/cassandra-release.ts";
export { classify } from "./cql/classify.ts";
export { type BlockedChange, type BlockedOptions, blockedChanges } from "./cql/diff/blocked-changes.ts";
export type * from "./cql/diff/change.ts";
export { type ChangeDescription, describeChange, renderChange } from "./cql/diff/describe-change.ts";
export type { Sides } from "./cql/diff/describe-reason.ts";
export { type DiffOptions, diff } from "./cql/diff/diff.ts";
export { encodeChange, type Json } from "./cql/diff/encode-change.ts";
export { type ReversalLoss, type ReversedBetween, type ReversedChanges, reverseOf } from "./cql/diff/reverse-of.ts";
export { type ChangeStatement, type StatementContext, statementsFor } from "./cql/diff/statements-for.ts";
export { cqlString, parseIdentifier, quoteIdentifier, quoteTypeName } from "./cql/identifiers.ts";
export { type Introspection, type IntrospectionDiagnostic, schemaFromRows } from "./cql/introspect/schema-from-rows.ts";
export { type SchemaQuery, schemaQueries } from "./cql/introspect/schema-queries.ts";
export type { SchemaRows, SystemRow, SystemTable } from "./cql/introspect/schema-rows.ts";
export { nextToken } from "./cql/lexer.ts";
export { diagnoseToken } from "./cql/lexical-error.ts";
export { type ParseResult, parse, parseType } from "./cql/parser/parse.ts";
export { print } from "./cql/printer/print.ts";
export { printTerm } from "./cql/printer/print-term.ts";
export { printType } from "./cql/printer/print-type.ts";
export type * from "./cql/schema/cql-type.ts";
export { type DecodedSchema, decodeSchema } from "./cql/schema/decode-schema.ts";
export {
  type EncodeOptions,
  encodeSchema,
  type SchemaAspect,
} from "./cql/schema/encode-schema.ts";
export { printCqlType } from "./cql/schema/print-cql-type.ts";
export { sameSchema } from "./cql/schema/same-schema.ts";
export type * from "./cql/schema/schema.ts";
export { emptySchema } from "./cql/schema/schema.ts";
export type * from "./cql/schema/schema-document.ts";
export type { KeyspaceOptions } from "./cql/schema/to-nodes/keyspace-node.ts";
export { type Simulation, simulate } from "./cql/simulate/simulate.ts";
export { splitCql } from "./cql/splitter.ts";
export { type SyntaxFeature, supportsSyntax } from "./cql/syntax-features.ts";
export type { Mark, Token, TokenKind } from "./cql/token.ts";
export type { OnRetry, SplitResult, Statement, StatementEffect, StatementFacts } from "./plan/statement.ts";
export type { Diagnostic } from "./text/diagnostic.ts";
export type { Source } from "./text/source.ts";
export type { Span } from "./text/span.ts";
