// A sequence that shows a disagreement → a shorter one that shows one of the same kind.

export type StillFails = (texts: readonly string[]) => Promise<boolean>;

/** Leaves out runs of statements, long ones first, as long as the rest still fails; asks at most `triesMax` times. */
export async function shrink(
  texts: readonly string[],
  stillFails: StillFails,
  triesMax: number,
): Promise<readonly string[]> {
  let best = texts;
  let tries = 0;
  for (let length = Math.ceil(best.length / 2); length >= 1; length = length === 1 ? 0 : Math.ceil(length / 2)) {
    for (let start = 0; start < best.length && tries < triesMax; ) {
      const rest = [...best.slice(0, start), ...best.slice(start + length)];
      tries++;
      if (rest.length > 0 && (await stillFails(rest))) best = rest;
      else start += length;
    }
  }
  return best;
}
