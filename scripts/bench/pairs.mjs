// Two things measured in turn within one run, so that the machine's own speed drops out.

/**
 * @param ours, theirs called with the number of the round, from 0; what they return is what they took
 * @returns a pair for each round
 */
export function takePairs(rounds, ours, theirs) {
  return Array.from({ length: rounds }, (_, round) => {
    // Who goes first changes from round to round.
    if (round % 2 === 0) {
      const a = ours(round);
      return { a, b: theirs(round) };
    }
    const b = theirs(round);
    return { a: ours(round), b };
  });
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
