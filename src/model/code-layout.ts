// Turns nested pieces of TypeScript into lines as a formatter breaks them: on one line where it fits, else one item a line.
// Pure.
import { assert } from "../base/assert.ts";

/** Texts, groups that may be broken, chains of calls, and pieces that follow each other. */
export type Code = string | CodeGroup | CallChain | readonly Code[];

export interface CodeGroup {
  readonly open: string;
  readonly items: readonly Code[];
  readonly close: string;
  /** Whether it is never put on one line. */
  readonly isBroken: boolean;
}

/** `text().static().indexed()`: a call, and those of methods of what it gives. */
export interface CallChain {
  readonly head: Code;
  readonly calls: readonly Code[];
}

const LINE_WIDTH = 120;
const INDENT = 2;

export function objectCode(entries: readonly Code[], isBroken: "broken" | "if-long" = "if-long"): CodeGroup {
  return { open: "{", items: entries, close: "}", isBroken: isBroken === "broken" };
}

export function arrayCode(items: readonly Code[], isBroken: "broken" | "if-long" = "if-long"): CodeGroup {
  return { open: "[", items, close: "]", isBroken: isBroken === "broken" };
}

/** Arguments, none of which stays behind the name when they are broken. */
export function argumentsCode(items: readonly Code[], isBroken: "broken" | "if-long" = "if-long"): CodeGroup {
  return { open: "(", items, close: ")", isBroken: isBroken === "broken" };
}

/**
 * @param indent columns before the line on which the code begins
 * @param used columns of that line that are taken, the indent included
 * @param after columns that follow the code on its last line, such as a comma's
 */
export function layOut(code: Code, indent: number, used: number, after: number): string {
  const flat = flatten(code);
  if (flat !== undefined && used + flat.length + after <= LINE_WIDTH) return flat;
  if (typeof code === "string") return code;
  if ("open" in code) return breakGroup(code, indent);
  if (!("head" in code)) return layOutPieces(code, indent, used, after);
  return isLongChain(code)
    ? breakChain(code, indent, after)
    : layOutPieces([code.head, ...code.calls], indent, used, after);
}

/** Too many calls for one line when they do not fit, or when one of them takes more than a plain value. */
function isLongChain(chain: CallChain): boolean {
  return chain.calls.length > 2 || isCrowded(chain);
}

function isCrowded({ head, calls }: CallChain): boolean {
  return calls.length > 1 && ![head, ...calls].every((call) => isPlain(call, -1));
}

function isPlain(code: Code, depth: number): boolean {
  if (depth >= 2) return false;
  if (typeof code === "string") return true;
  if ("open" in code) return code.items.every((item) => isPlain(item, depth + 1));
  return ("head" in code ? [code.head, ...code.calls] : code).every((piece) => isPlain(piece, depth));
}

function breakChain({ head, calls }: CallChain, indent: number, after: number): string {
  const inner = indent + INDENT;
  const lines = calls.map((call) => `\n${" ".repeat(inner)}${layOut(call, inner, inner, after)}`);
  return `${layOut(head, indent, indent, 0)}${lines.join("")}`;
}

/** The last group takes the breaks: `f("x", { … })` keeps its head on the line. */
function layOutPieces(pieces: readonly Code[], indent: number, used: number, after: number): string {
  const at = pieces.findLastIndex((piece) => typeof piece !== "string");
  const piece = pieces[at];
  if (piece === undefined) return pieces.map(flattenWhole).join("");
  const head = pieces.slice(0, at).map(flattenWhole).join("");
  const tail = pieces
    .slice(at + 1)
    .map(flattenWhole)
    .join("");
  return `${head}${layOut(piece, indent, used + head.length, after + tail.length)}${tail}`;
}

function breakGroup({ open, items, close }: CodeGroup, indent: number): string {
  if (items.length === 0) return `${open}${close}`;
  const inner = indent + INDENT;
  const lines = items.map((item) => `${" ".repeat(inner)}${layOut(item, inner, inner, 1)},\n`);
  return `${open}\n${lines.join("")}${" ".repeat(indent)}${close}`;
}

/** On one line; undefined when something in it is always broken. */
function flatten(code: Code): string | undefined {
  if (typeof code === "string") return code;
  if ("open" in code && code.isBroken && code.items.length > 0) return undefined;
  if ("head" in code) return isCrowded(code) ? undefined : flatten([code.head, ...code.calls]);
  const texts: string[] = [];
  for (const item of "open" in code ? code.items : code) {
    const text = flatten(item);
    if (text === undefined) return undefined;
    texts.push(text);
  }
  if (!("open" in code)) return texts.join("");
  const { open, close } = code;
  if (texts.length === 0) return `${open}${close}`;
  return open === "{" ? `{ ${texts.join(", ")} }` : `${open}${texts.join(", ")}${close}`;
}

function flattenWhole(code: Code): string {
  const text = flatten(code);
  assert(text !== undefined, "only the last piece is always broken");
  return text;
}
