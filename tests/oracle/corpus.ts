// The statements that the parser is held against: the odd ones written by hand, and as many as are asked for from the grammar.
import { seededChoice } from "./choice.ts";
import { createGenerator, STATEMENT_RULES } from "./generate.ts";
import { TAKEN } from "./odd-statements.ts";

export interface Corpus {
  /** Each text once. */
  readonly texts: readonly string[];
  /** Parts of the grammar that no statement of the corpus uses. */
  readonly untaken: readonly string[];
}

/** The same seed and count give the same corpus. */
export function makeCorpus(seed: number, count: number): Corpus {
  const generator = createGenerator(seededChoice(seed));
  const texts = new Set<string>(TAKEN);
  // Rules such as USE have few statements: a bound, so that it ends for any count.
  for (let turn = 0; texts.size < count && turn < count * 4; turn++) {
    const rule = STATEMENT_RULES[turn % STATEMENT_RULES.length] ?? "";
    texts.add(generator.make(rule));
  }
  return { texts: [...texts], untaken: generator.untaken() };
}
