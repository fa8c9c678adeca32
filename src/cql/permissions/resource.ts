// What permissions are held on: named as the servers name it, with what it stands in, and as GRANT writes it. Pure.
import { unreachable } from "../../base/assert.ts";
import { type Capabilities, since } from "../capabilities.ts";
import { cqlString, quoteFunctionName, quoteIdentifier } from "../identifiers.ts";
import { isSystemKeyspace } from "../simulate/system-keyspaces.ts";

/** As the resource of a parsed GRANT, with plain names that are all there. */
export type HeldResource =
  | { readonly kind: "all-keyspaces" | "all-functions" | "all-roles" | "all-mbeans" }
  | { readonly kind: "keyspace" | "tables-in-keyspace" | "functions-in-keyspace"; readonly keyspace: string }
  | { readonly kind: "table"; readonly keyspace: string; readonly name: string }
  /** The types as CQL. */
  | {
      readonly kind: "function";
      readonly keyspace: string;
      readonly name: string;
      readonly argumentTypes: readonly string[];
    }
  | { readonly kind: "role"; readonly name: string }
  | { readonly kind: "mbean" | "mbeans"; readonly pattern: string };

/** What a permission to make, change or drop any table or type of a keyspace is asked on. */
export function tablesOf(keyspace: string, capabilities: Capabilities): HeldResource {
  // CASSANDRA-17027: before 4.1 it is asked on the keyspace.
  return { kind: since(capabilities, "4.1") ? "tables-in-keyspace" : "keyspace", keyspace };
}

/** The name that the server gives it in its messages, and in what LIST answers: `<table shop.users>`. */
export function describeResource(resource: HeldResource): string {
  switch (resource.kind) {
    case "all-keyspaces":
    case "all-functions":
    case "all-roles":
    case "all-mbeans":
      return `<${resource.kind.replace("-", " ")}>`;
    case "keyspace":
      return `<keyspace ${resource.keyspace}>`;
    case "tables-in-keyspace":
      return `<all tables in ${resource.keyspace}>`;
    case "functions-in-keyspace":
      return `<all functions in ${resource.keyspace}>`;
    case "table":
      return `<table ${resource.keyspace}.${resource.name}>`;
    case "function":
      return `<function ${resource.keyspace}.${resource.name}(${resource.argumentTypes.join(", ")})>`;
    case "role":
      return `<role ${resource.name}>`;
    case "mbean":
    case "mbeans":
      return `<mbean ${resource.pattern}>`;
    default:
      return unreachable(resource);
  }
}

/** What stands behind ON in GRANT: `TABLE shop.users`. */
export function printResource(resource: HeldResource): string {
  switch (resource.kind) {
    case "all-keyspaces":
    case "all-functions":
    case "all-roles":
    case "all-mbeans":
      return resource.kind.replace("-", " ").toUpperCase();
    case "keyspace":
      return `KEYSPACE ${quoteIdentifier(resource.keyspace)}`;
    case "tables-in-keyspace":
      return `ALL TABLES IN KEYSPACE ${quoteIdentifier(resource.keyspace)}`;
    case "functions-in-keyspace":
      return `ALL FUNCTIONS IN KEYSPACE ${quoteIdentifier(resource.keyspace)}`;
    case "table":
      return `TABLE ${quoteIdentifier(resource.keyspace)}.${quoteIdentifier(resource.name)}`;
    case "function": {
      const name = `${quoteIdentifier(resource.keyspace)}.${quoteFunctionName(resource.name)}`;
      return `FUNCTION ${name}(${resource.argumentTypes.join(", ")})`;
    }
    case "role":
      return `ROLE ${printRole(resource.name)}`;
    case "mbean":
    case "mbeans":
      return `${resource.kind.toUpperCase()} ${cqlString(resource.pattern)}`;
    default:
      return unreachable(resource);
  }
}

/** No name in double quotes is empty; the name of a role may be. */
export function printRole(name: string): string {
  return name === "" ? cqlString(name) : quoteIdentifier(name);
}

/** Whom a GRANT in a hint is for, when the session gave no name as well. */
export function printGrantee(role: string | undefined): string {
  return role === undefined ? "the role" : printRole(role);
}

/**
 * Itself and what it stands in: a permission on any of them is one on it. What is granted on all keyspaces does not reach
 * those of the server (ClientState of Cassandra 3.11–5.0).
 */
export function chainOf(resource: HeldResource, capabilities: Capabilities): readonly HeldResource[] {
  switch (resource.kind) {
    case "all-keyspaces":
    case "all-functions":
    case "all-roles":
    case "all-mbeans":
      return [resource];
    case "keyspace":
      return isSystemKeyspace(resource.keyspace, capabilities) ? [resource] : [resource, { kind: "all-keyspaces" }];
    case "tables-in-keyspace":
      return [resource, ...chainOf({ kind: "keyspace", keyspace: resource.keyspace }, capabilities)];
    case "table":
      return [resource, ...chainOf(tablesOf(resource.keyspace, capabilities), capabilities)];
    case "functions-in-keyspace":
      return [resource, { kind: "all-functions" }];
    case "function":
      return [resource, ...chainOf({ kind: "functions-in-keyspace", keyspace: resource.keyspace }, capabilities)];
    case "role":
      return [resource, { kind: "all-roles" }];
    case "mbean":
    case "mbeans":
      return [resource, { kind: "all-mbeans" }];
    default:
      return unreachable(resource);
  }
}

/** By which `<function …>` of a server and of ours are the same: releases differ in where they write `frozen`. */
export function resourceKey(described: string): string {
  return described.startsWith("<function ") ? described.replaceAll(/frozen<|>|\s/g, "") : described;
}
