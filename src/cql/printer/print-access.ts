// Turns statements about roles and permissions into CQL text. Pure.
import { unreachable } from "../../base/assert.ts";
import type {
  AccessNode,
  AddIdentity,
  CreateRole,
  DropRole,
  GrantedRole,
  List,
  Permissions,
  Resource,
  RoleOption,
} from "../ast/access.ts";
import { cqlString } from "../identifiers.ts";
import { printFunctionName, printIdentifier, printName, printRoleName } from "./print-name.ts";
import { printWith } from "./print-property.ts";
import { printTerm } from "./print-term.ts";
import { printTypes } from "./print-type.ts";

/** A tree holds no secrets; the text has stars where one stood. */
const SECRET = "'********'";

export function printAccess(node: AccessNode): string {
  switch (node.kind) {
    case "create-role":
    case "alter-role":
      return `${printRoleHead(node)}${printRoleName(node.name)}${printWith(node.options.map(printRoleOption))}`;
    case "create-user":
    case "alter-user":
      return `${printRoleHead(node)}${cqlString(node.name.name)}${node.options.map(printUserOption).join("")}`;
    case "drop-role":
    case "drop-user":
      return printDropRole(node);
    case "add-identity":
      return printAddIdentity(node);
    case "drop-identity":
      return `DROP IDENTITY ${node.ifExists ? "IF EXISTS " : ""}${cqlString(node.identity)}`;
    case "grant":
      return `GRANT ${printGranted(node.what)} TO ${printRoleName(node.to)}`;
    case "revoke":
      return `REVOKE ${printGranted(node.what)} FROM ${printRoleName(node.from)}`;
    case "list":
      return printList(node);
    default:
      return unreachable(node);
  }
}

function printRoleHead({ kind, isGuarded }: CreateRole): string {
  const guard = kind.startsWith("create") ? "IF NOT EXISTS " : "IF EXISTS ";
  return `${kind.replace("-", " ").toUpperCase()} ${isGuarded ? guard : ""}`;
}

function printRoleOption(option: RoleOption): string {
  switch (option.kind) {
    case "password":
      return `PASSWORD = ${SECRET}`;
    case "hashed-password":
      return `HASHED PASSWORD = ${SECRET}`;
    case "generated-password":
      return "GENERATED PASSWORD";
    case "superuser":
    case "login":
      return `${option.kind.toUpperCase()} = ${option.value}`;
    case "options":
      return `OPTIONS = ${printTerm(option.value)}`;
    case "datacenters":
      return `ACCESS TO ${printNames(option.names, "DATACENTERS")}`;
    case "cidrs":
      return `ACCESS FROM ${printNames(option.names, "CIDRS")}`;
    default:
      return unreachable(option);
  }
}

function printNames(names: readonly string[] | undefined, what: "DATACENTERS" | "CIDRS"): string {
  return names === undefined ? `ALL ${what}` : `${what} {${names.map(cqlString).join(", ")}}`;
}

function printUserOption(option: RoleOption): string {
  switch (option.kind) {
    case "password":
      return ` WITH PASSWORD ${SECRET}`;
    case "hashed-password":
      return ` WITH HASHED PASSWORD ${SECRET}`;
    case "superuser":
      return option.value ? " SUPERUSER" : " NOSUPERUSER";
    default:
      // The statements about users have no more options than these.
      return "";
  }
}

function printDropRole({ kind, ifExists, name }: DropRole): string {
  const guard = ifExists ? "IF EXISTS " : "";
  return kind === "drop-role"
    ? `DROP ROLE ${guard}${printRoleName(name)}`
    : `DROP USER ${guard}${cqlString(name.name)}`;
}

function printAddIdentity({ ifNotExists, identity, role }: AddIdentity): string {
  return `ADD IDENTITY ${ifNotExists ? "IF NOT EXISTS " : ""}${cqlString(identity)} TO ROLE ${cqlString(role)}`;
}

function printGranted(what: Permissions | GrantedRole): string {
  if (what.kind === "role") return printRoleName(what.role);
  return `${printPermissions(what.permissions)} ON ${printResource(what.on)}`;
}

function printPermissions(permissions: "all" | readonly string[]): string {
  return permissions === "all" ? "ALL PERMISSIONS" : permissions.map((each) => each.toUpperCase()).join(", ");
}

function printResource(resource: Resource): string {
  switch (resource.kind) {
    case "all-keyspaces":
    case "all-roles":
    case "all-functions":
    case "all-mbeans":
      return resource.kind.replace("-", " ").toUpperCase();
    case "keyspace":
      return `KEYSPACE ${printIdentifier(resource.keyspace)}`;
    case "tables-in-keyspace":
      return `ALL TABLES IN KEYSPACE ${printIdentifier(resource.keyspace)}`;
    case "functions-in-keyspace":
      return `ALL FUNCTIONS IN KEYSPACE ${printIdentifier(resource.keyspace)}`;
    case "table":
      return `TABLE ${printName(resource.table)}`;
    case "role":
      return `ROLE ${printRoleName(resource.role)}`;
    case "function":
      return `FUNCTION ${printFunctionName(resource.name)}(${printTypes(resource.argumentTypes)})`;
    case "mbean":
    case "mbeans":
      return `${resource.kind.toUpperCase()} ${cqlString(resource.pattern)}`;
    default:
      return unreachable(resource);
  }
}

function printList({ what, permissions, on, of, isRecursive }: List): string {
  const listed = permissions === undefined ? what.toUpperCase() : printPermissions(permissions);
  return [
    `LIST ${listed}`,
    on === undefined ? "" : ` ON ${printResource(on)}`,
    of === undefined ? "" : ` OF ${printRoleName(of)}`,
    isRecursive ? "" : " NORECURSIVE",
  ].join("");
}
