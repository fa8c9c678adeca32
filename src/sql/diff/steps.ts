// The statements of a difference, gathered by when they have to run. What is in the way goes first, what others use goes last.
import type { SqlChange } from "./change.ts";

/** In the order in which they run. */
const PHASES = [
  "before",
  /** Triggers, policies, foreign keys. */
  "drop-rules",
  "drop-views",
  /** Constraints, indexes, defaults of tables that stay. */
  "drop-parts",
  /** Tables, and functions that need them. */
  "drop-tables",
  "make",
  "own",
  "add-foreign-keys",
  "add-rules",
  /** Functions, types, sequences that nothing uses any more. */
  "drop-rest",
  "comment",
] as const;
export type Phase = (typeof PHASES)[number];

export interface Steps {
  readonly changes: SqlChange[];
  add(phase: Phase, ...texts: readonly string[]): void;
  /** Each text once. */
  statements(): readonly string[];
}

export function emptySteps(): Steps {
  const byPhase = new Map<Phase, string[]>(PHASES.map((phase) => [phase, []]));
  return {
    changes: [],
    add(phase, ...texts) {
      byPhase.get(phase)?.push(...texts);
    },
    statements() {
      return [...new Set(PHASES.flatMap((phase) => byPhase.get(phase) ?? []))];
    },
  };
}

/** What is only in one of two lists, and what is in both. */
export interface Matched<Item> {
  readonly added: readonly Item[];
  readonly removed: readonly Item[];
  readonly both: readonly (readonly [from: Item, to: Item])[];
}

export function match<Item>(from: readonly Item[], to: readonly Item[], nameOf: (item: Item) => string): Matched<Item> {
  const old = new Map(from.map((item) => [nameOf(item), item]));
  const names = new Set(to.map(nameOf));
  return {
    added: to.filter((item) => !old.has(nameOf(item))),
    removed: from.filter((item) => !names.has(nameOf(item))),
    both: to.flatMap((item) => {
      const before = old.get(nameOf(item));
      return before === undefined ? [] : [[before, item] as const];
    }),
  };
}

export function byItsName({ name }: { readonly name: string }): string {
  return name;
}
