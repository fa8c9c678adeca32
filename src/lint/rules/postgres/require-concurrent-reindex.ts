// An index that is built anew while nobody can use it. Pure.

import { tokenAt } from "../../../sql/token-run.ts";
import { postgresRule, type Rule } from "../../rule.ts";
import { problemAt } from "../../sql/linted.ts";
import { isMadeHere } from "../../sql/made-here.ts";

export const requireConcurrentReindex: Rule = postgresRule({
  name: "require-concurrent-reindex",
  level: "warn",
  on: {
    ReindexStmt({ kind, relation, params = [] }, statement) {
      // Indexes of the catalog are never built CONCURRENTLY.
      if (kind === "REINDEX_OBJECT_SYSTEM") return [];
      if (relation?.relname !== undefined && isMadeHere(statement, relation.schemaname, relation.relname)) return [];
      return params.some((each) => "DefElem" in each && each.DefElem.defname === "concurrently")
        ? []
        : [problemAt(statement, tokenAt(statement.tokens, 0), MESSAGE, HINT)];
    },
  },
});

const MESSAGE = "nobody writes to the table while its indexes are built anew";
const HINT = "write REINDEX … CONCURRENTLY (PostgreSQL 12 or later)";
