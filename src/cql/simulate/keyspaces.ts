// CREATE, ALTER and DROP KEYSPACE, and USE. Pure.
import type { AlterKeyspace, CreateKeyspace, DropKeyspace } from "../ast/ddl.ts";
import type { Use } from "../ast/statement.ts";
import { since } from "../capabilities.ts";
import { emptyKeyspace, type Schema } from "../schema/schema.ts";
import { refuseUnknownKeyspace, type SimulateContext, withKeyspace } from "./context.ts";
import { requireKeyspaceName } from "./name-rules.ts";
import { checkKeyspaceOptions, readKeyspaceOptions } from "./options/keyspace-options.ts";
import { refuse } from "./refuse.ts";
import { isSystemKeyspace, refuseSystemKeyspace } from "./system-keyspaces.ts";
import { alterTablets, checkNewTablets } from "./tablets.ts";

/** @throws Refused */
export function createKeyspace(context: SimulateContext, node: CreateKeyspace): Schema {
  const { schema, capabilities } = context;
  const { name } = node.name;
  refuseSystemKeyspace(name, "create", node.name, capabilities);
  requireKeyspaceName(node.name);
  checkKeyspaceOptions(node.options, "create", node.name, capabilities);
  const isThere = schema.keyspaces.has(name) || isSystemKeyspace(name, capabilities);
  // Cassandra 3.11 looks whether the keyspace is there when it has checked everything else; later ones look first.
  if (isThere && since(capabilities, "4.0")) return refuseUnlessGuarded(node, schema);
  const options = readKeyspaceOptions(node.options, undefined, name, capabilities);
  if (capabilities.product === "scylla") checkNewTablets(node, options);
  if (isThere) return refuseUnlessGuarded(node, schema);
  return withKeyspace(schema, emptyKeyspace({ name, ...options }));
}

function refuseUnlessGuarded(node: CreateKeyspace, schema: Schema): Schema {
  if (!node.ifNotExists) refuse(`keyspace \`${node.name.name}\` exists already`, node.name);
  return schema;
}

/** The replication of the server's own keyspaces may be altered, and is not known here. @throws Refused */
export function alterKeyspace(context: SimulateContext, node: AlterKeyspace): Schema {
  const { schema, capabilities } = context;
  const { name } = node.name;
  refuseSystemKeyspace(name, "replication", node.name, capabilities);
  checkKeyspaceOptions(node.options, "alter", node.name, capabilities);
  const keyspace = schema.keyspaces.get(name);
  if (keyspace === undefined) {
    if (node.ifExists || isSystemKeyspace(name, capabilities)) return schema;
    refuseUnknownKeyspace(name, node.name);
  }
  const altered = readKeyspaceOptions(node.options, keyspace, name, capabilities);
  const options = capabilities.product === "scylla" ? alterTablets(node, keyspace, altered) : altered;
  return withKeyspace(schema, { ...keyspace, ...options });
}

/** A keyspace that is dropped while it is in use stays in use. @throws Refused */
export function dropKeyspace(context: SimulateContext, node: DropKeyspace): Schema {
  const { schema, capabilities } = context;
  refuseSystemKeyspace(node.name.name, "objects", node.name, capabilities);
  if (!schema.keyspaces.has(node.name.name)) {
    if (node.ifExists) return schema;
    refuseUnknownKeyspace(node.name.name, node.name);
  }
  return { ...schema, keyspaces: schema.keyspaces.without(node.name.name) };
}

/** @throws Refused */
export function useKeyspace({ schema, capabilities }: SimulateContext, node: Use): Schema {
  const { name } = node.keyspace;
  if (!schema.keyspaces.has(name) && !isSystemKeyspace(name, capabilities)) refuseUnknownKeyspace(name, node.keyspace);
  return schema.currentKeyspace === name ? schema : { ...schema, currentKeyspace: name };
}
