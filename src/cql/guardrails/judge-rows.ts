// Holds statements that read or write rows against the guardrails, as far as they show without values. Pure.
import type { Delete, DmlNode, Insert, InsertJson, Update } from "../ast/dml.ts";
import type { Select } from "../ast/select.ts";
import { isSystemKeyspace } from "../simulate/system-keyspaces.ts";
import type { GuardrailJudge } from "./guardrail-judge.ts";
import type { JudgedCase } from "./judged-case.ts";

export function judgeRows({ judge, before, capabilities }: JudgedCase, node: DmlNode | Select): void {
  switch (node.kind) {
    case "truncate":
      judge.allow("drop_truncate_table_enabled", node.table, "it empties a table");
      return;
    case "select": {
      const keyspace = node.table.keyspace?.name ?? before.currentKeyspace ?? "";
      if (node.groupBy.length > 0) judge.allow("group_by_enabled", node.table, "it says GROUP BY");
      if (node.allowFiltering && !isSystemKeyspace(keyspace, capabilities))
        judge.allow("allow_filtering_enabled", node.table, "it says ALLOW FILTERING");
      return;
    }
    case "batch":
      // The timestamp of the batch as a whole is not looked at (BatchStatement.validate).
      for (const each of node.statements) checkTimestamp(judge, each);
      return;
    default:
      checkTimestamp(judge, node);
  }
}

function checkTimestamp(judge: GuardrailJudge, { using, table }: Insert | InsertJson | Update | Delete): void {
  if (using.timestamp !== undefined) judge.allow("user_timestamps_enabled", table, "it says USING TIMESTAMP");
}
