// A partition that is taken off under a lock that everybody waits for. Pure.

import { postgresRule, type Rule } from "../../rule.ts";
import { actionsOnOlderTable } from "../../sql/alter-actions.ts";
import { problemAt } from "../../sql/linted.ts";

export const requireConcurrentPartitionDetach: Rule = postgresRule({
  name: "require-concurrent-partition-detach",
  level: "warn",
  on: {
    AlterTableStmt: (node, statement) =>
      actionsOnOlderTable(node, statement).flatMap(({ cmd: { subtype, def }, place }) =>
        subtype === "AT_DetachPartition" && def !== undefined && "PartitionCmd" in def && !def.PartitionCmd.concurrent
          ? [problemAt(statement, place, MESSAGE, HINT)]
          : [],
      ),
  },
});

const MESSAGE = "detaching a partition locks out whoever uses the table";
const HINT = "write DETACH PARTITION … CONCURRENTLY (PostgreSQL 14 or later)";
