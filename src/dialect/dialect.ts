// A dialect: what the engine must know of a database's language. Pure.
import type { SplitResult, Statement } from "../plan/statement.ts";
import type { Source } from "../text/source.ts";
import type { Span } from "../text/span.ts";

export type DialectName = "cassandra" | "scylla" | "astra" | "dse";

export interface Dialect {
  readonly name: DialectName;
  readonly family: "cql";
  /** The statements of a part of a file. */
  split(source: Source, span: Span): SplitResult;
  /** Whether a statement of this kind makes the database build something from the rows that are there, in the background. */
  startsBuild(statementKind: string): boolean;
  /** The keyspace that a session statement (`USE shop`) moves to. */
  namespaceAfter(statement: Statement): string | undefined;
}
