// What the server says about a missing permission → the statement that gives it. Pure.
import { quoteIdentifier } from "../../cql/identifiers.ts";

/**
 * Cassandra 3.11 to 5.0: "User app has no MODIFY permission on <table shop.t> or any of its parents".
 * @returns advice in general where the message reads otherwise
 */
export function advisePermission(message: string): string {
  const match = /^User (\S+) has no (\w+) permission on <(.+)> or any of its parents/.exec(message);
  const [, role = "", permission = "", named = ""] = match ?? [];
  const resource = resourceOf(named);
  if (match === null || resource === undefined) {
    return "grant it to the role that tidemark logs in with, or log in with another one";
  }
  return `as a role that may: GRANT ${permission} ON ${resource} TO ${quoteIdentifier(role)}`;
}

/** As it stands in CQL (DataResource, FunctionResource and RoleResource of Cassandra); undefined for one function or role. */
function resourceOf(named: string): string | undefined {
  const [, name = "", table] = /(\w+)(?:\.(\w+))?$/.exec(named) ?? [];
  const keyspace = quoteIdentifier(name);
  if (/^all (keyspaces|functions|roles)$/.test(named)) return named.toUpperCase();
  if (named === `keyspace ${name}`) return `KEYSPACE ${keyspace}`;
  if (named === `all tables in ${name}`) return `ALL TABLES IN KEYSPACE ${keyspace}`;
  if (named === `all functions in ${name}`) return `ALL FUNCTIONS IN KEYSPACE ${keyspace}`;
  if (table !== undefined && named === `table ${name}.${table}`) return `TABLE ${keyspace}.${quoteIdentifier(table)}`;
  return undefined;
}
