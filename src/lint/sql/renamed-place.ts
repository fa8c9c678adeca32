// The name after RENAME [COLUMN]. Pure.
import { tokenAt, tokensFrom, wordAt } from "../../sql/token-run.ts";
import type { Span } from "../../text/span.ts";
import type { SqlStatement } from "./linted.ts";

export function renamedPlace({ tokens, text }: SqlStatement): Span {
  for (const { index } of tokensFrom(tokens, 2)) {
    if (wordAt(tokens, index) !== "RENAME") continue;
    return tokenAt(tokens, wordAt(tokens, index + 1) === "COLUMN" ? index + 2 : index + 1);
  }
  return { start: 0, end: text.length };
}
