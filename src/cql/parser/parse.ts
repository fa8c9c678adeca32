// Turns CQL text into statements, and all mistakes in it into diagnostics. Pure, one pass, never throws.
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { Source } from "../../text/source.ts";
import type { Span } from "../../text/span.ts";
import type { Opaque, StatementBody, StatementNode } from "../ast/statement.ts";
import type { TypeNode } from "../ast/type-node.ts";
import { Cursor, MISTAKE } from "./cursor.ts";
import { findOpaqueStatement } from "./opaque-statement.ts";
import { parseStatement } from "./parse-statement.ts";
import { parseTypeNode } from "./parse-type.ts";
import { skipStatement } from "./recover.ts";

export interface ParseResult {
  readonly statements: readonly StatementNode[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The statements of a text, or of a range of it; spans are offsets into the whole text. Takes what any supported server
 * takes: `features` of a statement say what not every one does. A statement with a mistake is `opaque` and has one
 * diagnostic; the others are there as if it were right.
 */
export function parse(text: string | Source, range?: Span): ParseResult {
  const source = typeof text === "string" ? { name: "cql", text } : text;
  const cursor = new Cursor(source, range ?? { start: 0, end: source.text.length });
  const statements: StatementNode[] = [];
  for (;;) {
    while (cursor.key === ";") cursor.take();
    if (cursor.key === "end") return { statements, diagnostics: cursor.diagnostics };
    const { start } = cursor;
    const body = parseWhole(cursor);
    statements.push(withPlace(body, start, cursor));
  }
}

/** The type that a text such as `map<int, frozen<address>>` says; undefined when it says none. */
export function parseType(text: string): TypeNode | undefined {
  const cursor = new Cursor({ name: "type", text }, { start: 0, end: text.length });
  try {
    const type = parseTypeNode(cursor);
    return cursor.key === "end" ? type : undefined;
  } catch (thrown) {
    if (thrown !== MISTAKE) throw thrown;
    return undefined;
  }
}

function parseWhole(cursor: Cursor): StatementBody {
  const { start } = cursor;
  const mistakeCount = cursor.diagnostics.length;
  try {
    const body = parseStatement(cursor);
    if (!cursor.at(";") && cursor.key !== "end") cursor.fail();
    return body;
  } catch (thrown) {
    if (thrown !== MISTAKE) throw thrown;
    return recover(cursor, start, mistakeCount);
  }
}

/** What was not understood may be a statement that some servers have and that is kept as text: then it is no mistake. */
function recover(cursor: Cursor, start: number, mistakeCount: number): Opaque {
  const { start: failedAt } = cursor;
  cursor.forget();
  cursor.rewind(start);
  const feature = findOpaqueStatement(cursor);
  if (feature !== undefined) cursor.forgetMistakes(mistakeCount);
  skipStatement(cursor, feature === undefined ? failedAt : start);
  if (feature !== undefined) cursor.useFeature(feature, start);
  return { kind: "opaque", text: cursor.source.text.slice(start, cursor.lastEnd) };
}

/** Writes into the node that was just made: a copy would take as long as a third of parsing it. */
function withPlace(body: StatementBody, start: number, cursor: Cursor): StatementNode {
  const node = body as { -readonly [key in keyof StatementNode]: StatementNode[key] } & StatementBody;
  node.start = start;
  node.end = cursor.lastEnd;
  node.features = cursor.takeFeatures();
  return node;
}
