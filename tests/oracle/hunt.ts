// Looks for texts on which the parser here and the server's own disagree: a corpus, and damage done to it by a seed.
import { seededChoice } from "./choice.ts";
import { addCounts, compareVerdicts, type Disagreement, NO_VERDICTS, type VerdictCounts } from "./compare-verdicts.ts";
import { makeCorpus } from "./corpus.ts";
import { createGenerator, STATEMENT_RULES } from "./generate.ts";
import { mutate } from "./mutate.ts";
import { REFUSED } from "./odd-statements.ts";
import type { ServerOracle } from "./server-oracle.ts";
import { shrink } from "./shrink.ts";

const BATCH_SIZE = 4_000;
/** One text in so many is made from the grammar with a rule in a wrong place rather than by damage. */
const ODD_EVERY = 8;

export interface HuntOptions {
  readonly seed: number;
  readonly corpusCount: number;
  readonly mutationCount: number;
  /** How many disagreements are made short; the others are only counted. */
  readonly shrunkMax: number;
  readonly onProgress?: (mutations: number, disagreements: number) => void;
}

export interface HuntResult {
  readonly corpus: VerdictCounts;
  readonly mutations: VerdictCounts;
  readonly untaken: readonly string[];
  readonly disagreementCount: number;
  /** Shrunk, each shape once. */
  readonly disagreements: readonly Disagreement[];
}

/** The same options and server give the same result. */
export async function hunt(oracle: ServerOracle, options: HuntOptions): Promise<HuntResult> {
  const { texts, untaken } = makeCorpus(options.seed, options.corpusCount);
  const found: Disagreement[] = [];
  let disagreementCount = 0;
  const note = (disagreements: readonly Disagreement[]): void => {
    disagreementCount += disagreements.length;
    found.push(...disagreements.slice(0, options.shrunkMax - found.length));
  };
  const first = await compareVerdicts(texts, oracle);
  note(first.disagreements);
  note((await compareVerdicts(REFUSED, oracle)).disagreements);

  const choice = seededChoice(options.seed + 1);
  const generator = createGenerator(choice);
  let mutations = NO_VERDICTS;
  for (let done = 0; done < options.mutationCount; done += BATCH_SIZE) {
    const size = Math.min(BATCH_SIZE, options.mutationCount - done);
    const damaged = Array.from({ length: size }, (_, index) =>
      index % ODD_EVERY === 0
        ? generator.makeOdd(choice.of(STATEMENT_RULES))
        : mutate(choice.of(texts), choice, { corpus: texts }),
    );
    const { counts, disagreements } = await compareVerdicts(damaged, oracle);
    mutations = addCounts(mutations, counts);
    note(disagreements);
    options.onProgress?.(done + size, disagreementCount);
  }
  return { corpus: first.counts, mutations, untaken, disagreementCount, disagreements: await shrinkAll(found, oracle) };
}

async function shrinkAll(found: readonly Disagreement[], oracle: ServerOracle): Promise<readonly Disagreement[]> {
  const shortest = new Map<string, Disagreement>();
  for (const each of found) {
    const short = await shrink(each, oracle);
    shortest.set(short.text, short);
  }
  return [...shortest.values()];
}

/** The text and both verdicts, in three lines. */
export function renderDisagreement({ text, server, ours }: Disagreement): string {
  const place = server.line > 0 ? ` at ${server.line}:${server.column}` : "";
  return [
    `  ${JSON.stringify(text)}`,
    `    Cassandra: ${server.kind}${place} ${server.message}`.trimEnd(),
    `    here:      ${ours.kind} ${ours.message}`.trimEnd(),
  ].join("\n");
}

export function renderCounts({ accepted, refused, crashed, undecided }: VerdictCounts): string {
  return `${accepted} accepted, ${refused} refused, ${crashed} crashed, ${undecided} undecided`;
}
