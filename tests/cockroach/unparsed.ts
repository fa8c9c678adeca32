// Which of some texts CockroachDB's own parser does not take as one statement, each with what it says.
import type { CockroachParser } from "./parser.ts";

export async function findUnparsed(parse: CockroachParser, texts: Iterable<string>): Promise<readonly string[]> {
  const all = [...new Set(texts)];
  const verdicts = await parse(all);
  return all.flatMap((text, index) => {
    const verdict = verdicts[index];
    if (verdict?.problem === "" && verdict.count === 1) return [];
    return [`${verdict?.problem || `${verdict?.count} statements`}: ${text}`];
  });
}
