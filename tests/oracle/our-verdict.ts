// What the parser here says of a text, in the terms of a server that takes one statement. Pure.
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
  const comments = /\/\*[\s\S]*?\*\/|(?:--|\/\/)[^\n\r]*/g;
  return text.slice(0, start).replace(comments, "").includes(";");
}
