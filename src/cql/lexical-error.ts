// Turns an "error" token into what the user reads about it. Pure.
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { Token } from "./token.ts";

const SHOWN_LENGTH_MAX = 40;

/** What is wrong with an "error" token: it is never closed (the span is its opening), or its characters cannot stand. */
export function diagnoseToken(source: Source, token: Token): Diagnostic {
  const opening = source.text.slice(token.start, token.start + 2);
  if (opening.startsWith("'")) {
    return unclosed(source, token, 1, "a string", "end it with `'`; a quote inside a string is written twice: `''`");
  }
  if (opening.startsWith('"')) {
    return unclosed(source, token, 1, "a quoted name", 'end it with `"`; a quote inside a name is written twice: `""`');
  }
  if (opening === "$$") return unclosed(source, token, 2, "a `$$` string", "end it with `$$`");
  if (opening === "/*") return unclosed(source, token, 2, "a comment", "end it with `*/`; comments do not nest in CQL");
  if (/^(?:-?[0-9]|[A-Za-z])/.test(opening)) return diagnoseBegun(source, token);
  return diagnoseCharacters(source, token);
}

/** What the server reads on as one thing, though it can be none: `1and` as a uuid, `-not` as a number. */
function diagnoseBegun(source: Source, token: Token): Diagnostic {
  const shown = source.text.slice(token.start, Math.min(token.end, token.start + SHOWN_LENGTH_MAX));
  const message = `\`${shown}\` reads as the beginning of a number, a duration or a uuid, and is none`;
  return {
    message,
    hint: "put a blank between what does not belong together",
    source,
    span: { start: token.start, end: token.end },
  };
}

function unclosed(source: Source, token: Token, length: number, what: string, hint: string): Diagnostic {
  const span = { start: token.start, end: token.start + length };
  return { message: `${what} is opened here and never closed`, hint, source, span };
}

function diagnoseCharacters(source: Source, token: Token): Diagnostic {
  const written = source.text.slice(token.start, Math.min(token.end, token.start + SHOWN_LENGTH_MAX));
  const shown = JSON.stringify(written).slice(1, -1);
  const span = { start: token.start, end: token.end };
  if (written.startsWith("-")) {
    const message = `\`${shown}\` is neither a number nor a subtraction`;
    return { message, hint: "put a space behind the minus sign", source, span };
  }
  const code = (written.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const message = `\`${shown}\` (U+${code}) has no meaning in CQL outside of quotes and comments`;
  return { message, hint: hintFor(written), source, span };
}

function hintFor(written: string): string {
  if (/^[‘’“”«»„`´]/.test(written)) return "write straight quotes: `'` around strings, `\"` around names";
  if (written.startsWith("\ufeff")) return "a byte order mark counts only at the start of a file: remove this one";
  if (/^\s/.test(written)) return "write a plain space";
  if (written.startsWith("#")) return "a comment begins with `--` or `//`";
  if (written.startsWith("$")) return "CQL knows `$$ … $$`, without a word between the signs";
  if (/^[\p{L}_]/u.test(written)) {
    return 'a bare name begins with a letter of a–z and goes on with a–z, 0–9 and `_`; any other stands in `"…"`';
  }
  return "remove it, or put it in quotes";
}
