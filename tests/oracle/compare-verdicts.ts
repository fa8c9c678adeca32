// Puts texts to the parser here and to the server's own, and says where they disagree.
import { capabilitiesOf, judgeOurs, type OurVerdict } from "./our-verdict.ts";
import type { ServerOracle, ServerVerdict } from "./server-oracle.ts";

export interface Disagreement {
  readonly text: string;
  readonly server: ServerVerdict;
  readonly ours: OurVerdict;
}

export interface Comparison {
  readonly disagreements: readonly Disagreement[];
  readonly counts: VerdictCounts;
}

/** By the server's verdicts. */
export interface VerdictCounts {
  readonly accepted: number;
  readonly refused: number;
  readonly crashed: number;
  readonly undecided: number;
}

export const NO_VERDICTS: VerdictCounts = { accepted: 0, refused: 0, crashed: 0, undecided: 0 };

export async function compareVerdicts(texts: readonly string[], oracle: ServerOracle): Promise<Comparison> {
  const capabilities = capabilitiesOf(oracle.version);
  const asked = texts.map(asFile);
  const answers = oracle.judge(asked);
  const ours = asked.map((text) => judgeOurs(text, capabilities));
  const theirs = await answers;
  const counts = { ...NO_VERDICTS };
  const disagreements: Disagreement[] = [];
  for (const [index, text] of texts.entries()) {
    const server = theirs[index];
    const own = ours[index];
    if (server === undefined || own === undefined) throw new Error("a text has no verdict");
    counts[server.kind]++;
    if (doDisagree(server, own)) disagreements.push({ text, server, ours: own });
  }
  return { disagreements, counts };
}

/** Of these texts, the first on which the verdicts differ. */
export async function firstDisagreement(
  texts: readonly string[],
  oracle: ServerOracle,
): Promise<Disagreement | undefined> {
  const { disagreements } = await compareVerdicts(texts, oracle);
  return disagreements[0];
}

export function addCounts(left: VerdictCounts, right: VerdictCounts): VerdictCounts {
  return {
    accepted: left.accepted + right.accepted,
    refused: left.refused + right.refused,
    crashed: left.crashed + right.crashed,
    undecided: left.undecided + right.undecided,
  };
}

/** To a client a crash is a refusal, but that of a stack is the size of the stack. */
function doDisagree(server: ServerVerdict, ours: OurVerdict): boolean {
  switch (server.kind) {
    case "accepted":
      return ours.kind === "refused";
    case "refused":
      return ours.kind === "accepted";
    case "crashed":
      return ours.kind === "accepted" && !server.message.startsWith("StackOverflowError");
    case "undecided":
      return false;
  }
}

/** Both are asked with a line break behind the text: a server wants one behind a comment that stands last. */
function asFile(text: string): string {
  return `${text}\n`;
}
