// Turns one statement of CQL into what carrying it out costs: whether rows are built from, written anew or lost. Pure.
import { METADATA, NO_COST, type StepCost, worstOf } from "../../plan/step-cost.ts";
import type { AlterTableAction } from "../ast/ddl.ts";
import type { Property } from "../ast/property.ts";
import type { StatementBody } from "../ast/statement.ts";
import { parse } from "../parser/parse.ts";

export function costOfCql(text: string): StepCost {
  return worstOf(parse(text).statements.map(costOf));
}

const FROM_ROWS = "every node builds it from the rows that are there";

function costOf(statement: StatementBody): StepCost {
  switch (statement.kind) {
    case "select":
    case "list":
    case "use":
    case "describe":
      return NO_COST;
    case "insert":
    case "insert-json":
    case "update":
      return { class: "data" };
    case "delete":
      return { class: "loss", why: "what it deletes does not come back" };
    case "batch":
      return worstOf(statement.statements.map(costOf));
    case "truncate":
      return { class: "loss", why: "every row of the table is gone" };
    case "create-index":
    case "create-materialized-view":
      return { class: "build", why: FROM_ROWS };
    case "alter-keyspace":
      // Cassandra: rows are not moved by the statement, and reads may miss them until somebody repairs.
      if (!statement.options.some(isNamed("replication"))) return METADATA;
      return { class: "metadata", why: "new replicas get rows that are there only by a repair" };
    case "alter-materialized-view":
      return costOfOptions(statement.options);
    case "alter-table":
      return costOfAction(statement.action);
    case "drop-keyspace":
      return { class: "loss", why: "every row of every table in it is gone" };
    case "drop-table":
      return { class: "loss", why: "every row of the table is gone" };
    case "opaque":
      return { class: "unknown" };
    default:
      // Types, functions and triggers hold no rows; those of a view or an index can be built again.
      return METADATA;
  }
}

function costOfAction(action: AlterTableAction): StepCost {
  switch (action.kind) {
    case "drop":
      return {
        class: "loss",
        why: `every value of ${action.columns.length === 1 ? "the column" : "the columns"} is gone`,
      };
    case "drop-compact-storage":
      return { class: "metadata", why: "no statement makes it compact again" };
    case "options":
      return costOfOptions(action.options);
    default:
      return METADATA;
  }
}

/** SSTables have the options that they were written with; of these two a change concerns all of them. */
function costOfOptions(options: readonly Property[]): StepCost {
  // Cassandra 3.11–5.0: a strategy that differs is loaded at once by every node, and compacts what is on disk.
  if (options.some(isNamed("compaction"))) {
    return { class: "rewrite", why: "every node compacts what is on disk again, all at the same time" };
  }
  // Cassandra: the page of ALTER TABLE; `nodetool upgradesstables -a` does it at once.
  if (options.some(isNamed("compression"))) {
    return { class: "rewrite", why: "what is on disk keeps the old one until it is compacted" };
  }
  return METADATA;
}

function isNamed(name: string): (property: Property) => boolean {
  return (property) => property.name.name.toLowerCase() === name;
}
