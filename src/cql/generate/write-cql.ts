// Turns the two sides of a migration that only statements make into the text of a file of CQL. Pure.
import { print } from "../printer/print.ts";
import { guardStatement } from "./guard-statement.ts";
import type { PlannedStatement, SidePlan, Sides, WrittenFile } from "./side-plan.ts";
import { asSentence, wrapComment } from "./wrap-comment.ts";

export function writeCql({ up, down }: Sides): WrittenFile {
  const statements = statementsOf(up);
  const noWayBack = down.kind === "none" ? down.reason : undefined;
  const head = [
    ...(statements.some(({ isDestructive }) => isDestructive) ? ["-- @allow-destructive\n"] : []),
    ...(noWayBack === undefined ? [] : [`-- @lint-ignore no-rollback: ${noWayBack.replaceAll(/\s+/g, " ")}\n`]),
  ].join("");
  const upText = statements.map(writeStatement).join("\n");
  const downText =
    down.kind === "none" ? "" : `\n-- @down\n\n${statementsOf(down.plan).map(writeStatement).join("\n")}`;
  return { kind: "cql", text: `${head === "" ? "" : `${head}\n`}${upText}${downText}`, leftOpen: [], noWayBack };
}

function statementsOf({ parts }: SidePlan): readonly PlannedStatement[] {
  return parts.flatMap((part) => (part.kind === "statements" ? part.statements : []));
}

function writeStatement({ node, remarks }: PlannedStatement): string {
  const comments = remarks.map((remark) => wrapComment(asSentence(remark), "-- ")).join("");
  return `${comments}${print(guardStatement(node))};\n`;
}
