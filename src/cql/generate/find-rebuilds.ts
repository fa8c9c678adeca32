// Finds which rows have to be copied to get from one schema to another: tables and types that no statement changes, and
// new names that no server gives. Pure.
import type { Capabilities } from "../capabilities.ts";
import { diff } from "../diff/diff.ts";
import { isKey } from "../diff/diff-columns.ts";
import { intersects, typeHolders, userTypesIn, withHolders } from "../diff/type-uses.ts";
import type { Keyspace, Schema, Table } from "../schema/schema.ts";
import type { Rename } from "./rename.ts";

export interface Rebuilds {
  readonly tables: readonly RebuiltTable[];
  /** Types that are dropped and made anew, and those that hold them. */
  readonly types: ReadonlySet<string>;
  /** Of tables that are not copied. */
  readonly columns: readonly CopiedColumnNames[];
  /** New names of columns by table, as it is to be called, and by their old name. */
  readonly oldNames: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

export interface RebuiltTable {
  readonly from: string;
  readonly to: string;
  /** Whether the rows wait in a third table while the one is dropped and the other one made. */
  readonly usesHelper: boolean;
}

export interface CopiedColumnNames {
  readonly table: string;
  readonly from: string;
  readonly to: string;
}

interface RebuildScope {
  readonly capabilities: Capabilities;
  readonly scope: string;
  readonly renames: readonly Rename[];
}

export function findRebuilds(from: Schema, to: Schema, { capabilities, scope, renames }: RebuildScope): Rebuilds {
  const [was, is] = [from.keyspaces.get(scope), to.keyspaces.get(scope)];
  if (was === undefined || is === undefined) return { tables: [], types: new Set(), columns: [], oldNames: new Map() };
  const changes = diff(from, to, { capabilities });
  const renamed = new Map(renames.flatMap((each) => (each.kind === "table" ? [[each.to, each.from] as const] : [])));
  const types = rebuiltTypes(
    was,
    changes.flatMap(({ kind, name }) => (kind === "rebuild-type" ? [name] : [])),
  );
  const reasons = new Set(changes.flatMap(({ kind, name }) => (kind === "rebuild-table" ? [name] : [])));
  const tables = is.tables.sorted().flatMap((table): readonly RebuiltTable[] => {
    const source = renamed.get(table.name) ?? table.name;
    const before = was.tables.get(source);
    if (before === undefined) return [];
    const holds = holdsAny(before, types) || holdsAny(table, types);
    if (source !== table.name) return [{ from: source, to: table.name, usesHelper: holds }];
    return holds || reasons.has(source) ? [{ from: source, to: source, usesHelper: true }] : [];
  });
  const copied = new Set(tables.map((table) => table.to));
  const oldNames = new Map<string, Map<string, string>>();
  const columns: CopiedColumnNames[] = [];
  for (const rename of renames) {
    if (rename.kind !== "column") continue;
    const known = oldNames.get(rename.table) ?? new Map<string, string>();
    oldNames.set(rename.table, known.set(rename.to, rename.from));
    const column = was.tables.get(rename.table)?.columns.get(rename.from);
    if (!copied.has(rename.table) && column !== undefined && !isKey(column)) columns.push(rename);
  }
  return { tables, types, columns, oldNames };
}

function rebuiltTypes({ types }: Keyspace, names: readonly string[]): ReadonlySet<string> {
  return names.length === 0 ? new Set() : withHolders(names, typeHolders(types));
}

function holdsAny({ columns }: Table, types: ReadonlySet<string>): boolean {
  return types.size > 0 && intersects(userTypesIn([...columns.values()].map(({ type }) => type)), types);
}
