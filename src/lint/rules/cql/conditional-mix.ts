// One row that a migration writes both with a condition and without one. Pure.
import type { ObjectName } from "../../../cql/ast/name.ts";
import { positionOf } from "../../../text/source.ts";
import { keyspaceBefore, tableBefore } from "../../cql/known-schema.ts";
import { type CqlSide, type CqlStatement, problemAt, writtenAt } from "../../cql/linted.ts";
import { rowValues, writtenKeys } from "../../cql/partitions-of-row.ts";
import { cqlRule, type Problem, type Rule } from "../../rule.ts";

export const conditionalMix: Rule = cqlRule({
  name: "conditional-mix",
  level: "warn",
  check: ({ up, down }) => [...checkSide(up), ...(down === undefined ? [] : checkSide(down))],
});

interface Write {
  readonly statement: CqlStatement;
  readonly table: ObjectName;
  readonly isConditional: boolean;
}

/** Each row once, at the first write of the other sort. */
function checkSide(side: CqlSide): readonly Problem[] {
  if (!side.statements.some(hasCondition)) return [];
  const firsts = new Map<string, Write>();
  const found: Problem[] = [];
  const told = new Set<string>();
  for (const statement of side.statements) {
    for (const { write, rows } of writesOf(statement)) {
      for (const row of rows) {
        const first = firsts.get(row);
        if (first === undefined) firsts.set(row, write);
        else if (first.isConditional !== write.isConditional && !told.has(row)) {
          told.add(row);
          found.push(describe(first, write));
        }
      }
    }
  }
  return found;
}

function describe(first: Write, { statement, table, isConditional }: Write): Problem {
  const { side } = statement;
  const { line } = positionOf(side.source, side.locate(first.table).start);
  const [here, there] = isConditional ? ["with a condition", "without one"] : ["without a condition", "with one"];
  const message = `this row of \`${writtenAt(statement, table)}\` is written ${here} here, and ${there} in line ${line}: their times come from two clocks, so the later of them may be lost`;
  return problemAt(statement, table, message, "write the row both times with a condition, or both times without");
}

/** A condition of one statement of a batch is one of all of them. */
function hasCondition({ node }: CqlStatement): boolean {
  const bodies = node.kind === "batch" ? node.statements : [node];
  return bodies.some(
    (body) =>
      ((body.kind === "insert" || body.kind === "insert-json") && body.ifNotExists) ||
      ((body.kind === "update" || body.kind === "delete") && body.condition !== undefined),
  );
}

function writesOf(statement: CqlStatement): readonly { readonly write: Write; readonly rows: readonly string[] }[] {
  const { node } = statement;
  const isConditional = hasCondition(statement);
  return (node.kind === "batch" ? node.statements : [node]).flatMap((body) => {
    if (body.kind !== "insert" && body.kind !== "update" && body.kind !== "delete") return [];
    const table = tableBefore(statement, body.table);
    const values = table && rowValues(body, table);
    if (values === undefined) return [];
    const place = `${keyspaceBefore(statement, body.table)?.name}\0${body.table.name.name}`;
    const rows = writtenKeys(values, statement.side.text).map((key) => `${place}${key}`);
    return [{ write: { statement, table: body.table, isConditional }, rows }];
  });
}
