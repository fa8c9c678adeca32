// Turns a keyspace into the statements that make or alter it, without what is in it. Pure.
import type { AlterKeyspace, CreateKeyspace } from "../../ast/ddl.ts";
import type { Property } from "../../ast/property.ts";
import type { LiteralTerm } from "../../ast/term.ts";
import { datacenterOfRack } from "../replicas.ts";
import type { Keyspace, OptionMap } from "../schema.ts";
import { identifierNode, NOWHERE } from "./name-nodes.ts";
import { parseValue } from "./parse-fragment.ts";
import { propertyNode } from "./property-nodes.ts";

/** What a keyspace has besides its objects. */
export type KeyspaceOptions = Pick<Keyspace, "replication" | "durableWrites" | "extra">;

export function createKeyspaceNode(name: string, options: KeyspaceOptions): CreateKeyspace {
  return {
    kind: "create-keyspace",
    ifNotExists: false,
    name: identifierNode(name),
    options: [
      replicationNode(options.replication),
      ...(options.durableWrites ? [] : [propertyNode("durable_writes", false)]),
      ...extraNodes(options.extra),
    ],
  };
}

/** @param options those that change, whole */
export function alterKeyspaceNode(name: string, options: Partial<KeyspaceOptions>): AlterKeyspace {
  const properties: Property[] = [];
  if (options.replication !== undefined) properties.push(replicationNode(options.replication));
  if (options.durableWrites !== undefined) properties.push(propertyNode("durable_writes", options.durableWrites));
  if (options.extra !== undefined) properties.push(...extraNodes(options.extra));
  return { kind: "alter-keyspace", ifExists: false, name: identifierNode(name), options: properties };
}

/** ScyllaDB's racks of one data centre are one list. */
function replicationNode(replication: OptionMap): Property {
  const racks = new Map<string, string[]>();
  const factors: Record<string, string> = {};
  for (const [name, value] of Object.entries(replication)) {
    const datacenter = datacenterOfRack(name);
    if (datacenter === undefined) factors[name] = value;
    else racks.set(datacenter, [...(racks.get(datacenter) ?? []), value]);
  }
  const node = propertyNode("replication", factors);
  if (racks.size === 0 || node.value.kind !== "map") return node;
  const lists = [...racks].map(([datacenter, names]) => ({
    key: textNode(datacenter),
    value: { kind: "list" as const, items: names.map(textNode), ...NOWHERE },
  }));
  return { ...node, value: { ...node.value, entries: [...node.value.entries, ...lists] } };
}

function textNode(value: string): LiteralTerm {
  return { kind: "literal", type: "string", value, ...NOWHERE };
}

/** A map is kept as CQL; any other value as it is, one that only begins like a map, too. */
function extraNodes(extra: OptionMap): readonly Property[] {
  return Object.entries(extra).map(([name, value]) => {
    const term = value.startsWith("{") ? parseValue(value) : undefined;
    return term?.kind === "map" ? { name: identifierNode(name), value: term, ...NOWHERE } : propertyNode(name, value);
  });
}
