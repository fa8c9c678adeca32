// Choices made by a random number generator with a seed. Pure but for the generator's own state.
import { mulberry } from "../crash/mulberry.ts";

export interface Choice {
  /** From 0 up to 1. */
  readonly number: () => number;
  /** From 0 up to `count - 1`. */
  readonly below: (count: number) => number;
  readonly isLikely: (probability: number) => boolean;
  /** Throws for an empty list. */
  readonly of: <T>(items: readonly T[]) => T;
}

export function seededChoice(seed: number): Choice {
  const number = mulberry(seed);
  const below = (count: number): number => Math.floor(number() * count);
  return {
    number,
    below,
    isLikely: (probability) => number() < probability,
    of: <T>(items: readonly T[]): T => {
      if (items.length === 0) throw new Error("nothing to choose from");
      return items[below(items.length)] as T;
    },
  };
}
