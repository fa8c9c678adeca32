// Parses GRANT, REVOKE and LIST. Grammar: Parser.g of Cassandra 5.0.
import type { Grant, GrantedRole, List, Permissions, Resource, Revoke } from "../ast/access.ts";
import type { Cursor, Key } from "./cursor.ts";
import { checkMbean } from "./mbean-name.ts";
import { parseString } from "./parse-index.ts";
import { parseFunctionName, parseName, parseObjectName } from "./parse-name.ts";
import { parseRoleName } from "./parse-role.ts";
import { parseArgumentTypes } from "./parse-routine.ts";
import { supportsPermission } from "./resource-permissions.ts";

/** "GRANT" ( permissionOrAll "ON" resource | role ) "TO" role */
export function parseGrant(cursor: Cursor): Grant {
  const what = parseGranted(cursor);
  cursor.expect("TO");
  return { kind: "grant", what, to: parseRoleName(cursor) };
}

/** "REVOKE" ( permissionOrAll "ON" resource | role ) "FROM" role */
export function parseRevoke(cursor: Cursor): Revoke {
  const what = parseGranted(cursor);
  cursor.expect("FROM");
  return { kind: "revoke", what, from: parseRoleName(cursor) };
}

/** "LIST" ( permissionOrAll ( "ON" resource )? ( "OF" role )? "NORECURSIVE"? | "ROLES" … | "USERS" | "SUPERUSERS" ) */
export function parseList(cursor: Cursor): List {
  if (cursor.eat("USERS")) return makeList({ what: "users" });
  if (cursor.key === "SUPERUSERS") {
    cursor.useFeatureHere("list-superusers");
    cursor.take();
    return makeList({ what: "superusers" });
  }
  if (cursor.eat("ROLES")) return makeList({ what: "roles", ...parseListEnd(cursor) });
  const permissions = parsePermissions(cursor);
  const on = cursor.eat("ON") ? parseResource(cursor) : undefined;
  return makeList({ what: "permissions", permissions, on, ...parseListEnd(cursor) });
}

function parseListEnd(cursor: Cursor): Pick<List, "of" | "isRecursive"> {
  const of = cursor.eat("OF") ? parseRoleName(cursor) : undefined;
  return { of, isRecursive: !cursor.eat("NORECURSIVE") };
}

function makeList(facts: Pick<List, "what"> & Partial<List>): List {
  return { kind: "list", permissions: undefined, on: undefined, of: undefined, isRecursive: true, ...facts };
}

function parseGranted(cursor: Cursor): Permissions | GrantedRole {
  if (!isPermissionHere(cursor)) return { kind: "role", role: parseRoleName(cursor) };
  const { start } = cursor;
  const permissions = parsePermissions(cursor);
  cursor.expect("ON");
  const on = parseResource(cursor);
  if (permissions !== "all" && !permissions.some((each) => supportsPermission(on, each))) {
    const hint = "see which permissions there are for it in the documentation of the server";
    cursor.refuse(`none of these permissions is for ${nameOfResource(on)}`, cursor.spanFrom(start), hint);
  }
  return { kind: "permissions", permissions, on };
}

/** `ALL`, `UNMASK` and `SELECT_MASKED` may be roles: before TO and FROM they are. */
function isPermissionHere(cursor: Cursor): boolean {
  if (cursor.at("ALL") || cursor.at("UNMASK") || cursor.at("SELECT_MASKED")) {
    const next = cursor.peek();
    return next !== "TO" && next !== "FROM";
  }
  return PERMISSIONS.has(cursor.key);
}

/** permissionOrAll : "ALL" "PERMISSIONS"? | permission "PERMISSION"? ( "," permission "PERMISSION"? )* */
function parsePermissions(cursor: Cursor): "all" | readonly string[] {
  if (cursor.eat("ALL")) {
    cursor.eat("PERMISSIONS");
    return "all";
  }
  const { start } = cursor;
  const permissions: string[] = [];
  do {
    if (!PERMISSIONS.has(cursor.key)) cursor.fail("a permission such as `SELECT`");
    if (cursor.key === "UNMASK" || cursor.key === "SELECT_MASKED") cursor.useFeatureHere("masking");
    permissions.push(cursor.text.toLowerCase());
    cursor.take();
    cursor.eat("PERMISSION");
  } while (cursor.eat(","));
  if (permissions.length > 1) cursor.useFeature("many-permissions", start);
  return permissions;
}

/** resource : dataResource | roleResource | functionResource | jmxResource — none of the words that begin one is reserved. */
function parseResource(cursor: Cursor): Resource {
  const { key } = cursor;
  switch (key) {
    case "ALL":
      if (ALL_OF_WHAT.has(cursor.peek())) return parseAllOf(cursor);
      break;
    case "KEYSPACE":
      cursor.take();
      return { kind: "keyspace", keyspace: parseName(cursor, "a keyspace name") };
    case "ROLE":
      if (isOneOf(cursor)) {
        cursor.take();
        return { kind: "role", role: parseRoleName(cursor) };
      }
      break;
    case "FUNCTION":
      if (isOneOf(cursor)) return parseFunctionResource(cursor);
      break;
    case "MBEAN":
    case "MBEANS":
      if (cursor.peek() === "string") return parseMbean(cursor, key);
      break;
  }
  cursor.eat("TABLE");
  return { kind: "table", table: parseObjectName(cursor, "a table name") };
}

/** Whether a name follows the word, so that the word is none itself. */
function isOneOf(cursor: Cursor): boolean {
  return !ENDS_RESOURCE.has(cursor.peek());
}

/** "ALL" ( "KEYSPACES" | "ROLES" | "MBEANS" | "TABLES" "IN" "KEYSPACE" ident | "FUNCTIONS" ( "IN" "KEYSPACE" ident )? ) */
function parseAllOf(cursor: Cursor): Resource {
  const { start } = cursor;
  cursor.take();
  if (cursor.eat("KEYSPACES")) return { kind: "all-keyspaces" };
  if (cursor.eat("ROLES")) return { kind: "all-roles" };
  if (cursor.eat("MBEANS")) return { kind: "all-mbeans" };
  if (cursor.eat("TABLES")) {
    cursor.expect("IN");
    const keyspace = parseKeyspaceOf(cursor);
    cursor.useFeature("all-tables-in-keyspace", start);
    return { kind: "tables-in-keyspace", keyspace };
  }
  cursor.expect("FUNCTIONS");
  if (!cursor.eat("IN")) return { kind: "all-functions" };
  return { kind: "functions-in-keyspace", keyspace: parseKeyspaceOf(cursor) };
}

function parseKeyspaceOf(cursor: Cursor): ReturnType<typeof parseName> {
  cursor.expect("KEYSPACE");
  return parseName(cursor, "a keyspace name");
}

/** "FUNCTION" functionName "(" types? ")" */
function parseFunctionResource(cursor: Cursor): Resource {
  cursor.take();
  const name = parseFunctionName(cursor);
  return { kind: "function", name, argumentTypes: parseArgumentTypes(cursor) };
}

function parseMbean(cursor: Cursor, key: "MBEAN" | "MBEANS"): Resource {
  cursor.take();
  const { start } = cursor;
  const pattern = parseString(cursor, "the name of an MBean in quotes");
  const kind = key === "MBEAN" ? "mbean" : "mbeans";
  const mistake = checkMbean(pattern, kind);
  if (mistake !== undefined) cursor.refuse(mistake, cursor.spanFrom(start), "write it as `domain:key=value`");
  return { kind, pattern };
}

function nameOfResource(resource: Resource): string {
  return resource.kind.replaceAll("-", " ");
}

const PERMISSIONS: ReadonlySet<Key> = new Set([
  "CREATE",
  "ALTER",
  "DROP",
  "SELECT",
  "MODIFY",
  "AUTHORIZE",
  "DESCRIBE",
  "EXECUTE",
  "UNMASK",
  "SELECT_MASKED",
]);
const ALL_OF_WHAT: ReadonlySet<Key> = new Set(["KEYSPACES", "ROLES", "MBEANS", "TABLES", "FUNCTIONS"]);
const ENDS_RESOURCE: ReadonlySet<Key> = new Set([".", "TO", "FROM", "OF", "NORECURSIVE", ";", "end"]);
