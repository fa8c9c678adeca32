// The subpath `tidemark/cql`: what tidemark knows about the text of CQL.
export { classify } from "./cql/classify.ts";
export { cqlString, parseIdentifier, quoteIdentifier, quoteTypeName } from "./cql/identifiers.ts";
export { nextToken } from "./cql/lexer.ts";
export { diagnoseToken } from "./cql/lexical-error.ts";
export { splitCql } from "./cql/splitter.ts";
export type { Mark, Token, TokenKind } from "./cql/token.ts";
export type { SplitResult } from "./plan/statement.ts";
