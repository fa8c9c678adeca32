// Finds the calls of functions in a statement on rows. Pure.
import type { DmlNode } from "../ast/dml.ts";
import type { CallSelectable, Select } from "../ast/select.ts";
import type { CallTerm } from "../ast/term.ts";

export type Call = CallTerm | CallSelectable;

/** Calls stand anywhere among terms, conditions and selectors: every node is looked at, whatever its kind. */
export function callsIn(statement: DmlNode | Select): readonly Call[] {
  const calls: Call[] = [];
  collect(statement, calls);
  return calls;
}

function collect(node: unknown, calls: Call[]): void {
  if (typeof node !== "object" || node === null) return;
  if ("kind" in node && node.kind === "call") calls.push(node as Call);
  // Every statement on rows comes through here: most parts are plain values, and no array of them is made.
  for (const key in node) {
    const part: unknown = node[key as keyof typeof node];
    if (typeof part === "object") collect(part, calls);
  }
}
