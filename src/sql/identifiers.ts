// Turns names and strings into SQL text, and written names into the names they mean. Pure.
import { nextToken } from "./lexer.ts";
import { isReservedWord } from "./reserved-words.ts";

const BARE_NAME = /^[a-z_][a-z0-9_]*$/;

/**
 * A name as it stands in SQL: bare when PostgreSQL and CockroachDB read it as this name everywhere, else in double quotes.
 * The one way by which a name of a schema, table, column, index, type, function or role goes into SQL text.
 */
export function quoteIdentifier(name: string): string {
  return BARE_NAME.test(name) && !isReservedWord(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** `quoteIdentifier` of each part, with dots between them. */
export function quoteName(...parts: readonly string[]): string {
  return parts.map(quoteIdentifier).join(".");
}

/**
 * The name that a written identifier means: the letters A to Z in lower case, unless it stands in double quotes. As in
 * PostgreSQL with UTF-8, other letters stay as they are.
 */
export function parseIdentifier(written: string): string {
  if (written.startsWith('"')) return written.slice(1, -1).replaceAll('""', '"');
  if (/^u&"/i.test(written)) return unescapeUnicode(written.slice(3, -1).replaceAll('""', '"'));
  return written.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** The parts of a written name, `schema.name`: as many as it has; undefined when it is no name. */
export function parseName(written: string): readonly string[] | undefined {
  const parts: string[] = [];
  for (let offset = 0; ; ) {
    const part = nextToken(written, offset);
    if (part.kind !== "word" && part.kind !== "quoted-name") return undefined;
    parts.push(parseIdentifier(written.slice(part.start, part.end)));
    const dot = nextToken(written, part.end);
    if (dot.kind === "end") return parts;
    if (dot.kind !== ".") return undefined;
    offset = dot.end;
  }
}

/** A string literal, for the places where SQL takes no parameter. */
export function sqlString(value: string): string {
  const quoted = value.replaceAll("'", "''");
  return value.includes("\\") ? `E'${quoted.replaceAll("\\", "\\\\")}'` : `'${quoted}'`;
}

/** `\0041` and `\+000041` are the characters of these numbers, `\\` is a backslash; another escape sign, by UESCAPE, is not read. */
function unescapeUnicode(text: string): string {
  return text.replace(/\\(?:\\|\+([0-9a-f]{6})|([0-9a-f]{4}))/gi, (whole, long?: string, short?: string) => {
    const code = Number.parseInt(long ?? short ?? "5c", 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
