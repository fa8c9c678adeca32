// What the server says about a missing permission → the statement that gives it. Pure.
import { readResource } from "../../cql/permissions/read-resource.ts";
import { printResource, printRole } from "../../cql/permissions/resource.ts";

/**
 * Cassandra 3.11 to 5.0: "User app has no MODIFY permission on <table shop.t> or any of its parents".
 * @returns advice in general where the message reads otherwise
 */
export function advisePermission(message: string): string {
  const match = /^User (.*?) has no (\w+) permission on (<.+>) or any of its parents/s.exec(message);
  const [, role = "", permission = "", described = ""] = match ?? [];
  const resource = readResource(described);
  if (resource === undefined) return "grant it to the role that tidemark logs in with, or log in with another one";
  return `as a role that may: GRANT ${permission} ON ${printResource(resource)} TO ${printRole(role)}`;
}
