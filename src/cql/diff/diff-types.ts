// Turns the user's types of two keyspaces into changes: fields that are added, or types that are made again. Pure.
import { printCqlType } from "../schema/print-cql-type.ts";
import type { UserType } from "../schema/schema.ts";
import { withHolders } from "../simulate/type-users.ts";
import type { Change, RebuildTypeReason } from "./change.ts";
import { differingPairs } from "./compare-maps.ts";
import type { DiffScope } from "./diff-scope.ts";
import { sameData } from "./same-data.ts";
import { toChange } from "./to-change.ts";
import { partitionKeysHolding, type TypeUses, tablesHolding, usesOfTypes } from "./type-uses-after.ts";

/** @param tables the changes of tables: what they drop holds no value of a type any more */
export function diffTypes(scope: DiffScope, tables: readonly Change[]): readonly Change[] {
  const pairs = differingPairs(scope.was.types, scope.is.types);
  const isOther = pairs.some(({ was, is }) => was !== undefined && is !== undefined && !sameData(was, is));
  const uses = isOther ? usesOfTypes(scope, tables) : undefined;
  const changes = pairs.flatMap(({ name, was, is }): readonly Change[] => {
    const path = { keyspace: scope.keyspace, name };
    if (was === undefined) return is === undefined ? [] : [toChange({ kind: "create-type", ...path, is })];
    if (is === undefined) return [toChange({ kind: "drop-type", ...path, was })];
    return uses === undefined ? [] : diffType(scope, uses, was, is);
  });
  return uses === undefined ? changes : recreateHolders(scope, changes);
}

function diffType(scope: DiffScope, uses: TypeUses, was: UserType, is: UserType): readonly Change[] {
  const path = { keyspace: scope.keyspace, name: was.name };
  const definition = reasonsOf(was, is);
  const added = definition.length > 0 ? [] : is.fields.slice(was.fields.length);
  const keys = added.length === 0 ? [] : partitionKeysHolding(uses, was.name);
  if (definition.length === 0 && keys.length === 0) {
    return added.map((field) =>
      toChange({ kind: "add-field", keyspace: scope.keyspace, type: was.name, name: field.name, is: field }),
    );
  }
  const tables = keys.length > 0 ? keys : tablesHolding(uses, was.name);
  if (tables.length === 0) return [toChange({ kind: "recreate-type", ...path, was, is, because: "definition" })];
  const reasons = [
    ...definition,
    ...(keys.length === 0 ? [] : added).map(
      ({ name, type }): RebuildTypeReason => ({
        kind: "partition-key",
        field: name,
        was: undefined,
        is: printCqlType(type),
      }),
    ),
  ];
  return [toChange({ kind: "rebuild-type", ...path, was, is, reasons, tables })];
}

/** Why no ALTER TYPE leads from one to the other: only fields at the end can be added, and nothing else. */
function reasonsOf(was: UserType, is: UserType): readonly RebuildTypeReason[] {
  const after = new Map(is.fields.map((field, index) => [field.name, { type: printCqlType(field.type), index }]));
  return was.fields.flatMap(({ name, type }, index): readonly RebuildTypeReason[] => {
    const before = printCqlType(type);
    const field = after.get(name);
    if (field === undefined) return [{ kind: "field-removed", field: name, was: before, is: undefined }];
    if (field.type !== before) return [{ kind: "field-type", field: name, was: before, is: field.type }];
    if (field.index === index) return [];
    return [{ kind: "field-moved", field: name, was: String(index + 1), is: String(field.index + 1) }];
  });
}

/** A type cannot be dropped while another holds it: those that do are made again, too. */
function recreateHolders({ keyspace, was, is }: DiffScope, changes: readonly Change[]): readonly Change[] {
  const seeds = new Set(changes.flatMap(({ kind, name }) => (kind === "recreate-type" ? [name] : [])));
  if (seeds.size === 0) return changes;
  const holders = new Set([...withHolders(seeds, was)].filter((name) => !seeds.has(name) && is.types.has(name)));
  const again = [...holders].sort().flatMap((name) => {
    const before = was.types.get(name);
    const after = is.types.get(name);
    if (before === undefined || after === undefined) return [];
    return [toChange({ kind: "recreate-type", keyspace, name, was: before, is: after, because: "type" })];
  });
  return [...changes.filter((change) => change.kind !== "add-field" || !holders.has(change.type)), ...again];
}
