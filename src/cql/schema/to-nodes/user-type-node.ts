// Turns a user's type into the statements that make it or add to it. Pure.
import type { AlterType, CreateType } from "../../ast/ddl.ts";
import type { Field, UserType } from "../schema.ts";
import { identifierNode, objectNameNode } from "./name-nodes.ts";
import { innerTypeNode } from "./type-node.ts";

export function createTypeNode(keyspace: string | undefined, { name, fields }: UserType): CreateType {
  return {
    kind: "create-type",
    ifNotExists: false,
    name: objectNameNode(keyspace, name),
    fields: fields.map((field) => ({ name: identifierNode(field.name), type: innerTypeNode(field.type) })),
  };
}

export function addFieldNode(keyspace: string | undefined, type: string, field: Field): AlterType {
  return {
    kind: "alter-type",
    ifExists: false,
    name: objectNameNode(keyspace, type),
    action: { kind: "add", ifNotExists: false, field: identifierNode(field.name), type: innerTypeNode(field.type) },
  };
}
