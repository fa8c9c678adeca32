// The columns that the text behind SET of an UPDATE assigns: `a = 1, (b, "C") = (2, 3), d[1] = 4`. Pure, never throws.
import { parseIdentifier } from "../identifiers.ts";
import { nextToken } from "../lexer.ts";

/** Names as they are stored, in order. Of a text that is no list of assignments, what could be made out. */
export function assignedColumns(text: string): readonly string[] {
  const assigned: string[] = [];
  /** Names where one may stand that is assigned; undefined: behind its sign. */
  let targets: string[] | undefined = [];
  let depth = 0;
  let subscripts = 0;
  let isField = false;
  for (let token = nextToken(text, 0); token.kind !== "end"; token = nextToken(text, token.end)) {
    const { kind } = token;
    if (kind === "comment") continue;
    if (kind === "[") subscripts += 1;
    else if (kind === "]") subscripts -= 1;
    else if (kind === "(") depth += 1;
    else if (kind === ")") depth -= 1;
    else if (subscripts === 0 && depth === 0 && kind === ",") targets = [];
    else if (subscripts === 0 && kind === "operator") {
      assigned.push(...(targets ?? []));
      targets = undefined;
    } else if (subscripts === 0 && !isField && (kind === "word" || kind === "quoted-name")) {
      targets?.push(parseIdentifier(text.slice(token.start, token.end)));
    }
    isField = kind === ".";
  }
  return assigned;
}
