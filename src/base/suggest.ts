// "Did you mean": the nearest known name to one that is not known.
import { closestMatch } from "leven";

/** The candidate nearest to `word`, or undefined when none is near enough to be a slip of the pen. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  // Two letters that changed places are two edits.
  const maxDistance = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3));
  const lower = word.toLowerCase();
  return closestMatch(lower, [...candidates], { maxDistance }) ?? completionOf(lower, candidates);
}

/** The one candidate that begins with the word; two letters begin too much. */
function completionOf(word: string, candidates: readonly string[]): string | undefined {
  if (word.length < 3) return undefined;
  const [only, ...more] = candidates.filter((candidate) => candidate.toLowerCase().startsWith(word));
  return more.length === 0 ? only : undefined;
}
