// Which fixes can be carried out together, and what comes of them. Pure.
import type { Source } from "../text/source.ts";
import type { Finding } from "./finding.ts";
import type { Edit, Fix } from "./rule.ts";

export interface FixableFinding extends Finding {
  readonly fix: Fix;
}

/** Those whose fixes do not touch each other, the first ones first. A variable stands for a text that is nobody's to edit. */
export function compatibleFixes(findings: readonly Finding[]): readonly FixableFinding[] {
  const taken = new Map<Source, Edit[]>();
  return findings.filter((finding): finding is FixableFinding => {
    const { fix, source } = finding;
    if (fix === undefined || fix.edits.length === 0 || fix.edits.some((edit) => touchesVariable(edit, source)))
      return false;
    const others = taken.get(source) ?? [];
    if (fix.edits.some((edit) => others.some((other) => collide(edit, other)))) return false;
    taken.set(source, [...others, ...fix.edits]);
    return true;
  });
}

function touchesVariable({ span }: Edit, { text }: Source): boolean {
  return text.slice(span.start, span.end).includes("${");
}

/** Two at one place have no order, even where neither takes anything away. */
function collide(one: Edit, other: Edit): boolean {
  if (one.span.start === other.span.start) return true;
  const [first, second] = one.span.start < other.span.start ? [one, other] : [other, one];
  return first.span.end > second.span.start;
}

/** The text of a file after edits that do not touch each other. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const pieces: string[] = [];
  let end = 0;
  for (const edit of [...edits].sort((one, other) => one.span.start - other.span.start)) {
    pieces.push(text.slice(end, edit.span.start), edit.text);
    end = edit.span.end;
  }
  return [...pieces, text.slice(end)].join("");
}

/**
 * As many of them as hold together, found by halves: all at once where all are right, and a few tries for each that is not.
 * @param holds whether a set is right; the empty one is
 */
export function largestThatHolds<Item>(
  items: readonly Item[],
  holds: (some: readonly Item[]) => boolean,
): readonly Item[] {
  const keep = (kept: readonly Item[], some: readonly Item[]): readonly Item[] => {
    if (some.length === 0) return kept;
    const all = [...kept, ...some];
    if (holds(all)) return all;
    if (some.length === 1) return kept;
    const middle = some.length >> 1;
    return keep(keep(kept, some.slice(0, middle)), some.slice(middle));
  };
  return keep([], items);
}

/** Whether nothing is found after the fixes but what was found before and is none of them; places may have moved. */
export function mends(before: readonly Finding[], fixed: readonly Finding[], after: readonly Finding[]): boolean {
  const left = new Map<string, number>();
  const add = (finding: Finding, count: number): void => {
    const { rule, source, message, severity, servers } = finding;
    const key = JSON.stringify([rule, severity, source.name, message, servers]);
    left.set(key, (left.get(key) ?? 0) + count);
  };
  for (const finding of before) add(finding, 1);
  for (const finding of fixed) add(finding, -1);
  for (const finding of after) add(finding, -1);
  return [...left.values()].every((count) => count >= 0);
}
