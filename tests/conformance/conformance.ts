// Random sequences of DDL until so many statements have run: the simulator's verdicts and schemas against a server's.
import { chanceOf } from "./generate/chance.ts";
import { generateStatement } from "./generate/generate.ts";
import { type Disagreement, runSequence, type SequenceOutcome, type Side } from "./sequence.ts";
import { shrink } from "./shrink.ts";

export interface ConformanceOptions {
  /** Sequences of one seed are always the same, for one release and one simulator. */
  readonly seed: number;
  readonly statements: number;
  /** How many disagreements end the run. */
  readonly disagreementsMax: number;
  readonly shrinkTriesMax: number;
  readonly onDisagreement?: (found: FoundDisagreement) => void;
  readonly onProgress?: (counts: ConformanceCounts) => void;
}

export interface KindCount {
  readonly accepted: number;
  readonly refused: number;
}

export interface ConformanceCounts {
  readonly statements: number;
  readonly sequences: number;
  readonly accepted: number;
  readonly refused: number;
  /** By the first words of the statement. */
  readonly kinds: ReadonlyMap<string, KindCount>;
  readonly disagreements: number;
}

export interface FoundDisagreement extends Disagreement {
  /** Of the one sequence. */
  readonly seed: number;
  /** The shortest that shows it, with stand-ins for keyspaces. */
  readonly texts: readonly string[];
}

const LENGTH_MIN = 20;
const LENGTH_SPREAD = 21;

export async function runConformance(
  side: () => Promise<Side>,
  options: ConformanceOptions,
): Promise<ConformanceCounts> {
  const kinds = new Map<string, KindCount>();
  const counts = { statements: 0, sequences: 0, accepted: 0, refused: 0, disagreements: 0 };
  while (counts.statements < options.statements && counts.disagreements < options.disagreementsMax) {
    const seed = options.seed + counts.sequences;
    const server = await side();
    const outcome = await runSeed(server, seed);
    counts.sequences++;
    for (const { text, isAccepted } of outcome.steps) {
      counts.statements++;
      counts[isAccepted ? "accepted" : "refused"]++;
      const kind = kindOf(text);
      const { accepted, refused } = kinds.get(kind) ?? { accepted: 0, refused: 0 };
      kinds.set(kind, { accepted: accepted + (isAccepted ? 1 : 0), refused: refused + (isAccepted ? 0 : 1) });
    }
    if (outcome.disagreement !== undefined) {
      counts.disagreements++;
      options.onDisagreement?.(await minimise(server, seed, outcome, outcome.disagreement, options.shrinkTriesMax));
    }
    options.onProgress?.({ ...counts, kinds });
  }
  return { ...counts, kinds };
}

/** The one sequence of a seed. */
export function runSeed(side: Side, seed: number): Promise<SequenceOutcome> {
  const chance = chanceOf(seed);
  const length = LENGTH_MIN + chance.below(LENGTH_SPREAD);
  const { capabilities } = side;
  return runSequence(side, (schema, index) =>
    index < length ? generateStatement({ chance, schema, capabilities }, index) : undefined,
  );
}

async function minimise(
  side: Side,
  seed: number,
  { steps }: SequenceOutcome,
  disagreement: Disagreement,
  triesMax: number,
): Promise<FoundDisagreement> {
  let last = disagreement;
  const stillFails = async (texts: readonly string[]): Promise<boolean> => {
    const { disagreement: found } = await runSequence(side, (_, index) => texts[index]);
    if (found === undefined || found.kind !== disagreement.kind || shapeOf(found) !== shapeOf(disagreement))
      return false;
    last = found;
    return true;
  };
  const texts = await shrink(
    steps.map(({ text }) => text),
    stillFails,
    triesMax,
  );
  return { ...last, seed, texts };
}

/** The side that refuses, so that shrinking does not slip from one disagreement into another. */
function shapeOf({ kind, report }: Disagreement): string {
  if (kind !== "verdict") return kind;
  return report.startsWith("server: accepts") ? "server accepts" : "server refuses";
}

/** "CREATE TABLE", "ALTER TABLE ADD" */
export function kindOf(text: string): string {
  const words = text.toUpperCase().replaceAll(/\b(?:OR REPLACE|IF (?:NOT )?EXISTS|CUSTOM) /g, "");
  const [, verb = "", object = "", rest = ""] = /^(\w+) ((?:MATERIALIZED )?\w+)(.*)$/s.exec(words) ?? [];
  if (verb === "USE") return verb;
  if (verb !== "ALTER" || object === "KEYSPACE" || object === "MATERIALIZED VIEW") return `${verb} ${object}`;
  const action = /^ (?:\w+\.|"[^"]*"\.)?(?:\w+|"[^"]*") (DROP COMPACT|\w+)/.exec(rest)?.[1] ?? "";
  const isMask = action === "ALTER" && /MASKED/.test(rest);
  return `${verb} ${object} ${isMask ? "MASK" : action}`.trimEnd();
}
