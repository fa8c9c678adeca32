// Whether a schema has what CREATE INDEX, CREATE TABLE and CREATE TYPE make, and as they make it. Pure.
import { parseIdentifier } from "../identifiers.ts";
import { hasWords, readName, type TokenRun, textAt, tokenAt, tokenRun, tokensFrom, wordAt } from "../token-run.ts";
import { canonicalType, readColumnType } from "./column-type.ts";
import { findIndex, nameIn, type Place } from "./place.ts";
import { differs, NOT_THERE, type Seen, THERE, UNKNOWN } from "./seen.ts";

/** [ CONCURRENTLY ] [ IF NOT EXISTS ] name ON [ ONLY ] table … — from behind the word INDEX. */
export function lookAtIndex(run: TokenRun, from: number, place: Place): Seen {
  let at = wordAt(run, from) === "CONCURRENTLY" ? from + 1 : from;
  if (hasWords(run, at, "IF", "NOT", "EXISTS")) at += 3;
  const written = readName(run, at);
  if (written === undefined || wordAt(run, at) === "ON" || wordAt(run, written.next) !== "ON") return UNKNOWN;
  at = wordAt(run, written.next + 1) === "ONLY" ? written.next + 2 : written.next + 1;
  const relation = readName(run, at);
  // An index is in the namespace of its table.
  const relationName = relation && nameIn(place, relation.name);
  const name = parseIdentifier(written.name);
  if (relation === undefined || relationName === undefined) return UNKNOWN;
  const found = findIndex(place.schema, name);
  if (found === undefined || !found.index.isValid) return NOT_THERE;
  const { definition } = found.index;
  const isUnique = wordAt(run, 1) === "UNIQUE";
  const asked = plainList(run, relation.next);
  const there = plainList(tokenRun(definition), indexOfList(definition));
  return differs(
    ...(found.relation === relationName ? [] : [`index ${name} is on ${found.relation}, not on ${relationName}`]),
    ...(definition.startsWith("CREATE UNIQUE ") === isUnique
      ? []
      : [`index ${name} is ${isUnique ? "not " : ""}unique`]),
    ...(asked === undefined || there === undefined || asked === there
      ? []
      : [`index ${name} is of (${there}), not (${asked})`]),
  );
}

/** The index of the first token behind the table. */
function indexOfList(definition: string): number {
  const run = tokenRun(definition);
  for (const { index } of tokensFrom(run, 0)) {
    if (wordAt(run, index) === "ON") return readName(run, index + 1)?.next ?? index;
  }
  return 0;
}

/** A list of columns and nothing else, in one spelling: "a, b DESC"; undefined for anything that takes more to compare. */
function plainList(run: TokenRun, from: number): string | undefined {
  let at = from;
  if (wordAt(run, at) === "USING") {
    if (wordAt(run, at + 1) !== "BTREE") return undefined;
    at += 2;
  }
  if (tokenAt(run, at).kind !== "(") return undefined;
  const columns: string[] = [];
  for (at += 1; ; at += 2) {
    const { kind } = tokenAt(run, at);
    if (kind !== "word" && kind !== "quoted-name") return undefined;
    const isDown = wordAt(run, at + 1) === "DESC";
    columns.push(`${parseIdentifier(textAt(run, at))}${isDown ? " DESC" : ""}`);
    if (isDown || wordAt(run, at + 1) === "ASC") at += 1;
    if (tokenAt(run, at + 1).kind === ")") return columns.join(", ");
    if (tokenAt(run, at + 1).kind !== ",") return undefined;
  }
}

const NO_COLUMN: ReadonlySet<string> = new Set([
  "CONSTRAINT",
  "PRIMARY",
  "UNIQUE",
  "CHECK",
  "FOREIGN",
  "EXCLUDE",
  "INDEX",
  "INVERTED",
  "FAMILY",
]);

/** From behind the name. The names of its columns are compared, and of the common types which it is. */
export function lookAtCreateTable(run: TokenRun, from: number, name: string, { schema }: Place): Seen {
  const table = schema.tables.find((each) => each.name === name);
  const { family } = schema;
  if (table === undefined) return NOT_THERE;
  if (tokenAt(run, from).kind !== "(") return THERE;
  const asked: string[] = [];
  const retyped: string[] = [];
  let isFirst = true;
  for (const { token, index, depth } of tokensFrom(run, from)) {
    if (depth === 0 && index > from) break;
    if (depth !== 1) continue;
    if (isFirst && wordAt(run, index) === "LIKE") return THERE;
    if (isFirst && !NO_COLUMN.has(wordAt(run, index))) {
      const column = parseIdentifier(textAt(run, index));
      asked.push(column);
      const there = table.columns.find((each) => each.name === column)?.type ?? "";
      const [is, wanted] = [canonicalType(there, family), readColumnType(run, index + 1, family)];
      const isOther = is !== undefined && wanted !== undefined && is !== wanted;
      if (isOther) retyped.push(`column ${column} of table ${name} is ${is}, not ${wanted}`);
    }
    isFirst = token.kind === ",";
  }
  const own = new Set(table.columns.map((column) => column.name));
  const inherited = new Set(table.columns.filter(({ isInherited }) => isInherited).map((column) => column.name));
  return differs(
    ...asked.filter((column) => !own.has(column)).map((column) => `table ${name} has no column ${column}`),
    ...[...own]
      .filter((column) => !asked.includes(column) && !inherited.has(column))
      .map((column) => `table ${name} has a column ${column} more`),
    ...retyped,
  );
}

/** From behind the name; the labels of an enum are compared. */
export function lookAtCreateType(run: TokenRun, from: number, name: string, { schema }: Place): Seen {
  const type = schema.types.find((each) => each.name === name);
  if (type === undefined) return NOT_THERE;
  const isEnum = hasWords(run, from, "AS", "ENUM");
  if (isEnum !== (type.kind === "enum")) return differs(`type ${name} is ${type.kind === "enum" ? "an" : "no"} enum`);
  if (type.kind !== "enum") return THERE;
  const labels = [...tokensFrom(run, from)]
    .filter(({ token }) => token.kind === "string")
    .map(({ index }) => textAt(run, index).slice(1, -1).replaceAll("''", "'"));
  if (labels.join("\0") === type.labels.join("\0")) return THERE;
  return differs(`type ${name} has the labels ${type.labels.map((label) => `'${label}'`).join(", ")}`);
}
