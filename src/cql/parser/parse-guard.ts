// Parses IF EXISTS and IF NOT EXISTS. Where they stand, `if` can be nothing else, as the word is reserved.
import type { Cursor } from "./cursor.ts";

/** ( "IF" "NOT" "EXISTS" )? */
export function parseIfNotExists(cursor: Cursor): boolean {
  if (!cursor.eat("IF")) return false;
  cursor.expect("NOT");
  cursor.expect("EXISTS");
  return true;
}

/** ( "IF" "EXISTS" )? */
export function parseIfExists(cursor: Cursor): boolean {
  if (!cursor.eat("IF")) return false;
  cursor.expect("EXISTS");
  return true;
}

/** ( "IF" "EXISTS" )? in ALTER */
export function parseIfExistsOfAlter(cursor: Cursor): boolean {
  const { start } = cursor;
  if (!parseIfExists(cursor)) return false;
  cursor.useFeature("guarded-alter", start);
  return true;
}

/** ( "IF" "NOT" "EXISTS" )? in ALTER */
export function parseIfNotExistsOfAlter(cursor: Cursor): boolean {
  const { start } = cursor;
  if (!parseIfNotExists(cursor)) return false;
  cursor.useFeature("guarded-alter", start);
  return true;
}
