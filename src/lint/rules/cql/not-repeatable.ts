// A change of rows that does more when it is done twice, so that a run which was cut off at it waits for a person. Pure.
import type { Batch, DmlNode } from "../../../cql/ast/dml.ts";
import type { Term } from "../../../cql/ast/term.ts";
import { classify } from "../../../cql/classify.ts";
import { givesSameResult } from "../../../cql/same-result-functions.ts";
import { callsIn } from "../../../cql/simulate/calls-in.ts";
import type { Span } from "../../../text/span.ts";
import { type CqlStatement, problemAt, writtenAt } from "../../cql/linted.ts";
import { cqlRule, type Problem, type Rule } from "../../rule.ts";

type Change = Exclude<DmlNode, { readonly kind: "truncate" | "batch" }>;

export const notRepeatable: Rule = cqlRule({
  name: "not-repeatable",
  level: "warn",
  on: {
    insert: (statement) => check(statement, statement.node),
    "insert-json": (statement) => check(statement, statement.node),
    update: (statement) => check(statement, statement.node),
    delete: (statement) => check(statement, statement.node),
    batch: (statement) => check(statement, statement.node),
  },
});

/** As the run itself judges it: its way of asking is what this is about. */
function check(statement: CqlStatement, node: Change | Batch): readonly Problem[] {
  if (statement.batch !== undefined) return [];
  const changes = node.kind === "batch" ? node.statements : [node];
  if (node.kind !== "batch" && isPlain(node)) return [];
  const { askReason } = classify(writtenAt(statement, statement.node));
  if (askReason === undefined) return [];
  const places = changes.flatMap((each) => placeIn(each) ?? []);
  const place = places[0] ?? changes[0]?.table ?? statement.node;
  const message = `this ${askReason}: a run that is cut off here must not send it again, and waits for a person`;
  return [problemAt(statement, place, message, hintFor(askReason))];
}

/** Most are: nothing but values, which can be told without reading the text again. */
function isPlain(change: Change): boolean {
  switch (change.kind) {
    case "insert":
      return change.values.every(isValue);
    case "update":
      return (
        change.condition === undefined &&
        change.assignments.every(
          ({ kind, target, value }) => kind === "set" && target.element === undefined && isValue(value),
        ) &&
        change.where.every(
          (each) => each.kind === "comparison" && each.left.element === undefined && isValue(each.right),
        )
      );
    default:
      return false;
  }
}

function isValue({ kind }: Term): boolean {
  return kind === "literal" || kind === "null";
}

function hintFor(askReason: string): string {
  if (askReason.startsWith("calls ")) return "write the value itself";
  if (askReason.startsWith("writes a list")) return "use a set, or INSERT … IF NOT EXISTS";
  if (askReason.includes("condition")) return "do without the condition, or give it a migration of its own";
  return "set values instead of changing what is there; where that cannot be, give it a migration of its own";
}

/** The first part that makes it so; in the order in which the reason is found. */
function placeIn(change: Change): Span | undefined {
  if ("condition" in change && Array.isArray(change.condition)) {
    const [first] = change.condition;
    const last = change.condition.at(-1);
    if (first !== undefined && last !== undefined) return { start: first.start, end: last.end };
  }
  const call = callsIn(change).find(({ function: { keyspace, name } }) => {
    return !givesSameResult(name.name) || (keyspace !== undefined && keyspace.name !== "system");
  });
  if (call !== undefined) return call;
  if (change.kind === "update") {
    return change.assignments.find(
      ({ kind, target, value }) =>
        (kind !== "set" && !isBraced(value)) || isIndex(target.element) || value.kind === "list",
    );
  }
  if (change.kind === "delete") return change.targets.find(({ element }) => isIndex(element));
  if (change.ifNotExists) return undefined;
  if (change.kind === "insert") return change.values.find(({ kind }) => kind === "list");
  return change.json.kind === "literal" && change.json.value.includes("[") ? change.json : undefined;
}

/** A set or a map, which may be added twice. */
function isBraced({ kind }: Term): boolean {
  return kind === "set" || kind === "map" || kind === "user-value";
}

function isIndex(element: Term | undefined): boolean {
  return element !== undefined && (element.kind !== "literal" || element.type === "integer");
}
