// What the builders of random schemas choose with: the same seed chooses the same.

export class Choices {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  chance(percent: number): boolean {
    return this.#random() * 100 < percent;
  }

  some(names: readonly string[]): readonly string[] {
    return names.filter(() => this.chance(60));
  }

  one<const T>(values: readonly T[]): T {
    const value = values[Math.floor(this.#random() * values.length)];
    if (value === undefined && values.length === 0) throw new Error("there is nothing to choose from");
    return value as T;
  }

  /** Mostly what was there before. */
  keep<const T>(before: T | undefined, values: readonly T[]): T {
    return before !== undefined && this.chance(85) ? before : this.one(values);
  }
}

/** From 0 to 1; mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
