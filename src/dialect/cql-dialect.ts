// The four dialects of the cql family. Pure.
import { parseIdentifier } from "../cql/identifiers.ts";
import { splitCql } from "../cql/splitter.ts";
import type { Statement } from "../plan/statement.ts";
import type { StepCost } from "../plan/step-cost.ts";
import type { CqlDialectName, Dialect, StatementDescription } from "./dialect.ts";

export function cqlDialect(name: CqlDialectName): Dialect {
  return { name, family: "cql", split: splitCql, startsBuild, namespaceAfter, describe, costOf };
}

async function describe(text: string): Promise<StatementDescription> {
  const { describeCql } = await import("./describe-cql.ts");
  return describeCql(text);
}

async function costOf(text: string): Promise<StepCost> {
  const { costOfCql } = await import("../cql/cost/cost-of-statement.ts");
  return costOfCql(text);
}

function startsBuild(statementKind: string): boolean {
  return statementKind === "create-index" || statementKind === "create-materialized-view";
}

function namespaceAfter(statement: Statement): string | undefined {
  const { kind, object } = statement.facts;
  return kind === "use" && object !== undefined ? parseIdentifier(object) : undefined;
}
