// The first words of a statement, from the kind of its node. Pure.

/** "drop-materialized-view" is `DROP MATERIALIZED VIEW`. */
export function wordsOfKind(kind: string): string {
  return kind.toUpperCase().replaceAll("-", " ");
}
