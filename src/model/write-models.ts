// Turns the schema of a keyspace into TypeScript that declares it. Pure.
import type { Keyspace, Schema, Table, UserType, View } from "../cql/schema/schema.ts";
import { type Code, layOut, objectCode } from "./code-layout.ts";
import { MAKERS } from "./makers.ts";
import { tableCode } from "./table-code.ts";
import { heldTypes } from "./type-code.ts";
import { constantNames, stringLiteral } from "./typescript-names.ts";
import { takenOver, takenOverOfKeyspace, whyNoIndex, whyNoTable, whyNoUserType, whyNoView } from "./unsayable.ts";
import { userTypeCode } from "./user-type-code.ts";
import { viewCode } from "./view-code.ts";
import type { WriteScope } from "./write-scope.ts";

export interface WrittenModels {
  /** A module that exports a constant for each type, table and view. */
  readonly text: string;
  /** What models cannot say; the text says so, too, in comments. */
  readonly warnings: readonly string[];
}

/** What is written, in an order in which everything stands behind what it needs, and what is not. */
interface Sorted {
  readonly types: readonly UserType[];
  readonly tables: readonly Table[];
  readonly views: readonly View[];
  readonly leftOut: readonly string[];
}

const NOT_DECLARED = "left out, so that a comparison with these models shows it as gone";

/**
 * @param scope name of the keyspace
 * @returns models that, declared, make the same keyspace, but for what the warnings say
 */
export function writeModels(schema: Schema, scope: string): WrittenModels {
  const keyspace = schema.keyspaces.get(scope);
  const sorted = keyspace === undefined ? NOTHING : sortParts(keyspace);
  const kept = keyspace === undefined ? [] : takenOverOfKeyspace(keyspace);
  const head = [...sorted.leftOut, ...kept];
  const warnings = [...head];
  const parts: string[] = [];
  if (keyspace !== undefined) {
    const writing = writeScope(keyspace, sorted);
    const write = (name: string | undefined, code: Code, notes: readonly string[]): void => {
      parts.push(`${comments(notes)}export const ${name} = ${layOut(code, 0, `export const ${name} = `.length, 1)};\n`);
    };
    for (const type of sorted.types) write(writing.types.get(type.name), userTypeCode(type, writing), []);
    for (const table of sorted.tables) {
      const notes = [...takenOver(table), ...lostIndexes(table)];
      write(writing.tables.get(table.name), tableCode(table, writing), notes);
      warnings.push(...notes.map((note) => `table "${table.name}": ${note}`));
    }
    for (const view of sorted.views) write(writing.views.get(view.name), viewCode(view, writing), []);
    parts.unshift(...importsOf(writing));
  }
  const isEmpty = sorted.types.length + sorted.tables.length + sorted.views.length === 0;
  const rest = isEmpty ? [`// Keyspace ${stringLiteral(scope)} has nothing that models say.\nexport {};\n`] : parts;
  return { text: [...(head.length > 0 ? [comments(head)] : []), ...rest].join("\n"), warnings };
}

const NOTHING: Sorted = { types: [], tables: [], views: [], leftOut: [] };

function sortParts(keyspace: Keyspace): Sorted {
  const leftOut: string[] = [];
  const types: UserType[] = [];
  const written = new Map<string, UserType>();
  for (const type of inOrderOfUse(keyspace)) {
    const reason = whyNoUserType(type, written);
    if (reason === undefined) {
      types.push(type);
      written.set(type.name, type);
    } else leftOut.push(`type ${stringLiteral(type.name)}: ${NOT_DECLARED}: ${reason}`);
  }
  const tables = keyspace.tables.sorted().filter((table) => {
    const reason = whyNoTable(table, written);
    if (reason !== undefined) leftOut.push(`table ${stringLiteral(table.name)}: ${NOT_DECLARED}: ${reason}`);
    return reason === undefined;
  });
  const bases = new Set(tables.map(({ name }) => name));
  const views = keyspace.views.sorted().filter((view) => {
    const reason = bases.has(view.baseTable)
      ? whyNoView(view)
      : `its table ${stringLiteral(view.baseTable)} is left out`;
    if (reason !== undefined) leftOut.push(`view ${stringLiteral(view.name)}: ${NOT_DECLARED}: ${reason}`);
    return reason === undefined;
  });
  return { types, tables, views, leftOut };
}

/** By name, each behind those that it holds. One that holds itself comes before it is seen, and is left out then. */
function inOrderOfUse({ types }: Keyspace): readonly UserType[] {
  const ordered: UserType[] = [];
  const seen = new Set<string>();
  const visit = (type: UserType): void => {
    if (seen.has(type.name)) return;
    seen.add(type.name);
    for (const field of type.fields) {
      for (const name of heldTypes(field.type)) {
        const held = types.get(name);
        if (held !== undefined) visit(held);
      }
    }
    ordered.push(type);
  };
  for (const type of types.sorted()) visit(type);
  return ordered;
}

function writeScope(keyspace: Keyspace, { types, tables, views }: Sorted): WriteScope {
  const names = constantNames(MAKERS);
  const named = (parts: readonly { readonly name: string }[], suffix: string): ReadonlyMap<string, string> =>
    new Map(inOrderOfChoice(parts).map(({ name }) => [name, names.take(name, suffix)]));
  // Tables have the first choice: they are what an application names most.
  const tableNames = named(tables, "Table");
  return {
    keyspace,
    tables: tableNames,
    types: named(types, "Type"),
    views: named(views, "View"),
    makers: new Set(),
  };
}

/** What may keep its name as it is comes before what would get that name. */
function inOrderOfChoice<P extends { readonly name: string }>(parts: readonly P[]): readonly P[] {
  const isPlain = ({ name }: P): boolean => /^[a-z][a-z0-9]*$/.test(name);
  return [...parts.filter(isPlain), ...parts.filter((part) => !isPlain(part))];
}

function importsOf({ makers }: WriteScope): readonly string[] {
  if (makers.size === 0) return [];
  const names = [...makers].sort((one, other) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1));
  const from = ' from "tidemark/models";';
  return [`import ${layOut(objectCode(names), 0, "import ".length, from.length)}${from}\n`];
}

function lostIndexes(table: Table): readonly string[] {
  return table.indexes.sorted().flatMap((index) => {
    const reason = whyNoIndex(index, table);
    return reason === undefined ? [] : [`index ${stringLiteral(index.name)}: ${NOT_DECLARED}: ${reason}`];
  });
}

function comments(lines: readonly string[]): string {
  // A name may hold anything, and a comment ends with its line.
  return lines.map((line) => `// ${line.replaceAll(/[\r\n\u2028\u2029]/g, " ")}\n`).join("");
}
