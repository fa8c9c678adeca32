// Names in the tokens of a statement as the server takes them: quotes and capitals make no difference where they mean none. Pure.
import { parseIdentifier, parseName } from "../../sql/identifiers.ts";
import { readName, type TokenRun, textAt, tokenAt } from "../../sql/token-run.ts";

/** The name that a token means; "" when it is none. */
export function nameAt(tokens: TokenRun, index: number): string {
  const { kind } = tokenAt(tokens, index);
  return kind === "word" || kind === "quoted-name" ? parseIdentifier(textAt(tokens, index)) : "";
}

/** The function of a call that begins at an index, without its schema; "" when none does. */
export function calledAt(tokens: TokenRun, index: number): string {
  const name = readName(tokens, index);
  if (name === undefined || tokenAt(tokens, name.next).kind !== "(") return "";
  return parseName(name.name)?.at(-1) ?? "";
}
