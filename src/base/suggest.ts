// "Did you mean": the nearest known name to one that is not known.
import { closestMatch } from "leven";

/** The candidate nearest to `word`, or undefined when none is near enough to be a slip of the pen. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  const maxDistance = Math.max(1, Math.floor(word.length / 3));
  return closestMatch(word.toLowerCase(), [...candidates], { maxDistance });
}
