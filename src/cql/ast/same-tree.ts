// Compares parsed statements by what they say, not by where they stand. Pure.

/** Where things stand, and what follows from the text as it was written. */
const PLACES: ReadonlySet<string> = new Set(["start", "end", "features"]);

/** Whether two trees say the same; `start`, `end` and `features` do not count, nor do members that are undefined. */
export function sameTree(one: unknown, other: unknown): boolean {
  if (!isObject(one) || !isObject(other)) return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = keysOf(one);
  return keys.length === keysOf(other).length && keys.every((key) => sameTree(one[key], other[key]));
}

/** A copy without `start`, `end` and `features`, and without members that are undefined: for tests. */
export function withoutSpans(tree: unknown): unknown {
  if (!isObject(tree)) return tree;
  if (Array.isArray(tree)) return tree.map(withoutSpans);
  return Object.fromEntries(keysOf(tree).map((key) => [key, withoutSpans(tree[key])]));
}

type Members = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null;
}

function keysOf(node: Members): readonly string[] {
  return Object.keys(node).filter((key) => !PLACES.has(key) && node[key] !== undefined);
}
