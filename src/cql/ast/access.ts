// Parsed statements about roles, users and permissions. Data.
import type { Span } from "../../text/span.ts";
import type { Identifier, ObjectName } from "./name.ts";
import type { Term } from "./term.ts";
import type { TypeNode } from "./type-node.ts";

export type AccessNode = CreateRole | DropRole | AddIdentity | DropIdentity | Grant | Revoke | List;

/** The name of a role: folded to lower case, unless it stood in quotes of either kind. */
export type RoleName = Identifier;

export interface CreateRole {
  readonly kind: "create-role" | "alter-role" | "create-user" | "alter-user";
  /** `IF NOT EXISTS` of CREATE, `IF EXISTS` of ALTER. */
  readonly isGuarded: boolean;
  readonly name: RoleName;
  readonly options: readonly RoleOption[];
}

/** The text of a password is not kept in the tree: `secret` says only where it stands. */
export type RoleOption =
  | { readonly kind: "password" | "hashed-password"; readonly secret: Span }
  | { readonly kind: "superuser" | "login"; readonly value: boolean }
  | { readonly kind: "options"; readonly value: Term }
  /** Undefined is `ACCESS TO ALL DATACENTERS`. */
  | { readonly kind: "datacenters" | "cidrs"; readonly names: readonly string[] | undefined }
  /** Cassandra after 5.0. */
  | { readonly kind: "generated-password" };

export interface DropRole {
  readonly kind: "drop-role" | "drop-user";
  readonly ifExists: boolean;
  readonly name: RoleName;
}

export interface AddIdentity {
  readonly kind: "add-identity";
  readonly ifNotExists: boolean;
  readonly identity: string;
  readonly role: string;
}

export interface DropIdentity {
  readonly kind: "drop-identity";
  readonly ifExists: boolean;
  readonly identity: string;
}

export interface Grant {
  readonly kind: "grant";
  readonly what: Permissions | GrantedRole;
  readonly to: RoleName;
}

export interface Revoke {
  readonly kind: "revoke";
  readonly what: Permissions | GrantedRole;
  readonly from: RoleName;
}

export interface Permissions {
  readonly kind: "permissions";
  /** In lower case: "select", "modify"; "all" for ALL PERMISSIONS. */
  readonly permissions: "all" | readonly string[];
  readonly on: Resource;
}

export interface GrantedRole {
  readonly kind: "role";
  readonly role: RoleName;
}

export type Resource =
  | { readonly kind: "all-keyspaces" | "all-roles" | "all-functions" | "all-mbeans" }
  | { readonly kind: "keyspace" | "tables-in-keyspace" | "functions-in-keyspace"; readonly keyspace: Identifier }
  | { readonly kind: "table"; readonly table: ObjectName }
  | { readonly kind: "role"; readonly role: RoleName }
  | { readonly kind: "function"; readonly name: ObjectName; readonly argumentTypes: readonly TypeNode[] }
  | { readonly kind: "mbean" | "mbeans"; readonly pattern: string };

export interface List {
  readonly kind: "list";
  readonly what: "permissions" | "roles" | "users" | "superusers";
  readonly permissions: "all" | readonly string[] | undefined;
  readonly on: Resource | undefined;
  readonly of: RoleName | undefined;
  readonly isRecursive: boolean;
}
