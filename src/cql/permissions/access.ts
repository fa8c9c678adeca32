// What a role may do on a cluster, as the server tells it, and what it lacks for something. Pure.
import type { Capabilities } from "../capabilities.ts";
import type { Permission, Requirement } from "./requirement.ts";
import { chainOf, describeResource, resourceKey } from "./resource.ts";

export type Access =
  /** "no-authorizer": the cluster asks nobody for permissions. */
  | { readonly kind: "everything"; readonly reason: "no-authorizer" | "superuser" }
  | { readonly kind: "granted"; readonly role: string; readonly grants: readonly HeldPermission[] }
  | { readonly kind: "unknown"; readonly reason: string };

export interface HeldPermission {
  /** In upper case. */
  readonly permission: string;
  /** As the server names it: `<table shop.users>`. */
  readonly resource: string;
  /** The role that it was granted to: the one that was asked for, or one that this one has. */
  readonly holder: string;
}

/** What is not covered, in the same order; nothing when it is not known what the role has. */
export function missingPermissions<Each extends Requirement>(
  required: readonly Each[],
  access: Access,
  capabilities: Capabilities,
): readonly Each[] {
  if (access.kind !== "granted") return [];
  const held = new Set(access.grants.map(({ permission, resource }) => `${permission} ${resourceKey(resource)}`));
  return required.filter((requirement) => !isHeld(requirement, held, capabilities));
}

function isHeld(requirement: Requirement, held: ReadonlySet<string>, capabilities: Capabilities): boolean {
  if (requirement.kind === "superuser") return false;
  return chainOf(requirement.resource, capabilities).some((resource) => {
    const key = resourceKey(describeResource(resource));
    return alternativesTo(requirement.permission).some((permission) => held.has(`${permission} ${key}`));
  });
}

function alternativesTo(permission: Permission): readonly Permission[] {
  return permission === "SELECT_MASKED" ? ["SELECT_MASKED", "UNMASK"] : [permission];
}
