// Turns the tokens of BEGIN BATCH … APPLY BATCH into facts: as strict as its strictest part. Pure.
import type { StatementFacts } from "../plan/statement.ts";
import { classifyDml } from "./classify-dml.ts";
import type { Token } from "./token.ts";
import { hasWords, isWord, type TokenRun, wordAt } from "./token-run.ts";

/** batch : "BEGIN" ( "UNLOGGED" | "COUNTER" )? "BATCH" using? ( dml ";"? )* "APPLY" "BATCH" */
export function classifyBatch(run: TokenRun): StatementFacts | undefined {
  const isPlain = wordAt(run, 1) === "BATCH";
  if (!isPlain && wordAt(run, 2) !== "BATCH") return undefined;
  const parts = splitParts(run).map(classifyDml);
  const known = parts.filter((part) => part !== undefined);
  const tables = [...new Set(known.map((part) => part.object))].join(", ");
  const guard = known.find((part) => part.guard !== undefined)?.guard;
  const head = {
    kind: "batch",
    effect: "data",
    ...(tables !== "" && { object: tables }),
    ...(guard !== undefined && { guard }),
  } as const;
  const askReason = askReasonOf(run, parts);
  if (askReason !== undefined) return { ...head, onRetry: "ask", askReason };
  // One condition makes the whole batch conditional, and a conditional batch takes no timestamp of the client.
  return { ...head, onRetry: guard === undefined ? "same-timestamp" : "safe" };
}

function askReasonOf(run: TokenRun, parts: readonly (StatementFacts | undefined)[]): string | undefined {
  if (wordAt(run, 1) === "COUNTER") return "adds to counters";
  if (!hasWords(run, run.tokens.length - 2, "APPLY", "BATCH")) return "does not end with APPLY BATCH";
  if (parts.includes(undefined)) return "holds a statement that is not understood";
  return parts.find((part) => part?.onRetry === "ask")?.askReason;
}

/** The parts begin at words that are reserved, so none of them is a name; `;` between them may be left out. */
function splitParts({ text, tokens }: TokenRun): readonly TokenRun[] {
  const parts: Token[][] = [];
  for (const [index, token] of tokens.entries()) {
    if (isPartStart(text, token)) parts.push([]);
    else if (isWord(text, token, "APPLY") && isWord(text, tokens[index + 1], "BATCH")) break;
    if (token.kind !== ";") parts.at(-1)?.push(token);
  }
  return parts.map((part) => ({ text, tokens: part }));
}

function isPartStart(text: string, token: Token): boolean {
  return isWord(text, token, "INSERT") || isWord(text, token, "UPDATE") || isWord(text, token, "DELETE");
}
