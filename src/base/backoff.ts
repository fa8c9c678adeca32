// How long to wait before the next try: twice as long each time, and by chance, so that two that were in each other's way do not
// meet again. Pure.

export interface PauseBounds {
  readonly minMs: number;
  readonly maxMs: number;
}

/**
 * Milliseconds: from half of the full pause to all of it.
 * @param attempt the tries that have failed, from 1
 * @param random from 0 to 1
 */
export function pauseMs(attempt: number, { minMs, maxMs }: PauseBounds, random: number): number {
  return Math.min(maxMs, minMs * 2 ** (attempt - 1)) * (0.5 + random / 2);
}
