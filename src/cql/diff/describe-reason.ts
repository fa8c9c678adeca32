// Turns a reason for a rebuild into words. Pure.
import { unreachable } from "../../base/assert.ts";
import { quoteIdentifier } from "../identifiers.ts";
import type { RebuildTableReason, RebuildTypeReason } from "./change.ts";

/** What the two schemas are called behind what they hold: "in A", "in B". */
export interface Sides {
  readonly from: string;
  readonly to: string;
}

/** `partition key (id) in A, (id, day) in B` */
export function describeTableReason(reason: RebuildTableReason, { from, to }: Sides): string {
  const { kind, was, is } = reason;
  const both = `${was} ${from}, ${is} ${to}`;
  const column = `column ${quoteIdentifier(reason.column ?? "")}`;
  switch (kind) {
    case "partition-key":
      return `partition key ${both}`;
    case "clustering":
      return `clustering ${both}`;
    case "key-name":
      return `key column ${was} ${from}, ${is} ${to} (if only the name differs: ALTER TABLE … RENAME ${was} TO ${is})`;
    case "compact-layout":
      return `layout ${both}`;
    case "counter":
      return both;
    case "column-type":
    case "column-kind":
      return `${column} ${both}`;
    case "compact-column":
      return is === undefined
        ? `${column} ${was} only ${from}, and a compact table lets no column go`
        : `${column} ${is} only ${to}, and a compact table takes no new column`;
    case "column-again":
      return `${column} ${is} only ${to}, and the server remembers that it dropped one of that name, ${was}`;
    case "column-stays":
      return `${column} ${was} only ${from}, and the server drops no column of a user-defined type that is not frozen`;
    default:
      return unreachable(kind);
  }
}

/** `field zip int in A, text in B` */
export function describeTypeReason({ kind, field, was, is }: RebuildTypeReason, { from, to }: Sides): string {
  const name = `field ${quoteIdentifier(field)}`;
  switch (kind) {
    case "field-removed":
      return `${name} ${was} only ${from}`;
    case "field-moved":
      return `${name} is number ${was} ${from}, ${is} ${to}`;
    case "field-type":
      return `${name} ${was} ${from}, ${is} ${to}`;
    case "partition-key":
      return `${name} ${is} only ${to}, and the type stands in a partition key`;
    default:
      return unreachable(kind);
  }
}
