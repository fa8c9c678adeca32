// Says of a change what is so, where a description says what is done: "add column age int" is "column age int only live". Pure.
import type { SqlChange } from "./change.ts";

/** What the two sides are called, each with its preposition. */
export interface SideNames {
  readonly from: string;
  readonly to: string;
}

/** What is on both sides, and differs, stays as it is. */
export function asState(change: SqlChange, { from, to }: SideNames): SqlChange {
  const { kind, description } = change;
  const [, added] = /^add (.+)$/s.exec(description) ?? [];
  if (added !== undefined) return { ...change, description: `${added} only ${to}` };
  const [, dropped] = /^drop (?!default|not null)(.+)$/s.exec(description) ?? [];
  if (kind.startsWith("create-")) return { ...change, description: description.replace(/^create/, `only ${to}`) };
  if (kind.startsWith("drop-") && description === "drop") return { ...change, description: `only ${from}` };
  if (dropped === undefined) return change;
  // "drop (on users (email))", "drop from users": the object is what its own name says.
  const isObject = /^(?:\(|from )/.test(dropped);
  return {
    ...change,
    description: isObject ? `only ${from} ${dropped.replace(/^from /, "on ")}` : `${dropped} only ${from}`,
  };
}
