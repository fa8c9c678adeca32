// PostgreSQL's own parser, as what it finds in a text: statements, each with its place and its tree.
import { loadModule, parseSync, scanSync } from "libpg-query";

export interface ParsedStatement {
  /** In bytes of UTF-8. The end is where its terminator stands, behind any comments. */
  readonly start: number;
  readonly end: number;
  /** Its tree as text, without places. */
  readonly tree: string;
}

export async function loadPostgresParser(): Promise<void> {
  await loadModule();
}

/** Undefined for a text that PostgreSQL does not take. */
export function parseAsPostgres(text: string): readonly ParsedStatement[] | undefined {
  const length = Buffer.byteLength(text);
  let parsed: ReturnType<typeof parseSync>;
  try {
    parsed = parseSync(text);
  } catch {
    return undefined;
  }
  return (parsed.stmts ?? []).map(({ stmt, stmt_location: start = 0, stmt_len }) => ({
    start,
    end: stmt_len === undefined || stmt_len === 0 ? length : start + stmt_len,
    tree: JSON.stringify(stmt, withoutPlace),
  }));
}

/** Whether PostgreSQL sees nothing but white space and comments. */
export function isBlankToPostgres(text: string): boolean {
  if (text.trim() === "") return true;
  return scanSync(text).tokens.every(({ tokenName }) => tokenName === "SQL_COMMENT" || tokenName === "C_COMMENT");
}

function withoutPlace(key: string, value: unknown): unknown {
  return /(?:^|_)(?:location|list_start|list_end)$/.test(key) ? undefined : value;
}
