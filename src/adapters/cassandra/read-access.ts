// Reads what the role of a session may do. A role may ask that about itself, whatever else it may not.
import type { Client, types } from "cassandra-driver";
import type { Product } from "../../cql/capabilities.ts";
import type { Access, HeldPermission } from "../../cql/permissions/access.ts";
import { printRole } from "../../cql/permissions/resource.ts";
import { type Failure, readFailure } from "./failure.ts";
import { retryRead } from "./retry-read.ts";

export interface AccessQuestion {
  /** The role that the session logged in as; undefined when it gave no name. */
  readonly role: string | undefined;
  readonly product: Product;
}

type Answer =
  | { readonly kind: "rows"; readonly rows: readonly types.Row[] }
  | { readonly kind: "refused"; readonly failure: Failure };

/** Never throws for what the server says: what it does not tell is unknown. Fresh grants are told at once. */
export async function readAccess(client: Client, { role, product }: AccessQuestion): Promise<Access> {
  if (product === "astra" || product === "dse") {
    return { kind: "unknown", reason: "how this product grants permissions is not known here" };
  }
  if (role === undefined) return readUnnamed(client);
  const name = printRole(role);
  const [roles, permissions] = await Promise.all([
    ask(client, `LIST ROLES OF ${name}`),
    ask(client, `LIST ALL PERMISSIONS OF ${name}`),
  ]);
  if (asksNobody(roles) || asksNobody(permissions)) return { kind: "everything", reason: "no-authorizer" };
  if (roles.kind === "refused") return unknown(roles.failure);
  // A superuser among the roles that it was granted makes it one (Roles.hasSuperuserStatus of Cassandra 3.11–5.0).
  if (roles.rows.some((row) => row.super === true)) return { kind: "everything", reason: "superuser" };
  if (permissions.kind === "refused") return unknown(permissions.failure);
  return { kind: "granted", role, grants: permissions.rows.map(readGrant) };
}

/** Without a name the session is nobody, on a cluster that asks nobody; or it is who its certificate says. */
async function readUnnamed(client: Client): Promise<Access> {
  const answer = await ask(client, "LIST ROLES");
  if (asksNobody(answer)) return { kind: "everything", reason: "no-authorizer" };
  if (answer.kind === "refused") return unknown(answer.failure);
  return { kind: "unknown", reason: "the session gave no user name, and the server knows it by another" };
}

/**
 * A cluster with AllowAllAuthenticator says that nobody is logged in, and has AllowAllAuthorizer then (AuthConfig); one
 * with AllowAllAuthorizer has no permissions to list. Cassandra 3.11–5.0.
 */
function asksNobody(answer: Answer): boolean {
  return answer.kind === "refused" && /\bnot anonymous\b|\bAllowAllAuthorizer\b/.test(answer.failure.message);
}

function unknown({ message }: Failure): Access {
  return { kind: "unknown", reason: message };
}

function readGrant(row: types.Row): HeldPermission {
  return { permission: String(row.permission), resource: String(row.resource), holder: String(row.role) };
}

async function ask(client: Client, text: string): Promise<Answer> {
  try {
    const result = await retryRead(() => client.execute(text, [], { prepare: false }));
    // An empty list is an answer without rows.
    return { kind: "rows", rows: result.rows ?? [] };
  } catch (error) {
    return { kind: "refused", failure: readFailure(error) };
  }
}
