// Turns functions and aggregates into the statements that make and drop them. Pure.
import type { CreateAggregate, CreateFunction, DropRoutine } from "../../ast/ddl.ts";
import type { UserAggregate, UserFunction } from "../schema.ts";
import { identifierNode, objectNameNode } from "./name-nodes.ts";
import { parseTerms } from "./parse-fragment.ts";
import { routineTypeNode } from "./type-node.ts";

export type HowToCreate = "create" | "or-replace";

export function createFunctionNode(
  keyspace: string | undefined,
  { name, args, isCalledOnNull, returns, language, body }: UserFunction,
  how: HowToCreate = "create",
): CreateFunction {
  return {
    kind: "create-function",
    orReplace: how === "or-replace",
    ifNotExists: false,
    name: objectNameNode(keyspace, name),
    args: args.map((arg) => ({ name: identifierNode(arg.name), type: routineTypeNode(arg.type) })),
    onNull: isCalledOnNull ? "called" : "returns-null",
    returns: routineTypeNode(returns),
    language,
    body,
  };
}

export function createAggregateNode(
  keyspace: string | undefined,
  aggregate: UserAggregate,
  how: HowToCreate = "create",
): CreateAggregate {
  const { name, argumentTypes, stateFunction, stateType, finalFunction, initialCondition } = aggregate;
  return {
    kind: "create-aggregate",
    orReplace: how === "or-replace",
    ifNotExists: false,
    name: objectNameNode(keyspace, name),
    argumentTypes: argumentTypes.map(routineTypeNode),
    stateFunction: identifierNode(stateFunction),
    stateType: routineTypeNode(stateType),
    finalFunction: finalFunction === undefined ? undefined : identifierNode(finalFunction),
    initialCondition: initialCondition === undefined ? undefined : parseTerms([initialCondition])[0],
    reduceFunction: undefined,
  };
}

export function dropFunctionNode(keyspace: string | undefined, { name, args }: UserFunction): DropRoutine {
  return {
    kind: "drop-function",
    ifExists: false,
    name: objectNameNode(keyspace, name),
    argumentTypes: args.map(({ type }) => routineTypeNode(type)),
  };
}

export function dropAggregateNode(keyspace: string | undefined, aggregate: UserAggregate): DropRoutine {
  return {
    kind: "drop-aggregate",
    ifExists: false,
    name: objectNameNode(keyspace, aggregate.name),
    argumentTypes: aggregate.argumentTypes.map(routineTypeNode),
  };
}
