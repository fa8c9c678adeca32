// Turns a trigger into the statements that make and drop it. Pure.
import type { CreateTrigger, DropTrigger } from "../../ast/ddl.ts";
import type { Trigger } from "../schema.ts";
import { identifierNode, objectNameNode } from "./name-nodes.ts";

export function createTriggerNode(keyspace: string | undefined, table: string, trigger: Trigger): CreateTrigger {
  return {
    kind: "create-trigger",
    ifNotExists: false,
    name: identifierNode(trigger.name),
    table: objectNameNode(keyspace, table),
    className: trigger.className,
  };
}

export function dropTriggerNode(keyspace: string | undefined, table: string, name: string): DropTrigger {
  return {
    kind: "drop-trigger",
    ifExists: false,
    name: identifierNode(name),
    table: objectNameNode(keyspace, table),
  };
}
