// Says which permissions statements about roles and permissions ask for. Pure.
import { unreachable } from "../../base/assert.ts";
import type { AccessNode, CreateRole, Permissions, Resource } from "../ast/access.ts";
import { type Capabilities, since } from "../capabilities.ts";
import { supportsPermission } from "../parser/resource-permissions.ts";
import { functionResource, keyspaceOf, type PermissionContext, tableResource } from "./permission-context.ts";
import { need, needSuperuser, type Permission, type Requirement } from "./requirement.ts";
import type { HeldResource } from "./resource.ts";

const PERMISSIONS: readonly Permission[] = [
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
];

/** Of roles no one is known: whether one is there, or a superuser, only the server can say. */
export function rolePermissions(statement: AccessNode, context: PermissionContext): readonly Requirement[] {
  switch (statement.kind) {
    case "create-role":
    case "create-user":
      return createRole(statement);
    case "alter-role":
    case "alter-user":
      return alterRole(statement, context);
    case "drop-role":
    case "drop-user":
      return [need("DROP", { kind: "role", name: statement.name.name })];
    case "add-identity":
      return [need("CREATE", { kind: "all-roles" })];
    case "grant":
    case "revoke":
      if (statement.what.kind === "permissions") return grantPermissions(statement.what, context);
      return [need("AUTHORIZE", { kind: "role", name: statement.what.role.name })];
    // It hangs on the role that the identity belongs to, or on those that one was granted.
    case "drop-identity":
    case "list":
      return [];
    default:
      return unreachable(statement);
  }
}

function createRole({ options }: CreateRole): readonly Requirement[] {
  const requirements = [need("CREATE", { kind: "all-roles" })];
  if (!options.some((option) => option.kind === "superuser" && option.value)) return requirements;
  return [...requirements, needSuperuser("create superusers")];
}

function alterRole({ name, options }: CreateRole, { role }: PermissionContext): readonly Requirement[] {
  const kinds = new Set(options.map(({ kind }) => kind));
  if (kinds.has("superuser")) return [needSuperuser("change who is a superuser")];
  if (kinds.has("datacenters")) return [needSuperuser("change which data centres a role may use")];
  if (kinds.has("cidrs")) return [needSuperuser("change where a role may connect from")];
  if (name.name !== role) return [need("ALTER", { kind: "role", name: name.name })];
  const changesMore = kinds.has("login") || kinds.has("options");
  return changesMore ? [needSuperuser("change more of its own role than the password")] : [];
}

/** Nobody gives or takes what he does not have himself. */
function grantPermissions({ permissions, on }: Permissions, context: PermissionContext): readonly Requirement[] {
  const resource = heldResource(on, context);
  const named =
    permissions === "all" ? PERMISSIONS : PERMISSIONS.filter((each) => permissions.includes(each.toLowerCase()));
  const meant = named.filter(
    (each) => isKnown(each, context.capabilities) && supportsPermission(on, each.toLowerCase()),
  );
  return ["AUTHORIZE" as const, ...meant].map((permission) => need(permission, resource));
}

function isKnown(permission: Permission, capabilities: Capabilities): boolean {
  return since(capabilities, "5.0") || (permission !== "UNMASK" && permission !== "SELECT_MASKED");
}

function heldResource(resource: Resource, context: PermissionContext): HeldResource {
  switch (resource.kind) {
    case "all-keyspaces":
    case "all-roles":
    case "all-functions":
    case "all-mbeans":
      return { kind: resource.kind };
    case "keyspace":
    case "tables-in-keyspace":
    case "functions-in-keyspace":
      return { kind: resource.kind, keyspace: resource.keyspace.name };
    case "table":
      return tableResource(resource.table, context);
    case "role":
      return { kind: "role", name: resource.role.name };
    case "function": {
      const keyspace = keyspaceOf(resource.name, context);
      return functionResource(keyspace, resource.name.name.name, resource.argumentTypes, context);
    }
    case "mbean":
    case "mbeans":
      return { kind: resource.kind, pattern: resource.pattern };
    default:
      return unreachable(resource);
  }
}
