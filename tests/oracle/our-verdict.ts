// What the parser here says of a text, in the terms of a server that takes one statement. Pure.
import type { Selectable } from "../../src/cql/ast/select.ts";
import type { StatementNode } from "../../src/cql/ast/statement.ts";
import { type Capabilities, capabilitiesFor } from "../../src/cql/capabilities.ts";
import { parse } from "../../src/cql/parser/parse.ts";
import { supportsSyntax } from "../../src/cql/syntax-features.ts";

export interface OurVerdict {
  readonly kind: "accepted" | "refused";
  /** Why it was refused. */
  readonly message: string;
}

/**
 * Accepted: no diagnostic, exactly one statement, every part of the grammar that it uses is one that this server has,
 * and nothing that was not understood. The parser takes a file, the server one statement: several statements and a
 * lone `;` are refused here as there.
 */
export function judgeOurs(text: string, capabilities: Capabilities): OurVerdict {
  const { statements, diagnostics } = parse(text);
  const [diagnostic] = diagnostics;
  if (diagnostic !== undefined) return refused(diagnostic.message);
  const [statement] = statements;
  if (statement === undefined || statements.length > 1) return refused(`${statements.length} statements`);
  if (statement.kind === "opaque") return refused("a statement that is not understood");
  if (hasTerminatorBefore(text, statement.start)) return refused("`;` before the statement");
  if (isGroupBeforeTerminator(text, statement)) return refused("`;` right behind a part of a column in GROUP BY");
  const missing = statement.features.find(({ feature }) => !supportsSyntax(capabilities, feature));
  return missing === undefined ? { kind: "accepted", message: "" } : refused(`no \`${missing.feature}\` there`);
}

export function capabilitiesOf(version: string): Capabilities {
  return capabilitiesFor("cassandra", version);
}

function refused(message: string): OurVerdict {
  return { kind: "refused", message };
}

/** In front of a statement only blanks, comments and terminators can stand. */
function hasTerminatorBefore(text: string, start: number): boolean {
  return withoutComments(text.slice(0, start)).includes(";");
}

/**
 * Cassandra 4.1–5.0: `GROUP BY a.b` and `GROUP BY a[1]` are taken, but not with a `;` right behind them, for the parser
 * was generated so. It is no matter of files, as statements are sent without their terminators.
 */
function isGroupBeforeTerminator(text: string, statement: StatementNode): boolean {
  const last = statement.kind === "select" ? statement.groupBy.at(-1) : undefined;
  if (last === undefined || last.end !== statement.end || !endsInPart(last)) return false;
  return withoutComments(text.slice(statement.end)).trimStart().startsWith(";");
}

function endsInPart(selectable: Selectable): boolean {
  switch (selectable.kind) {
    case "field":
    case "element":
      return true;
    case "arithmetic":
      return endsInPart(selectable.right);
    case "negation":
    case "hint":
      return endsInPart(selectable.of);
    default:
      return false;
  }
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?:--|\/\/)[^\n\r]*/g, "");
}
