// Refuses types that the servers refuse when they parse a statement, before they look at anything that it names. Pure.
// Source: comparatorType in the grammar (Parser.g) of Cassandra 3.11–5.0.
import { unreachable } from "../../base/assert.ts";
import type { StatementNode } from "../ast/statement.ts";
import type { TypeNode } from "../ast/type-node.ts";
import type { Capabilities } from "../capabilities.ts";
import { resolveTypeClass } from "../schema/resolve-type-class.ts";

/** No guard helps against a class that is unknown. @throws Refused */
export function checkWrittenTypes(statement: StatementNode, capabilities: Capabilities): void {
  for (const type of typesOf(statement)) checkType(type, capabilities);
}

function typesOf(statement: StatementNode): readonly TypeNode[] {
  switch (statement.kind) {
    case "create-table":
      return statement.columns.map(({ type }) => type);
    case "create-type":
      return statement.fields.map(({ type }) => type);
    case "alter-table":
      if (statement.action.kind === "add") return statement.action.columns.map(({ type }) => type);
      return statement.action.kind === "alter-type" ? [statement.action.type] : [];
    case "alter-type":
      return statement.action.kind === "rename" ? [] : [statement.action.type];
    case "create-function":
      return [...statement.args.map(({ type }) => type), statement.returns];
    case "create-aggregate":
      return [...statement.argumentTypes, statement.stateType];
    case "drop-function":
    case "drop-aggregate":
      return statement.argumentTypes ?? [];
    default:
      return [];
  }
}

function checkType(type: TypeNode, capabilities: Capabilities): void {
  switch (type.kind) {
    case "native":
    case "user":
      return;
    case "custom":
      resolveTypeClass(type.className, type, capabilities);
      return;
    case "frozen":
      checkType(type.inner, capabilities);
      return;
    case "list":
    case "set":
    case "vector":
      checkType(type.element, capabilities);
      return;
    case "map":
      checkType(type.key, capabilities);
      checkType(type.value, capabilities);
      return;
    case "tuple":
      for (const element of type.elements) checkType(element, capabilities);
      return;
    default:
      unreachable(type);
  }
}
