// Another name for a thing that stays the same. Data, and how it is written.
import { quoteIdentifier } from "../identifiers.ts";

/**
 * `table` and `type` are called as they are to be called. Tables and columns outside of the key get no other name from
 * any server: their rows are copied.
 */
export type Rename =
  | { readonly kind: "table"; readonly from: string; readonly to: string }
  | { readonly kind: "column"; readonly table: string; readonly from: string; readonly to: string }
  | { readonly kind: "field"; readonly type: string; readonly from: string; readonly to: string };

/** As an option of the command line: `products.colour:color`. */
export function printRename(rename: Rename): string {
  return `${ownerPrefix(rename)}${quoteIdentifier(rename.from)}:${quoteIdentifier(rename.to)}`;
}

/** "column `colour` of table `products`" */
export function describeRenamed(rename: Rename): string {
  switch (rename.kind) {
    case "table":
      return `table \`${rename.from}\``;
    case "column":
      return `column \`${rename.from}\` of table \`${rename.table}\``;
    case "field":
      return `field \`${rename.from}\` of type \`${rename.type}\``;
  }
}

/** What is told apart: one thing that is gone, or one that is new. */
export function renameKey(rename: Rename, side: "from" | "to"): string {
  return `${rename.kind} ${ownerPrefix(rename)}${quoteIdentifier(rename[side])}`;
}

/** The way back, in the names that hold then. */
export function reverseRenames(renames: readonly Rename[]): readonly Rename[] {
  const tables = new Map(renames.flatMap((each) => (each.kind === "table" ? [[each.to, each.from] as const] : [])));
  return renames.map((rename): Rename => {
    const { from, to } = rename;
    if (rename.kind === "column") {
      return { kind: "column", table: tables.get(rename.table) ?? rename.table, from: to, to: from };
    }
    return { ...rename, from: to, to: from };
  });
}

function ownerPrefix(rename: Rename): string {
  if (rename.kind === "table") return "";
  return `${quoteIdentifier(rename.kind === "column" ? rename.table : rename.type)}.`;
}
