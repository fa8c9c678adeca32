// Looks for words in one action of ALTER TABLE: up to the comma behind it, and outside of parentheses. Pure.
import { hasWords, type TokenRun, tokensFrom } from "../token-run.ts";

/** The indexes of the tokens of an action that are outside of parentheses. */
export function* indexesOfAction(run: TokenRun, start: number): Generator<number> {
  for (const { token, index, depth } of tokensFrom(run, start)) {
    if (depth > 0) continue;
    if (token.kind === ",") return;
    yield index;
  }
}

export function hasInAction(run: TokenRun, start: number, ...words: readonly string[]): boolean {
  for (const index of indexesOfAction(run, start)) if (hasWords(run, index, ...words)) return true;
  return false;
}
