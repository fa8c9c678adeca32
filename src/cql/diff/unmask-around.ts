// Adds to the changes of tables that masks are taken off while a function of that name is dropped. Pure.
import type { Mask } from "../schema/schema.ts";
import type { Change, MaskColumnChange } from "./change.ts";
import type { DiffScope } from "./diff-scope.ts";
import { functionsGoneEarly, typesGoneEarly } from "./gone-early.ts";
import { signatureOf } from "./signature.ts";
import { toChange } from "./to-change.ts";

/**
 * Cassandra 5.0 drops no function while a mask calls one of that name (DropFunctionStatement, TableMetadata.dependsOn).
 * @param tables the changes of tables
 * @param others the changes of types and functions
 */
export function unmaskAround(
  scope: DiffScope,
  tables: readonly Change[],
  others: readonly Change[],
): readonly Change[] {
  const dropped = new Set(
    others.flatMap((change) =>
      change.kind === "drop-function" || change.kind === "recreate-function" ? [change.was.name] : [],
    ),
  );
  if (dropped.size === 0) return tables;
  const unchanged = unchangedMasks(scope, tables).filter(({ is }) => calls(is, scope.keyspace, dropped));
  const gone = functionsGoneEarly([...others, ...tables, ...unchanged], typesGoneEarly(others));
  const names = new Set([...scope.was.functions.values()].filter((each) => gone.has(signatureOf(each))).map(nameOf));
  return [
    ...tables.map((change) =>
      change.kind === "mask-column" && calls(change.was, scope.keyspace, names) ? unmaskedFirst(change) : change,
    ),
    ...unchanged.sort((one, other) => (pathOf(one) < pathOf(other) ? -1 : 1)),
  ];
}

function calls(mask: Mask | undefined, keyspace: string, names: ReadonlySet<string>): boolean {
  return mask?.keyspace === keyspace && names.has(mask.function);
}

/** As changes that take them off and put them on again. */
function unchangedMasks({ keyspace, was, is }: DiffScope, tables: readonly Change[]): MaskColumnChange[] {
  const stays = columnsThatStay(tables);
  const unchanged: MaskColumnChange[] = [];
  for (const [table, { columns }] of was.tables) {
    if (stays.has(table)) continue;
    for (const { name, mask } of columns.values()) {
      const isThere = mask !== undefined && is.tables.get(table)?.columns.has(name) === true;
      if (!isThere || stays.has(`${table}.${name}`)) continue;
      unchanged.push(unmaskedFirst({ keyspace, table, name, was: mask, is: mask }));
    }
  }
  return unchanged;
}

/** `table`, `table.column`: what a rebuild keeps as it is, and columns whose mask changes anyway. */
function columnsThatStay(tables: readonly Change[]): ReadonlySet<string> {
  const stays = new Set<string>();
  for (const change of tables) {
    if (change.kind === "mask-column" || change.kind === "unmask-column") stays.add(`${change.table}.${change.name}`);
    if (change.kind !== "rebuild-table") continue;
    for (const { column } of change.reasons) stays.add(column === undefined ? change.name : `${change.name}.${column}`);
  }
  return stays;
}

function unmaskedFirst({
  keyspace,
  table,
  name,
  was,
  is,
}: Pick<MaskColumnChange, "keyspace" | "table" | "name" | "was" | "is">): MaskColumnChange {
  const draft = { kind: "mask-column", keyspace, table, name, was, is, how: "unmasked-first" } as const;
  return toChange(draft) as MaskColumnChange;
}

function pathOf({ table, name }: MaskColumnChange): string {
  return `${table}.${name}`;
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}
