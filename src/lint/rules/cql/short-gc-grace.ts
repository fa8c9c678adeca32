// A table that forgets deletes, and hints for nodes that are down, sooner than it should. Pure.
import type { AlterTable, CreateTable } from "../../../cql/ast/ddl.ts";
import { type CqlStatement, problemAt, writtenAt } from "../../cql/linted.ts";
import { isTableMadeInSide } from "../../cql/made-in-side.ts";
import { optionsAfter, optionsBefore, writtenNumber, writtenOption } from "../../cql/option-values.ts";
import { cqlRule, type Problem, type Rule } from "../../rule.ts";

export const shortGcGrace: Rule = cqlRule({
  name: "short-gc-grace",
  level: "warn",
  options: {
    hint_window: {
      kind: "count",
      default: 10_800,
      summary: "seconds for which nodes keep hints: `max_hint_window` of cassandra.yaml",
    },
  },
  on: {
    "create-table": (statement, { hint_window }) => check(statement, hint_window),
    "alter-table": (statement, { hint_window }) => check(statement, hint_window),
  },
});

function check(
  statement: CqlStatement & { readonly node: CreateTable | AlterTable },
  hintWindow: number,
): readonly Problem[] {
  const option = writtenOption(statement, "gc_grace_seconds");
  const seconds = option && writtenNumber(option);
  if (option === undefined || seconds === undefined) return [];
  const { node, side } = statement;
  const table = writtenAt(statement, node.name);
  // ScyllaDB may let deletes go once they were repaired, and has rules of its own for hints.
  if (seconds < hintWindow && side.capabilities.product !== "scylla") {
    const message = `hints of writes to \`${table}\` are worth nothing after ${seconds} s: a node that is down for longer misses those writes until a repair`;
    return [
      problemAt(statement, option.value, message, `keep it at ${hintWindow} or more, for which nodes keep hints`),
    ];
  }
  if (node.kind === "create-table" || isTableMadeInSide(statement, node.name)) return [];
  const was = optionsBefore(statement)?.gc_grace_seconds;
  const after = optionsAfter(statement);
  if (typeof was !== "number" || seconds >= was || after === undefined || isByRepair(after.tombstone_gc)) return [];
  const message = `deletes in \`${table}\` are forgotten after ${seconds} s instead of ${was}: rows come back from a node that has not heard of their delete by then`;
  const hint = "repair the table first, and from then on more often than that";
  return [problemAt(statement, option.value, message, hint)];
}

/** ScyllaDB: other modes than "timeout" do not look at the seconds. */
function isByRepair(tombstones: unknown): boolean {
  return typeof tombstones === "object" && tombstones !== null && "mode" in tombstones && tombstones.mode !== "timeout";
}
