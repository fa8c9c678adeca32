// A seed → choices, always the same for the same seed.
import assert from "node:assert/strict";
import { mulberry } from "../../crash/mulberry.ts";

export interface Chance {
  /** A whole number from 0, below `count`. */
  below(count: number): number;
  /** True in this share of all cases: 0.25 is one in four. */
  is(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** By weight. */
  weigh<T>(entries: readonly (readonly [weight: number, value: T])[]): T;
  /** Different members of the list in a random order, as many as asked for where there are so many. */
  take<T>(list: readonly T[], count: number): readonly T[];
}

export function chanceOf(seed: number): Chance {
  const random = mulberry(seed);
  const below = (count: number): number => Math.floor(random() * count);
  const pick = <T>(list: readonly T[]): T => {
    assert.ok(list.length > 0, "something to pick from");
    return list[below(list.length)] as T;
  };
  return {
    below,
    is: (share) => random() < share,
    pick,
    weigh: (entries) => {
      const total = entries.reduce((sum, [weight]) => sum + weight, 0);
      let rest = random() * total;
      for (const [weight, value] of entries) {
        rest -= weight;
        if (rest < 0) return value;
      }
      return pick(entries)[1];
    },
    take: (list, count) => {
      const left = [...list];
      const taken: (typeof list)[number][] = [];
      while (taken.length < count && left.length > 0) taken.push(...left.splice(below(left.length), 1));
      return taken;
    },
  };
}
