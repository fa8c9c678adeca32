// A user's type that gets a field or another name for one, while tables hold values of it. Pure.
import { findTablesHolding } from "../../../cql/simulate/type-users.ts";
import type { Migration } from "../../../migration/migration.ts";
import { keyspaceBefore } from "../../cql/known-schema.ts";
import { type CqlStatement, problemAt, writtenAt } from "../../cql/linted.ts";
import { isTypeMadeInSide } from "../../cql/made-in-side.ts";
import { cqlRule, type Problem, type Rule } from "../../rule.ts";

export const udtChange: Rule = cqlRule({
  name: "udt-change",
  level: "warn",
  check: ({ migration, up }) => up.statements.flatMap((statement) => checkStatement(statement, migration)),
});

const ADDED = "be sure of name and type; or put the value into a column of the table that needs it";
const RENAMED = "add a field of the new name, and move readers and writers over";

function checkStatement(statement: CqlStatement, migration: Migration): readonly Problem[] {
  const { node } = statement;
  if (node.kind !== "alter-type" || isTypeMadeInSide(statement, node.name)) return [];
  const { action } = node;
  if (action.kind === "alter-type" || (action.kind === "add" && saysNoWayBack(migration))) return [];
  const holders = describeHolders(statement, node);
  if (holders === undefined) return [];
  const type = node.name.name.name;
  if (action.kind === "add") {
    const field = writtenAt(statement, action.field);
    const message = `the field \`${field}\` of the type \`${type}\` reaches ${holders}, and no statement takes it away again`;
    return [problemAt(statement, action.field, message, ADDED)];
  }
  return action.renames.map(({ from }) => {
    const field = writtenAt(statement, from);
    const message = `programs that know the field \`${field}\` of the type \`${type}\` do not find it any more, in ${holders}`;
    return problemAt(statement, from, message, RENAMED);
  });
}

/** Whoever has written why there is no down side knows it. */
function saysNoWayBack({ directives }: Migration): boolean {
  return directives.lintIgnores.some(({ rule }) => rule === "no-rollback");
}

type AlterType = Extract<CqlStatement["node"], { readonly kind: "alter-type" }>;

const SHOWN_MAX = 5;

/** Undefined where no table of the files holds the type. */
function describeHolders(statement: CqlStatement, { name }: AlterType): string | undefined {
  const keyspace = keyspaceBefore(statement, name);
  if (keyspace?.types.has(name.name.name) !== true) return "every table that holds values of it";
  const tables = findTablesHolding(name.name.name, keyspace).map((table) => `\`${table}\``);
  if (tables.length === 0) return undefined;
  const rest = tables.length - SHOWN_MAX;
  const shown = rest > 0 ? `${tables.slice(0, SHOWN_MAX).join(", ")} and ${rest} more` : tables.join(", ");
  return `the ${tables.length === 1 ? "table" : "tables"} ${shown}`;
}
