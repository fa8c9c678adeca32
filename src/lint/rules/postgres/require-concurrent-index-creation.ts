// An index that is built while nobody can write to its table. Pure.

import { postgresRule, type Rule } from "../../rule.ts";
import { problemAt } from "../../sql/linted.ts";
import { isMadeHere } from "../../sql/made-here.ts";
import { relationIn } from "../../sql/relation-name.ts";

export const requireConcurrentIndexCreation: Rule = postgresRule({
  name: "require-concurrent-index-creation",
  level: "warn",
  on: {
    IndexStmt({ concurrent, relation }, statement) {
      if (concurrent === true || relation?.relname === undefined) return [];
      // ON ONLY: the index of a partitioned table, which is empty and cannot be built CONCURRENTLY.
      if (relation.inh !== true) return [];
      if (isMadeHere(statement, relation.schemaname, relation.relname)) return [];
      const { written, place } = relationIn(statement, relation);
      return [problemAt(statement, place, `nobody can write to \`${written}\` while the index is built`, HINT)];
    },
  },
});

const HINT = "write CREATE INDEX CONCURRENTLY; tidemark runs it outside of the transaction";
