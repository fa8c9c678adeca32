// Turns statements about functions and aggregates into CQL text. Pure.
import type { CreateAggregate, CreateFunction, DropRoutine } from "../ast/ddl.ts";
import type { Identifier } from "../ast/name.ts";
import { cqlString, quoteFunctionName } from "../identifiers.ts";
import { printFunctionName, printIdentifier } from "./print-name.ts";
import { printTerm } from "./print-term.ts";
import { printType, printTypes } from "./print-type.ts";

export function printCreateFunction(node: CreateFunction): string {
  const args = node.args.map(({ name, type }) => `${printIdentifier(name)} ${printType(type)}`).join(", ");
  return [
    `${printHead(node, "FUNCTION")}${printFunctionName(node.name)} (${args})`,
    node.onNull === "called" ? "  CALLED ON NULL INPUT" : "  RETURNS NULL ON NULL INPUT",
    `  RETURNS ${printType(node.returns)}`,
    `  LANGUAGE ${node.language}`,
    `  AS ${printBody(node.body)}`,
  ].join("\n");
}

export function printCreateAggregate(node: CreateAggregate): string {
  const { reduceFunction, finalFunction, initialCondition } = node;
  return [
    `${printHead(node, "AGGREGATE")}${printFunctionName(node.name)} (${printTypes(node.argumentTypes)})`,
    `  SFUNC ${printBareFunctionName(node.stateFunction)}`,
    `  STYPE ${printType(node.stateType)}`,
    ...(reduceFunction === undefined ? [] : [`  REDUCEFUNC ${printBareFunctionName(reduceFunction)}`]),
    ...(finalFunction === undefined ? [] : [`  FINALFUNC ${printBareFunctionName(finalFunction)}`]),
    ...(initialCondition === undefined ? [] : [`  INITCOND ${printTerm(initialCondition)}`]),
  ].join("\n");
}

export function printDropRoutine({ kind, ifExists, name, argumentTypes }: DropRoutine): string {
  const what = kind === "drop-function" ? "FUNCTION" : "AGGREGATE";
  const types = argumentTypes === undefined ? "" : ` (${printTypes(argumentTypes)})`;
  return `DROP ${what} ${ifExists ? "IF EXISTS " : ""}${printFunctionName(name)}${types}`;
}

function printHead(node: Pick<CreateFunction, "orReplace" | "ifNotExists">, what: "FUNCTION" | "AGGREGATE"): string {
  return `CREATE ${node.orReplace ? "OR REPLACE " : ""}${what} ${node.ifNotExists ? "IF NOT EXISTS " : ""}`;
}

function printBareFunctionName({ name }: Identifier): string {
  return quoteFunctionName(name);
}

/** Between dollars, as code reads best, unless they would end before the body does. */
function printBody(body: string): string {
  return body === "" || body.includes("$$") || body.endsWith("$") ? cqlString(body) : `$$${body}$$`;
}
