// Knows the statements that servers have and that are not modelled here. Pure.
import type { SyntaxFeature } from "../syntax-features.ts";
import type { Cursor } from "./cursor.ts";

/**
 * The feature that the statement at the token in hand is, when it is one that is kept as text: ScyllaDB's service levels
 * and PRUNE, the search indexes of DSE, and the transactions of Cassandra after 5.0. Leaves that token in hand.
 */
export function findOpaqueStatement(cursor: Cursor): SyntaxFeature | undefined {
  switch (cursor.key) {
    case "PRUNE":
      return "prune-materialized-view";
    case "BEGIN":
      return cursor.peek() === "TRANSACTION" ? "transactions" : undefined;
    case "ATTACH":
    case "DETACH":
      return "service-levels";
    case "COMMIT":
    case "REBUILD":
    case "RELOAD":
      return isOfSearchIndex(cursor) ? "search-index" : undefined;
    case "CREATE":
    case "ALTER":
    case "DROP":
      if (isOfSearchIndex(cursor)) return "search-index";
      return isOfServiceLevels(cursor) ? "service-levels" : undefined;
    case "LIST":
      return isOfServiceLevels(cursor) ? "service-levels" : undefined;
    default:
      return undefined;
  }
}

/** The words may stand behind others: `LIST ALL SERVICE_LEVELS`, `LIST EFFECTIVE SERVICE LEVEL OF r`. */
function isOfServiceLevels(cursor: Cursor): boolean {
  const { start, key } = cursor;
  cursor.take();
  if (key === "LIST" && (cursor.key === "ALL" || cursor.key === "ATTACHED" || cursor.key === "EFFECTIVE"))
    cursor.take();
  const isPlain = cursor.key === "SERVICE_LEVEL" || cursor.key === "SERVICE_LEVELS";
  const isSpaced = cursor.key === "SERVICE" && (cursor.peek() === "LEVEL" || cursor.peek() === "LEVELS");
  cursor.rewind(start);
  return isPlain || isSpaced;
}

function isOfSearchIndex(cursor: Cursor): boolean {
  const { start } = cursor;
  cursor.take();
  const isSearch = cursor.key === "SEARCH" && cursor.peek() === "INDEX";
  cursor.rewind(start);
  return isSearch;
}
