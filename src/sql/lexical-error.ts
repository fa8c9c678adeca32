// Turns an "error" token, or a sign that cannot stand, into what the user reads about it. Pure.
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { Token } from "./token.ts";

/** What is wrong with an "error" token: it is never closed. The span is its opening. */
export function diagnoseUnclosed(source: Source, token: Token): Diagnostic {
  const [opening = ""] =
    /^(?:\/\*|\$[^$]*\$|(?:[A-Za-z]&?)?['"])/.exec(source.text.slice(token.start, token.end)) ?? [];
  const span = { start: token.start, end: token.start + opening.length };
  const { what, hint } = explain(opening);
  return { message: `${what} is opened here and never closed`, hint, source, span };
}

function explain(opening: string): { readonly what: string; readonly hint: string } {
  if (opening === "/*")
    return { what: "a comment", hint: "end it with `*/`; comments nest in SQL, so each `/*` needs one" };
  if (opening.startsWith("$")) return { what: `a string in \`${opening}\``, hint: `end it with \`${opening}\`` };
  if (opening.endsWith('"')) {
    return { what: "a quoted name", hint: 'end it with `"`; a quote inside a name is written twice: `""`' };
  }
  const isEscaped = /^e/i.test(opening);
  const rule = isEscaped ? "; `\\'` does not end a string that begins with `E'`" : "";
  return { what: "a string", hint: `end it with \`'\`; a quote inside a string is written twice: \`''\`${rule}` };
}
