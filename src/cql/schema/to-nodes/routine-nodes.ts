// Turns functions and aggregates into the statements that make and drop them. Pure.
import { assert } from "../../../base/assert.ts";
import type { CreateAggregate, CreateFunction, DropRoutine } from "../../ast/ddl.ts";
import type { UserAggregate, UserFunction } from "../schema.ts";
import { initialConditionNode, isInitialConditionReadable } from "./initial-condition-node.ts";
import { identifierNode, objectNameNode } from "./name-nodes.ts";
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

/** @param aggregate with an INITCOND that is readable */
export function createAggregateNode(
  keyspace: string | undefined,
  aggregate: UserAggregate,
  how: HowToCreate = "create",
): CreateAggregate {
  const { name, argumentTypes, stateFunction, stateType, finalFunction } = aggregate;
  assert(isInitialConditionReadable(aggregate), `an INITCOND that is no CQL blocks its change: ${name}`);
  return {
    kind: "create-aggregate",
    orReplace: how === "or-replace",
    ifNotExists: false,
    name: objectNameNode(keyspace, name),
    argumentTypes: argumentTypes.map(routineTypeNode),
    stateFunction: identifierNode(stateFunction),
    stateType: routineTypeNode(stateType),
    finalFunction: finalFunction === undefined ? undefined : identifierNode(finalFunction),
    initialCondition: initialConditionNode(aggregate),
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
