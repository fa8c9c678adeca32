// Says which guardrails of Cassandra a statement meets that the server's rules accept. Pure.
// Source: where cql3/statements/** and locator/*Strategy.java of Cassandra 4.1 and 5.0 call Guardrails. Many are asked
// before the server looks whether the thing is there, so that IF NOT EXISTS does not keep them away.
import type { StatementNode } from "../ast/statement.ts";
import { type Capabilities, since } from "../capabilities.ts";
import type { Schema } from "../schema/schema.ts";
import { beginJudging } from "./guardrail-judge.ts";
import type { GuardrailHit, Guardrails } from "./guardrails.ts";
import { judgeAlterKeyspace, judgeCreateKeyspace } from "./judge-keyspace.ts";
import { judgeAlterView, judgeCreateIndex, judgeCreateView } from "./judge-parts.ts";
import { judgeRows } from "./judge-rows.ts";
import { judgeAlterTable, judgeCreateTable } from "./judge-table.ts";
import { judgeAlterType, judgeCreateType } from "./judge-type.ts";
import type { JudgedCase } from "./judged-case.ts";

export interface GuardrailFacts {
  readonly guardrails: Guardrails;
  readonly capabilities: Capabilities;
  /** Tables of the cluster that the schema leaves out. */
  readonly hiddenTableCount?: number | undefined;
}

/**
 * What the guardrails say of a statement, to every role that is no superuser.
 * @param before with the keyspace in use as its current one
 * @param after the schema once the statement was carried out; the same object when it changes nothing
 */
export function judgeGuardrails(
  before: Schema,
  after: Schema,
  statement: StatementNode,
  { guardrails, capabilities, hiddenTableCount = 0 }: GuardrailFacts,
): readonly GuardrailHit[] {
  if (capabilities.product !== "cassandra" || !since(capabilities, "4.1")) return [];
  const judge = beginJudging(guardrails, capabilities);
  apply({ judge, before, after, capabilities, hiddenTableCount }, statement);
  return judge.hits;
}

function apply(judged: JudgedCase, statement: StatementNode): void {
  const { judge } = judged;
  switch (statement.kind) {
    case "create-keyspace":
      judgeCreateKeyspace(judged, statement);
      break;
    case "alter-keyspace":
      judgeAlterKeyspace(judged, statement);
      break;
    case "drop-keyspace":
      judge.allow("drop_keyspace_enabled", statement.name, "it drops a keyspace");
      break;
    case "create-table":
      judgeCreateTable(judged, statement);
      break;
    case "alter-table":
      judgeAlterTable(judged, statement);
      break;
    case "create-type":
      judgeCreateType(judge, statement);
      break;
    case "alter-type":
      judgeAlterType(judged, statement);
      break;
    case "create-index":
      judgeCreateIndex(judged, statement);
      break;
    case "create-materialized-view":
      judgeCreateView(judged, statement);
      break;
    case "alter-materialized-view":
      judgeAlterView(judged, statement);
      break;
    case "drop-table":
      judge.allow("drop_truncate_table_enabled", statement.name, "it drops a table");
      break;
    case "truncate":
    case "select":
    case "insert":
    case "insert-json":
    case "update":
    case "delete":
    case "batch":
      judgeRows(judged, statement);
      break;
    default:
  }
}
