// A TTL that ends after the last second that Cassandra can write down. Pure.
import type { AlterTable, CreateTable } from "../../../cql/ast/ddl.ts";
import type { Insert, InsertJson, Update } from "../../../cql/ast/dml.ts";
import { since } from "../../../cql/capabilities.ts";
import type { Span } from "../../../text/span.ts";
import { type CqlStatement, problemAt } from "../../cql/linted.ts";
import { writtenNumber, writtenOption } from "../../cql/option-values.ts";
import { cqlRule, type Problem, type Rule } from "../../rule.ts";

export const ttlOverflow: Rule = cqlRule({
  name: "ttl-overflow",
  level: "warn",
  on: {
    "create-table": checkOption,
    "alter-table": checkOption,
    insert: checkUsing,
    "insert-json": checkUsing,
    update: checkUsing,
  },
});

/** 2038-01-19T03:14:06Z: Cell.MAX_DELETION_TIME of Cassandra up to 4.1, and of 5.0 as long as it keeps to the files of 4. */
const LAST_SECOND = 2 ** 31 - 2;
/** There is no clock here, and it is later than this. */
const AT_LEAST_NOW = Date.UTC(2026, 0) / 1000;
const LONGEST = LAST_SECOND - AT_LEAST_NOW;

function checkOption(statement: CqlStatement & { readonly node: CreateTable | AlterTable }): readonly Problem[] {
  const option = writtenOption(statement, "default_time_to_live");
  const ttl = option && writtenNumber(option);
  if (option === undefined || ttl === undefined || statement.trial.refusals.length > 0) return [];
  return check(statement, ttl, option.value, "every write of the table without a shorter TTL");
}

function checkUsing(statement: CqlStatement & { readonly node: Insert | InsertJson | Update }): readonly Problem[] {
  const { ttl } = statement.node.using;
  return ttl?.kind === "literal" ? check(statement, Number(ttl.value), ttl, "the statement") : [];
}

function check(statement: CqlStatement, ttl: number, place: Span, what: string): readonly Problem[] {
  const { capabilities } = statement.side;
  if (capabilities.product !== "cassandra" || !(ttl > LONGEST)) return [];
  const servers = since(capabilities, "5.0") ? "unless their `storage_compatibility_mode` is NONE, servers" : "servers";
  const message = `it ends after 2038-01-19, which files of Cassandra 4 cannot hold: ${servers} refuse ${what}`;
  return [
    problemAt(statement, place, message, "choose one that ends before; what must be kept for so long needs none"),
  ];
}
