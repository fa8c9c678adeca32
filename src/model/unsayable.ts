// Says what models cannot say of a keyspace, and why. Pure.
import { capabilitiesFor } from "../cql/capabilities.ts";
import type { CqlType } from "../cql/schema/cql-type.ts";
import { printCqlType } from "../cql/schema/print-cql-type.ts";
import type { Index, IndexTarget, Keyspace, Table, UserType, View } from "../cql/schema/schema.ts";
import { declaredParts } from "../cql/schema/to-nodes/declared-parts.ts";
import { isWhereReadable } from "../cql/schema/to-nodes/view-node.ts";
import { innerTypes, isCollection, isCounter, isMultiCell } from "../cql/schema/type-facts.ts";
import { layOutCompactTable } from "../cql/simulate/compact-table.ts";
import { Refused } from "../cql/simulate/refuse.ts";
import { heldTypes } from "./type-code.ts";
import { losesItsPlace, stringLiteral } from "./typescript-names.ts";

/** The user's types that are written, by name. */
export type WrittenTypes = ReadonlyMap<string, UserType>;

export function whyNoUserType({ fields }: UserType, types: WrittenTypes): string | undefined {
  const odd = fields.find(({ name }) => losesItsPlace(name));
  if (odd !== undefined) return `field ${stringLiteral(odd.name)} would lose its place in an object of JavaScript`;
  const counter = fields.find(({ type }) => isCounter(type));
  if (counter !== undefined) return `field ${stringLiteral(counter.name)} is a counter`;
  return wrongPart(fields, types);
}

export function whyNoTable(table: Table, types: WrittenTypes): string | undefined {
  const { columns } = declaredParts(table);
  const odd = columns.find(({ name, kind }) => isKey(kind) && losesItsPlace(name));
  if (odd !== undefined) return `key column ${stringLiteral(odd.name)} would lose its place in an object of JavaScript`;
  if (!isMadeByStatement(table)) return "no statement makes a compact table of this layout";
  const loose = columns.find(({ type }) => isLoose(type, types));
  if (loose !== undefined) {
    return `the type of ${stringLiteral(loose.name)} must be frozen for a new table: a field that is not was added to it`;
  }
  return wrongPart(columns, types);
}

export function whyNoIndex({ target }: Index, { columns }: Table): string | undefined {
  const type = columns.get(target.column)?.type;
  if (target.localTo !== undefined) return "it is local to a partition key";
  if (type === undefined) return "it is not on one column";
  const isOfPart = target.kind !== "simple" || bareTarget(type) === "simple";
  return isOfPart ? undefined : "it is on a whole collection, as the oldest servers take one for a plain value";
}

export function whyNoView(view: View): string | undefined {
  return isWhereReadable(view) ? undefined : `its WHERE is no CQL: ${view.where}`;
}

/** What an index is on when nothing is said: of a collection the values, of a frozen one the whole. */
export function bareTarget(type: CqlType): IndexTarget["kind"] {
  if (!isCollection(type)) return "simple";
  return isMultiCell(type) ? "values" : "full";
}

/** What stays as it is, whatever models are declared; a line each. */
export function takenOver(table: Table): readonly string[] {
  const masked = table.columns.sorted().filter(({ mask }) => mask !== undefined);
  return [
    ...leftAsTheyAre("masks", masked.map(quotedName)),
    ...leftAsTheyAre("triggers", table.triggers.sorted().map(quotedName)),
  ];
}

export function takenOverOfKeyspace({ functions, aggregates }: Keyspace): readonly string[] {
  return [
    ...leftAsTheyAre("functions", [...functions.keys()].sort()),
    ...leftAsTheyAre("aggregates", [...aggregates.keys()].sort()),
  ];
}

function leftAsTheyAre(what: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`models say nothing of ${what}, and leave them as they are: ${names.join(", ")}`];
}

function quotedName({ name }: { readonly name: string }): string {
  return stringLiteral(name);
}

/** A server keeps what it no longer lets anybody make. */
function wrongPart(
  parts: readonly { readonly name: string; readonly type: CqlType }[],
  types: WrittenTypes,
): string | undefined {
  for (const { name, type } of parts) {
    const is = `the type of ${stringLiteral(name)}, ${printCqlType(type)},`;
    if ([...heldTypes(type)].some((held) => !types.has(held))) return `${is} is of one that is not there`;
    if (innerTypes(type).some(holdsCounter)) return `${is} holds a counter`;
  }
  return undefined;
}

function holdsCounter(type: CqlType): boolean {
  return isCounter(type) || innerTypes(type).some(holdsCounter);
}

function isLoose(type: CqlType, types: WrittenTypes): boolean {
  if (type.kind !== "user" || type.isFrozen) return false;
  return types.get(type.name)?.fields.some((field) => isMultiCell(field.type)) ?? false;
}

function isKey(kind: string): boolean {
  return kind === "partition-key" || kind === "clustering";
}

/** The layouts of tables that came by Thrift are more than CREATE TABLE can ask for. */
function isMadeByStatement(table: Table): boolean {
  const { compact } = table;
  if (compact === undefined) return true;
  const { columns, clustering } = declaredParts(table);
  try {
    const made = layOutCompactTable(columns, clustering, capabilitiesFor("cassandra", "3.11"), { start: 0, end: 0 });
    const { isDense, isCompound, isSuper } = made.layout;
    return (
      isDense === compact.isDense &&
      isCompound === compact.isCompound &&
      isSuper === compact.isSuper &&
      made.columns.length === table.columns.size &&
      made.columns.every(({ name, kind, type }) => {
        const column = table.columns.get(name);
        return column?.kind === kind && printCqlType(column.type) === printCqlType(type);
      })
    );
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}
