// Finds the end of a statement that cannot be understood, so that the next one is read as itself.
import type { Cursor, Key } from "./cursor.ts";

/** The words that begin a statement and cannot stand within a block: its end was forgotten. */
const OUTSIDE_OF_BLOCK: ReadonlySet<Key> = new Set([
  "ALTER",
  "BEGIN",
  "CREATE",
  "DROP",
  "GRANT",
  "REVOKE",
  "SELECT",
  "TRUNCATE",
  "USE",
]);

/**
 * Takes the tokens of the statement that begins with the token in hand, up to its `;`: within BEGIN BATCH … APPLY BATCH
 * another one ends nothing. Up to `failedAt` all that is wrong with its tokens has been noted.
 */
export function skipStatement(cursor: Cursor, failedAt: number): void {
  let blockEnd = beginBlock(cursor);
  while (cursor.key !== "end") {
    if (cursor.key === "error" && cursor.start > failedAt) cursor.noteError();
    if (cursor.key === ";") {
      if (blockEnd === undefined || isOutsideAhead(cursor)) return;
    } else if (cursor.key === blockEnd) {
      cursor.take();
      if (!cursor.is("BATCH") && !cursor.is("TRANSACTION")) continue;
      blockEnd = undefined;
    }
    cursor.take();
  }
}

/** The word that begins the end of a block; undefined when the statement is none. */
function beginBlock(cursor: Cursor): "APPLY" | "COMMIT" | undefined {
  if (cursor.key !== "BEGIN") return undefined;
  cursor.take();
  if (cursor.is("TRANSACTION")) return "COMMIT";
  if (cursor.is("UNLOGGED") || cursor.is("COUNTER")) cursor.take();
  return cursor.is("BATCH") ? "APPLY" : undefined;
}

function isOutsideAhead(cursor: Cursor): boolean {
  return OUTSIDE_OF_BLOCK.has(cursor.peek());
}
