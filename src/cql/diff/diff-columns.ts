// Turns the columns of two versions of a table into changes, without asking whether they can be made in place. Pure.
import type { Column, Table } from "../schema/schema.ts";
import type { Change, ColumnChange } from "./change.ts";
import { differingPairs } from "./compare-maps.ts";
import { sameData } from "./same-data.ts";
import { type ChangeDraft, toChange } from "./to-change.ts";

export interface TablePath {
  readonly keyspace: string;
  readonly name: string;
}

/** Columns of the key are neither added nor dropped: they differ as a key. */
export function diffColumns(path: TablePath, was: Table, is: Table): readonly ColumnChange[] {
  return differingPairs(was.columns, is.columns).flatMap((pair) => {
    const draft = draftOf({ keyspace: path.keyspace, table: path.name, name: pair.name }, pair.was, pair.is);
    return draft === undefined ? [] : [toChange(draft) as ColumnChange];
  });
}

type ColumnPath = Pick<Extract<Change, { readonly table: string }>, "keyspace" | "table" | "name">;

function draftOf(path: ColumnPath, was: Column | undefined, is: Column | undefined): ChangeDraft | undefined {
  if (was === undefined) return is === undefined || isKey(is) ? undefined : { kind: "add-column", ...path, is };
  if (is === undefined) return isKey(was) ? undefined : { kind: "drop-column", ...path, was };
  if (sameData(was.mask, is.mask)) return undefined;
  if (is.mask !== undefined) return { kind: "mask-column", ...path, was: was.mask, is: is.mask, how: "at-once" };
  return was.mask === undefined ? undefined : { kind: "unmask-column", ...path, was: was.mask };
}

export function isKey({ kind }: Column): boolean {
  return kind === "partition-key" || kind === "clustering";
}
