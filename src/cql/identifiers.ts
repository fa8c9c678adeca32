// Turns names and strings into CQL text, and written names into the names they mean. Pure.
import { isNativeType } from "./native-types.ts";
import { isReservedWord } from "./reserved-words.ts";

const BARE_NAME = /^[a-z][a-z0-9_]*$/;

/** Words that may be bare names of columns and tables, and not of types and functions (unreserved_keyword in Parser.g). */
const COLUMNS_ONLY: ReadonlySet<string> = new Set("cast count distinct json key maxwritetime ttl writetime".split(" "));

/**
 * A name as it stands in CQL: bare when every supported server reads it as this name, else in double quotes. The one
 * way by which a name of a keyspace, table, column, index, function or role goes into CQL text.
 */
export function quoteIdentifier(name: string): string {
  return BARE_NAME.test(name) && !isReservedWord(name) ? name : quote(name);
}

/** As `quoteIdentifier`, for the name of a user-defined type: one called "int" must not be read as the native type. */
export function quoteTypeName(name: string): string {
  return isNativeType(name) || (COLUMNS_ONLY.has(name) && name !== "key") ? quote(name) : quoteIdentifier(name);
}

/** As `quoteIdentifier`, for the name of a function; `token` stands bare here, and `expr(` is a word of its own. */
export function quoteFunctionName(name: string): string {
  if (name === "token") return name;
  return name === "expr" || (COLUMNS_ONLY.has(name) && name !== "count") ? quote(name) : quoteIdentifier(name);
}

/** The name that a written identifier means: in lower case, unless it stands in double quotes. */
export function parseIdentifier(written: string): string {
  return written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written.toLowerCase();
}

/** A string literal, for the places where CQL takes no bind marker, such as the options of a table. */
export function cqlString(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** The text that a written string literal means, in quotes or between `$$`. */
export function parseCqlString(written: string): string {
  if (written.startsWith("$")) return written.slice(2, -2);
  const inner = written.slice(1, -1);
  return inner.includes("'") ? inner.replaceAll("''", "'") : inner;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
