// "Did you mean": the nearest known name to one that is not known.
import { closestMatch } from "leven";

/** The candidate nearest to `word`, or undefined when none is near enough to be a slip of the pen. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  // Two letters that changed places are two edits.
  const maxDistance = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3));
  return closestMatch(word.toLowerCase(), [...candidates], { maxDistance });
}
