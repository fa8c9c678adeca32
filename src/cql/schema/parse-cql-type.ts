// Reads a data type as servers write it in system_schema, and as `printCqlType` does. Pure.
//
// It is laxer than the grammar of statements, which does not hold there: `empty` is a type, and the name of a user's type
// stands bare where a statement would have to quote it (`frozen<int>` for a type called "int": Cassandra 3.11 to 5.0,
// UserType.toString quotes reserved words alone).
import { isSimpleType } from "../native-types.ts";
import type { CqlType, NativeTypeName } from "./cql-type.ts";
import { freeze } from "./type-facts.ts";

/** The class of the type that is called `empty` where a server describes itself. */
export const EMPTY_CLASS = "org.apache.cassandra.db.marshal.EmptyType";

/** Deeper than any server takes, and far from the end of the stack. */
const DEPTH_MAX = 500;
const TOKEN = /\s*('(?:[^']|'')*'|"(?:[^"]|"")*"|[^\s<>,.'"]+|[<>,.])/y;

interface TypeCursor {
  readonly text: string;
  at: number;
  /** The token in hand; "" at the end, and where there is none. */
  token: string;
  depth: number;
}

/** Undefined for what is no type. A type that is not native is a user's type, whether there is one or not. */
export function parseCqlType(text: string): CqlType | undefined {
  const cursor: TypeCursor = { text, at: 0, token: "", depth: 0 };
  take(cursor);
  const type = readType(cursor);
  return cursor.token === "" && text.slice(cursor.at).trim() === "" ? type : undefined;
}

/** The token in hand; the next one comes into it. */
function take(cursor: TypeCursor): string {
  const { token } = cursor;
  TOKEN.lastIndex = cursor.at;
  const match = TOKEN.exec(cursor.text);
  cursor.token = match?.[1] ?? "";
  if (match !== null) cursor.at = TOKEN.lastIndex;
  return token;
}

function eat(cursor: TypeCursor, token: string): boolean {
  const isThere = cursor.token === token;
  if (isThere) take(cursor);
  return isThere;
}

function readType(cursor: TypeCursor): CqlType | undefined {
  if (cursor.depth > DEPTH_MAX || isMark(cursor.token)) return undefined;
  const word = take(cursor);
  if (word.startsWith("'")) return { kind: "custom", className: unquote(word) };
  if (eat(cursor, ".")) return isMark(cursor.token) ? undefined : userType(take(cursor));
  if (!eat(cursor, "<")) return typeOfName(word);
  cursor.depth++;
  const type = readWithArguments(word.toLowerCase(), cursor);
  cursor.depth--;
  return type;
}

/** Whether a token cannot be a name. */
function isMark(token: string): boolean {
  return token === "" || "<>,.".includes(token);
}

function typeOfName(word: string): CqlType {
  const name = word.toLowerCase();
  if (name === "varchar") return { kind: "native", name: "text" };
  if (name === "empty") return { kind: "custom", className: EMPTY_CLASS };
  return isSimpleType(name) ? { kind: "native", name: name as NativeTypeName } : userType(word);
}

function userType(word: string): CqlType {
  return { kind: "user", name: word.startsWith('"') ? unquote(word) : word.toLowerCase(), isFrozen: false };
}

function readWithArguments(word: string, cursor: TypeCursor): CqlType | undefined {
  const first = readType(cursor);
  if (first === undefined) return undefined;
  if (word === "vector") return readVector(first, cursor);
  const rest = readRest(cursor);
  const [second] = rest ?? [];
  if (word === "tuple") return rest && { kind: "tuple", elements: [first, ...rest].map(freeze) };
  if (word === "map" && second !== undefined) {
    return rest?.length === 1 ? { kind: "map", key: first, value: second, isFrozen: false } : undefined;
  }
  if (rest?.length !== 0) return undefined;
  if (word === "list" || word === "set") return { kind: word, element: first, isFrozen: false };
  return word === "frozen" ? freezeNamed(first) : undefined;
}

/** A native type cannot be frozen, so the name is that of a user's type. */
function freezeNamed(type: CqlType): CqlType {
  return type.kind === "native" ? { kind: "user", name: type.name, isFrozen: true } : freeze(type);
}

/** What stands behind the first argument, with the `>` that ends them. */
function readRest(cursor: TypeCursor): readonly CqlType[] | undefined {
  const types: CqlType[] = [];
  while (eat(cursor, ",")) {
    const type = readType(cursor);
    if (type === undefined) return undefined;
    types.push(type);
  }
  return eat(cursor, ">") ? types : undefined;
}

function readVector(element: CqlType, cursor: TypeCursor): CqlType | undefined {
  if (!eat(cursor, ",") || !/^\d+$/.test(cursor.token)) return undefined;
  const dimension = Number(take(cursor));
  return eat(cursor, ">") ? { kind: "vector", element, dimension } : undefined;
}

function unquote(word: string): string {
  const quote = word.charAt(0);
  return word.slice(1, -1).replaceAll(quote + quote, quote);
}
