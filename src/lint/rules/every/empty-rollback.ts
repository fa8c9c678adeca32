// A down side that undoes nothing. Pure.
import type { Migration } from "../../../migration/migration.ts";
import { lineText, positionOf } from "../../../text/source.ts";
import type { Span } from "../../../text/span.ts";
import { everyRule, type Rule } from "../../rule.ts";

export const emptyRollback: Rule = everyRule({
  name: "empty-rollback",
  level: "warn",
  check({ migration, up }) {
    const empty = up.statements.length === 0 ? undefined : emptyDownSide(migration);
    if (empty === undefined) return [];
    return [
      {
        message: "the down side holds no statement, so `tidemark rollback` stops at this migration",
        hint: "write what undoes it, or take the empty down side away",
        source: up.source,
        span: empty.marker,
      },
    ];
  },
});

/** A down side that is there and holds no statement: the line of its marker, or a file of its own. */
export function emptyDownSide({
  up,
  down,
  name,
  format,
}: Migration): { readonly marker: Span | undefined } | undefined {
  if (down !== undefined) return undefined;
  const { source, span } = up;
  // The up side ends where the line of the marker begins.
  if (span.end < source.text.length) {
    const { line } = positionOf(source, span.end);
    return { marker: { start: span.end, end: span.end + lineText(source, line).length } };
  }
  // `V1__x.cql` is one of a pair only because of its `U1__….cql`; `1_x.up.cql` is so by its name alone.
  return format === "paired" && !/\.up\.(?:cql|sql)$/.test(name) ? { marker: undefined } : undefined;
}
