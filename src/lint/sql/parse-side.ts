// Turns one side of a migration into its statements of SQL, with their trees, and what is wrong with them.
import type { Side } from "../../migration/migration.ts";
import { substituteVariables, type Variables, variableAt } from "../../migration/substitute-variables.ts";
import type { Statement } from "../../plan/statement.ts";
import { splitSql } from "../../sql/splitter.ts";
import { tokenRun } from "../../sql/token-run.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { Span } from "../../text/span.ts";
import type { SqlSide, SqlStatement } from "./linted.ts";
import { addMade } from "./made-here.ts";
import type { PgParse } from "./pg-parser.ts";
import type { SqlServer } from "./sql-server.ts";

export interface ParseSqlOptions {
  readonly variables: Variables;
  readonly server: SqlServer;
  readonly schema: string;
  /** Left out for a server with another grammar. */
  readonly parse: PgParse | undefined;
  /** Which statements share a transaction, as a number each. */
  readonly transactionsOf: (statements: readonly Statement[]) => Transactions;
  /** Why statements are not sent that split well enough. */
  readonly judge?:
    | ((statements: readonly Statement[], transactions: Transactions) => readonly Diagnostic[])
    | undefined;
}

/** A number for each statement; those with the same share a transaction, undefined runs outside of any. */
export type Transactions = readonly (number | undefined)[];

export function parseSqlSide(direction: "up" | "down", side: Side, options: ParseSqlOptions): SqlSide {
  const { variables, server, schema, parse } = options;
  const { source } = side;
  const { text, locate } = substituteVariables(side, variables);
  const located = ({ start, end }: Span): Span => ({ start: locate(start), end: locate(end) });
  const split = splitSql({ name: source.name, text });
  const statements: SqlStatement[] = [];
  const made = new Map<string, number>();
  const transactions = options.transactionsOf(split.statements);
  const judged = options.judge?.(split.statements, transactions) ?? [];
  const mistakes = [...split.diagnostics, ...judged].map(({ message, hint, span }) => {
    const name = span && variableAt(text, span.start);
    const advice = name === undefined ? hint : `declare ${name} in migrations.variables`;
    return { message, hint: advice, source, span: span && located(span) };
  });
  const linted: SqlSide = { direction, source, text, statements, mistakes, server, schema, made, locate: located };
  for (const [index, { text: sent, span, facts }] of split.statements.entries()) {
    const parsed = parse?.(sent);
    const statement: SqlStatement = {
      side: linted,
      index,
      text: sent,
      start: span.start,
      facts,
      tokens: tokenRun(sent),
      transaction: transactions[index],
      tree: parsed?.kind === "tree" ? parsed.tree : undefined,
      syntaxError: parsed?.kind === "error" ? parsed : undefined,
    };
    statements.push(statement);
    addMade(made, statement);
  }
  return linted;
}
