// A SELECT for which every node reads whole tables, though a migration throws its answer away. Pure.
import type { Select, Selectable } from "../../../cql/ast/select.ts";
import { isSystemKeyspace } from "../../../cql/simulate/system-keyspaces.ts";
import { keyspaceBefore, tableBefore } from "../../cql/known-schema.ts";
import { type CqlStatement, problemAt, writtenAt } from "../../cql/linted.ts";
import { isTableMadeInSide } from "../../cql/made-in-side.ts";
import { partitionValues } from "../../cql/partitions-of-row.ts";
import { cqlRule, type Rule } from "../../rule.ts";

export const fullScan: Rule = cqlRule({
  name: "full-scan",
  level: "warn",
  on: {
    select(statement) {
      const { node } = statement;
      const { table } = node;
      if (isNarrowed(statement) || isTableMadeInSide(statement, table)) return [];
      const name = writtenAt(statement, table);
      const aggregate = node.where.length === 0 ? aggregateIn(statement) : undefined;
      if (aggregate !== undefined) {
        const message = `\`${writtenAt(statement, aggregate)}\` reads every row of \`${name}\` on every node, for an answer that nobody gets`;
        return [problemAt(statement, aggregate, message, HINT)];
      }
      if (!node.allowFiltering) return [];
      const reads = tableBefore(statement, table) === undefined ? "may read" : "reads";
      const message = `ALLOW FILTERING ${reads} rows of \`${name}\` on every node to throw them away, for an answer that nobody gets`;
      return [problemAt(statement, table, message, HINT)];
    },
  },
});

const HINT = "take it away; a migration in code can read rows by their keys and do something with them";

/** The server's own tables are small, and a partition or a range of tokens is no whole table. */
function isNarrowed(statement: CqlStatement<SelectNode>): boolean {
  const { node, side, trial } = statement;
  const keyspace = node.table.keyspace?.name ?? trial.before.schema.currentKeyspace ?? "";
  if (isSystemKeyspace(keyspace, side.capabilities)) return true;
  const table = tableBefore(statement, node.table);
  if (table !== undefined && partitionValues(node, table) !== undefined) return true;
  return node.where.some(({ kind }) => kind === "token");
}

type SelectNode = CqlStatement["node"] & Select;

const AGGREGATES: ReadonlySet<string> = new Set(["count", "min", "max", "sum", "avg"]);

/** Groups are answered in pages, of which the first is read. */
function aggregateIn(statement: CqlStatement<SelectNode>): Selectable | undefined {
  const { node } = statement;
  if (node.selectors === "*" || node.groupBy.length > 0) return undefined;
  const own = [...(keyspaceBefore(statement, node.table)?.aggregates.values() ?? [])].map(({ name }) => name);
  const isAggregate = (what: Selectable): boolean =>
    what.kind === "call" && (AGGREGATES.has(what.function.name.name) || own.includes(what.function.name.name));
  return node.selectors.find(({ what }) => isAggregate(what.kind === "cast" ? what.of : what))?.what;
}
