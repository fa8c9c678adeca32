// Parses what stands behind WITH. Grammar: properties in Parser.g of Cassandra 5.0.

import type { Span } from "../../text/span.ts";
import type { ClusteringOrderNode, Property, PropertyValue, TableProperties } from "../ast/property.ts";
import type { MapEntry, Term } from "../ast/term.ts";
import type { Cursor } from "./cursor.ts";
import { atName, parseName } from "./parse-name.ts";
import { parseLiteral, parseMapEntries } from "./parse-term.ts";
import { SeenNames } from "./seen-names.ts";

/** properties : property ( "AND" property )* */
export function parseProperties(cursor: Cursor): readonly Property[] {
  const names = new SeenNames();
  const properties = [parseProperty(cursor, names)];
  while (cursor.eat("AND")) properties.push(parseProperty(cursor, names));
  return properties;
}

/** ( "WITH" tableProperty ( "AND" tableProperty )* )? */
export function parseTableProperties(cursor: Cursor): TableProperties {
  const options: Property[] = [];
  const clusteringOrder: ClusteringOrderNode[] = [];
  const names = new SeenNames();
  let compactStorage: Span | undefined;
  if (!cursor.eat("WITH")) return { clusteringOrder, compactStorage, options };
  do {
    if (cursor.key === "COMPACT" && cursor.peek() === "STORAGE") compactStorage = parseCompactStorage(cursor);
    else if (cursor.key === "CLUSTERING" && cursor.peek() === "ORDER") parseClusteringOrder(cursor, clusteringOrder);
    else options.push(parseProperty(cursor, names));
  } while (cursor.eat("AND"));
  return { clusteringOrder, compactStorage, options };
}

function parseCompactStorage(cursor: Cursor): Span {
  const { start } = cursor;
  cursor.take();
  cursor.take();
  return cursor.spanFrom(start);
}

/** "CLUSTERING" "ORDER" "BY" "(" ident ( "ASC" | "DESC" ) ( "," … )* ")" */
function parseClusteringOrder(cursor: Cursor, order: ClusteringOrderNode[]): void {
  cursor.take();
  cursor.take();
  cursor.expect("BY");
  cursor.expect("(");
  do {
    const column = parseName(cursor, "a column name");
    const isAscending = cursor.eat("ASC");
    if (!isAscending) cursor.expect("DESC");
    order.push({ column, order: isAscending ? "asc" : "desc" });
  } while (cursor.eat(","));
  cursor.expect(")");
}

/** property : noncol_ident "=" ( constant | unreserved_keyword | fullMapLiteral ) */
function parseProperty(cursor: Cursor, namesBefore: SeenNames): Property {
  const name = parseName(cursor, "an option name");
  cursor.expect("=");
  const value = parsePropertyValue(cursor);
  if (!namesBefore.add(name.name)) {
    cursor.refuse(`the option \`${name.name}\` is set twice`, name, "keep one of them");
  }
  return { name, value, start: name.start, end: value.end };
}

function parsePropertyValue(cursor: Cursor): PropertyValue {
  if (cursor.at("{")) return parsePropertyMap(cursor);
  const literal = parseLiteral(cursor);
  if (literal !== undefined) return literal;
  if (!atName(cursor) || cursor.use === "plain" || cursor.key === "quoted-name") {
    const hint = atName(cursor) ? "put text in single quotes" : undefined;
    if (hint !== undefined) cursor.refuse(`\`${cursor.text}\` is no value of an option`, cursor, hint);
    cursor.fail("a value");
  }
  const { start, end, text, use } = cursor;
  if (cursor.isFreeSince40) cursor.useFeatureHere("words-free-since-4.0");
  cursor.take();
  return { kind: "word", word: use === "type" ? text.toLowerCase() : text, start, end };
}

function parsePropertyMap(cursor: Cursor): PropertyValue {
  const { start } = cursor;
  const entries = parseMapEntries(cursor);
  if (entries.length === 0) return { kind: "set", items: [], start, end: cursor.lastEnd };
  checkEntries(cursor, entries);
  return { kind: "map", entries, start, end: cursor.lastEnd };
}

/** The server takes constants only, and each key once, as text: `1` and `'1'` are one key. */
export function checkEntries(cursor: Cursor, entries: readonly MapEntry[]): void {
  const keys = new SeenNames();
  for (const { key, value } of entries) {
    if (key.kind !== "literal") refuseTerm(cursor, key);
    if (!keys.add(key.value)) cursor.refuse(`\`${key.value}\` is set twice in this map`, key, "keep one of them");
    if (value.kind === "list" && value.items.every((item) => item.kind === "literal")) {
      cursor.useFeature("list-in-option", value.start);
    } else if (value.kind !== "literal") refuseTerm(cursor, value);
  }
}

function refuseTerm(cursor: Cursor, term: Term): never {
  const hint = term.kind === "marker" ? "options take no bind markers: write the value itself" : "write a constant";
  return cursor.refuse("only constants can stand in the map of an option", term, hint);
}
