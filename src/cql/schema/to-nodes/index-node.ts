// Turns an index into the CREATE INDEX that makes it. Pure.
import type { CreateIndex, IndexTargetNode } from "../../ast/ddl.ts";
import type { Index } from "../schema.ts";
import { identifierNode, objectNameNode } from "./name-nodes.ts";
import { parseTargets } from "./parse-fragment.ts";
import { propertyNode } from "./property-nodes.ts";

export function createIndexNode(keyspace: string | undefined, table: string, index: Index): CreateIndex {
  const hasOptions = Object.keys(index.options).length > 0;
  return {
    kind: "create-index",
    isCustom: index.kind === "custom",
    ifNotExists: false,
    name: identifierNode(index.name),
    table: objectNameNode(keyspace, table),
    targets: targetNodes(index),
    using: index.className,
    options: hasOptions ? [propertyNode("options", index.options)] : [],
  };
}

function targetNodes({ target: { kind, column, localTo }, className }: Index): readonly IndexTargetNode[] {
  if (column === "") return [];
  // Someone else's index on many columns is kept as CQL.
  const many = className !== undefined && column.includes(", ") ? parseTargets(column) : undefined;
  if (many !== undefined) return many;
  const target: IndexTargetNode = { kind, column: identifierNode(column) };
  if (localTo === undefined) return [target];
  return [{ kind: "partition-key", columns: localTo.map(identifierNode) }, target];
}
