// An index of the servers' own kind on a column with far too many values for it, or with two. Pure.
import { type Capabilities, since } from "../../../cql/capabilities.ts";
import type { NativeTypeName } from "../../../cql/schema/cql-type.ts";
import { tableBefore } from "../../cql/known-schema.ts";
import { problemAt, writtenAt } from "../../cql/linted.ts";
import { cqlRule, type Rule } from "../../rule.ts";

export const secondaryIndex: Rule = cqlRule({
  name: "secondary-index",
  level: "warn",
  on: {
    "create-index"(statement) {
      const { node, side } = statement;
      const table = isRegular(node.using) && !node.isCustom ? tableBefore(statement, node.table) : undefined;
      return node.targets.flatMap((target) => {
        if (target.kind !== "simple") return [];
        const type = table?.columns.get(target.column.name)?.type;
        const problem = type?.kind === "native" ? problemOf(type.name, side.capabilities) : undefined;
        if (problem === undefined) return [];
        const message = `\`${writtenAt(statement, target.column)}\` is a ${problem}`;
        return [problemAt(statement, target.column, message, hintFor(side.capabilities))];
      });
    },
  },
});

/** `legacy_local_table`: Cassandra 5.0, CASSANDRA-18615. */
function isRegular(using: string | undefined): boolean {
  return using === undefined || using.toLowerCase() === "legacy_local_table";
}

/** Types whose values are hardly ever the same in two rows. */
const NEARLY_UNIQUE: ReadonlySet<NativeTypeName> = new Set(["uuid", "timeuuid", "timestamp"]);

/** Astra makes another kind of index of the same statement. */
function problemOf(type: NativeTypeName, { product }: Capabilities): string | undefined {
  if (product === "scylla") {
    return type === "boolean"
      ? "boolean: the index keeps all rows of the cluster with one value in one partition"
      : undefined;
  }
  if (product === "astra") return undefined;
  if (type === "boolean") return "boolean: on each node the index keeps all rows with one value in one partition";
  if (!NEARLY_UNIQUE.has(type)) return undefined;
  return `${type}, of which few rows have the same: to find them, a read without the partition key asks node after node`;
}

function hintFor(capabilities: Capabilities): string {
  const table = "make a table with a key that fits the read";
  const isStorageAttached = capabilities.product === "cassandra" && since(capabilities, "5.0");
  return isStorageAttached ? `${table}, or an index \`USING 'sai'\`` : table;
}
