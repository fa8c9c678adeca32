// The two dialects of the sql family. Pure.
import type { Statement } from "../plan/statement.ts";
import { splitSql } from "../sql/splitter.ts";
import type { Dialect, StatementDescription } from "./dialect.ts";
import { judgeOwnTables } from "./sql-own-tables.ts";
import { judgeSession } from "./sql-session-rules.ts";
import { cockroachTransactions, isSchemaChangeJob, postgresTransactions } from "./sql-transactions.ts";

export type SqlDialectName = "postgres" | "cockroach";

export function sqlDialect(name: SqlDialectName): Dialect {
  const isPostgres = name === "postgres";
  return {
    name,
    family: "sql",
    split: splitSql,
    // PostgreSQL has built what it says before it answers.
    startsBuild: (statementKind) => !isPostgres && isSchemaChangeJob(statementKind),
    namespaceAfter,
    transactionsOf: isPostgres ? postgresTransactions : cockroachTransactions,
    judgeSide: judgeSession,
    judgeOwnTables,
    describe,
    async costOf(text) {
      const { costOfSql } = await import("../sql/cost/cost-of-statement.ts");
      return costOfSql(text, name);
    },
  };
}

async function describe(text: string): Promise<StatementDescription> {
  const { describeSql } = await import("./describe-sql.ts");
  return describeSql(text);
}

/** Every transaction sets its search path anew, so that no `SET` of one is there for the next. */
function namespaceAfter(_statement: Statement): undefined {
  return undefined;
}
