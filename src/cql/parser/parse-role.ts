// Parses statements about roles, users and identities. Grammar: Parser.g of Cassandra 5.0.

import type { Span } from "../../text/span.ts";
import type { AddIdentity, CreateRole, DropIdentity, DropRole, RoleName, RoleOption } from "../ast/access.ts";
import type { Term } from "../ast/term.ts";
import { parseCqlString } from "../identifiers.ts";
import type { Cursor } from "./cursor.ts";
import { parseIfExists, parseIfExistsOfAlter, parseIfNotExists } from "./parse-guard.ts";
import { parseString } from "./parse-index.ts";
import { parseName } from "./parse-name.ts";
import { checkEntries } from "./parse-property.ts";
import { parseMapEntries } from "./parse-term.ts";

/** ( "CREATE" | "ALTER" ) "ROLE" guard? role ( "WITH" roleOption ( "AND" roleOption )* )? */
export function parseRole(cursor: Cursor, kind: "create-role" | "alter-role"): CreateRole {
  const isGuarded = kind === "create-role" ? parseIfNotExists(cursor) : parseIfExistsOfAlter(cursor);
  const name = parseRoleName(cursor);
  const options = cursor.eat("WITH") ? parseRoleOptions(cursor) : [];
  return { kind, isGuarded, name, options };
}

/** ( "CREATE" | "ALTER" ) "USER" guard? username ( "WITH" "HASHED"? "PASSWORD" string )? ( "SUPERUSER" | "NOSUPERUSER" )? */
export function parseUser(cursor: Cursor, kind: "create-user" | "alter-user"): CreateRole {
  const isGuarded = kind === "create-user" ? parseIfNotExists(cursor) : parseIfExistsOfAlter(cursor);
  const name = parseUserName(cursor);
  const options: RoleOption[] = [];
  if (cursor.eat("WITH")) options.push(parsePassword(cursor, "space"));
  const isSuperuser = cursor.eat("SUPERUSER");
  if (isSuperuser || cursor.eat("NOSUPERUSER")) options.push({ kind: "superuser", value: isSuperuser });
  return { kind, isGuarded, name, options };
}

/** "DROP" ( "ROLE" | "USER" ) ( "IF" "EXISTS" )? name */
export function parseDropRole(cursor: Cursor, kind: DropRole["kind"]): DropRole {
  const ifExists = parseIfExists(cursor);
  return { kind, ifExists, name: kind === "drop-role" ? parseRoleName(cursor) : parseUserName(cursor) };
}

/** "ADD" "IDENTITY" ( "IF" "NOT" "EXISTS" )? identity "TO" "ROLE" identity */
export function parseAddIdentity(cursor: Cursor, start: number): AddIdentity {
  const ifNotExists = parseIfNotExists(cursor);
  const identity = parseUserName(cursor).name;
  cursor.expect("TO");
  cursor.expect("ROLE");
  const role = parseUserName(cursor).name;
  cursor.useFeature("identities", start);
  return { kind: "add-identity", ifNotExists, identity, role };
}

/** "DROP" "IDENTITY" ( "IF" "EXISTS" )? identity */
export function parseDropIdentity(cursor: Cursor, start: number): DropIdentity {
  const ifExists = parseIfExists(cursor);
  const identity = parseUserName(cursor).name;
  cursor.useFeature("identities", start);
  return { kind: "drop-identity", ifExists, identity };
}

/** roleName : bare | string | quoted | unreserved_keyword */
export function parseRoleName(cursor: Cursor): RoleName {
  return cursor.key === "string" ? takeString(cursor) : parseName(cursor, "a role name");
}

/** username, identity : bare | string — whose letters the server takes as they stand. */
function parseUserName(cursor: Cursor): RoleName {
  if (cursor.key === "string") return takeString(cursor);
  if (cursor.key === "quoted-name") {
    const hint = `write '${cursor.text.slice(1, -1)}'`;
    cursor.refuse("a name here cannot stand in double quotes", cursor, hint);
  }
  if (cursor.use !== "plain") cursor.fail("a user name");
  const { start, end, text } = cursor;
  cursor.take();
  return { name: text, start, end };
}

function takeString(cursor: Cursor): RoleName {
  const { start, end, text } = cursor;
  cursor.take();
  return { name: parseCqlString(text), start, end };
}

function parseRoleOptions(cursor: Cursor): readonly RoleOption[] {
  const options: RoleOption[] = [];
  do {
    const { start } = cursor;
    const option = parseRoleOption(cursor);
    checkOption(cursor, options, option, cursor.spanFrom(start));
    options.push(option);
  } while (cursor.eat("AND"));
  return options;
}

function checkOption(cursor: Cursor, before: readonly RoleOption[], option: RoleOption, span: Span): void {
  if (option.kind === "datacenters" || option.kind === "cidrs") {
    // Lists add up; all of them and a list do not.
    const isMixed = before.some(
      (one) => one.kind === option.kind && (one.names === undefined) !== (option.names === undefined),
    );
    if (isMixed) cursor.refuse("ALL and a list exclude one another", span, "keep one of them");
    return;
  }
  const kinds = before.map(({ kind }) => kind);
  if (kinds.includes(option.kind)) cursor.refuse("this is set twice", span, "keep one of them");
  const isPassword = option.kind === "password" || option.kind === "hashed-password";
  if (isPassword && (kinds.includes("password") || kinds.includes("hashed-password"))) {
    cursor.refuse("a role has one password, hashed or not", span, "keep one of them");
  }
}

function parseRoleOption(cursor: Cursor): RoleOption {
  if (cursor.at("PASSWORD") || cursor.at("HASHED")) return parsePassword(cursor, "=");
  if (cursor.eat("OPTIONS")) return { kind: "options", value: parseOptionsMap(cursor) };
  if (cursor.eat("SUPERUSER")) return { kind: "superuser", value: parseBoolean(cursor) };
  if (cursor.eat("LOGIN")) return { kind: "login", value: parseBoolean(cursor) };
  if (cursor.key === "GENERATED") return parseGeneratedPassword(cursor);
  const { start } = cursor;
  cursor.expect("ACCESS");
  if (cursor.eat("TO")) {
    const names = parseAccess(cursor, "DATACENTERS");
    cursor.useFeature("access-to-datacenters", start);
    return { kind: "datacenters", names };
  }
  cursor.expect("FROM");
  const names = parseAccess(cursor, "CIDRS");
  cursor.useFeature("access-from-cidrs", start);
  return { kind: "cidrs", names };
}

/** "HASHED"? "PASSWORD" "="? string — with the sign in statements about roles, without it in those about users. */
function parsePassword(cursor: Cursor, separator: "=" | "space"): RoleOption {
  const isHashed = cursor.at("HASHED");
  if (isHashed) {
    cursor.useFeatureHere("hashed-password");
    cursor.take();
  }
  cursor.expect("PASSWORD");
  if (separator === "=") cursor.expect("=");
  if (!cursor.at("string")) cursor.fail();
  const secret = { start: cursor.start, end: cursor.end };
  cursor.take();
  return { kind: isHashed ? "hashed-password" : "password", secret };
}

function parseGeneratedPassword(cursor: Cursor): RoleOption {
  const { start } = cursor;
  cursor.take();
  cursor.expect("PASSWORD");
  cursor.useFeature("generated-password", start);
  return { kind: "generated-password" };
}

function parseOptionsMap(cursor: Cursor): Term {
  cursor.expect("=");
  const { start } = cursor;
  const entries = parseMapEntries(cursor);
  checkEntries(cursor, entries);
  const span = cursor.spanFrom(start);
  return entries.length === 0 ? { kind: "set", items: [], ...span } : { kind: "map", entries, ...span };
}

function parseBoolean(cursor: Cursor): boolean {
  cursor.expect("=");
  if (cursor.eat("TRUE")) return true;
  cursor.expect("FALSE");
  return false;
}

/** "ALL" key | key "{" string ( "," string )* "}" */
function parseAccess(cursor: Cursor, key: "DATACENTERS" | "CIDRS"): readonly string[] | undefined {
  if (cursor.eat("ALL")) {
    cursor.expect(key);
    return undefined;
  }
  cursor.expect(key);
  cursor.expect("{");
  const names: string[] = [];
  do names.push(parseString(cursor, "a string"));
  while (cursor.eat(","));
  cursor.expect("}");
  return names;
}
