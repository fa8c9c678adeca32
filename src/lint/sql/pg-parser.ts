// PostgreSQL's own parser: the text of one statement → its tree, or what is wrong with it. Loaded when SQL is linted.
import type { Node } from "libpg-query";

export type ParsedByPostgres =
  | { readonly kind: "tree"; readonly tree: Node }
  /** `at` is a place in the text. */
  | { readonly kind: "error"; readonly message: string; readonly at: number };

export type PgParse = (text: string) => ParsedByPostgres;

/** Parses each text once, for several servers. */
export function parseOnce(parse: PgParse): PgParse {
  const known = new Map<string, ParsedByPostgres>();
  return (text) => {
    const parsed = known.get(text) ?? parse(text);
    known.set(text, parsed);
    return parsed;
  };
}

export async function loadPgParser(): Promise<PgParse> {
  const { hasSqlDetails, loadModule, parseSync } = await import("libpg-query");
  await loadModule();
  return (text) => {
    try {
      const tree = parseSync(text).stmts?.[0]?.stmt;
      return tree === undefined ? { kind: "error", message: "there is no statement", at: 0 } : { kind: "tree", tree };
    } catch (error) {
      const at = hasSqlDetails(error) ? offsetOfCharacter(text, error.sqlDetails?.cursorPosition ?? 0) : 0;
      return { kind: "error", message: error instanceof Error ? error.message : String(error), at };
    }
  };
}

/** PostgreSQL counts characters; one beyond the first 65,536 is two units of a text. */
function offsetOfCharacter(text: string, character: number): number {
  let at = 0;
  for (let count = 0; count < character && at < text.length; count++) {
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return at;
}
