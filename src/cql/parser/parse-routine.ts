// Parses statements about functions and aggregates. Grammar: Parser.g of Cassandra 5.0; REDUCEFUNC is ScyllaDB's.
import type { ArgumentNode, CreateAggregate, CreateFunction, DropRoutine } from "../ast/ddl.ts";
import type { Identifier } from "../ast/name.ts";
import type { TypeNode } from "../ast/type-node.ts";
import type { Cursor } from "./cursor.ts";
import { parseIfExists, parseIfNotExists } from "./parse-guard.ts";
import { parseString } from "./parse-index.ts";
import { parseBareFunctionName, parseFunctionName, parseName } from "./parse-name.ts";
import { parseTerm } from "./parse-term.ts";
import { parseTypeNode } from "./parse-type.ts";

export interface RoutineOptions {
  readonly orReplace: boolean;
}

/** "FUNCTION" … name "(" ( ident type ( "," ident type )* )? ")" onNull "RETURNS" type "LANGUAGE" bare "AS" string */
export function parseCreateFunction(cursor: Cursor, { orReplace }: RoutineOptions): CreateFunction {
  const ifNotExists = parseIfNotExists(cursor);
  const name = parseFunctionName(cursor);
  cursor.expect("(");
  const args = cursor.at(")") ? [] : parseArguments(cursor);
  cursor.expect(")");
  const onNull = parseOnNull(cursor);
  cursor.expect("RETURNS");
  const returns = parseTypeNode(cursor);
  cursor.expect("LANGUAGE");
  const language = parseLanguage(cursor);
  cursor.expect("AS");
  const body = parseString(cursor, "the body in `$$ … $$` or quotes");
  return { kind: "create-function", orReplace, ifNotExists, name, args, onNull, returns, language, body };
}

/** "AGGREGATE" … name "(" types? ")" "SFUNC" name "STYPE" type ( "REDUCEFUNC" name )? ( "FINALFUNC" name )? ( "INITCOND" term )? */
export function parseCreateAggregate(cursor: Cursor, { orReplace }: RoutineOptions): CreateAggregate {
  const ifNotExists = parseIfNotExists(cursor);
  const name = parseFunctionName(cursor);
  const argumentTypes = parseArgumentTypes(cursor);
  cursor.expect("SFUNC");
  const stateFunction = parseBareFunctionName(cursor);
  cursor.expect("STYPE");
  const stateType = parseTypeNode(cursor);
  const reduceFunction = parseReduceFunction(cursor);
  const finalFunction = cursor.eat("FINALFUNC") ? parseBareFunctionName(cursor) : undefined;
  const initialCondition = cursor.eat("INITCOND") ? parseTerm(cursor) : undefined;
  return {
    kind: "create-aggregate",
    orReplace,
    ifNotExists,
    name,
    argumentTypes,
    stateFunction,
    stateType,
    finalFunction,
    initialCondition,
    reduceFunction,
  };
}

/** "DROP" ( "FUNCTION" | "AGGREGATE" ) ( "IF" "EXISTS" )? name ( "(" types? ")" )? */
export function parseDropRoutine(cursor: Cursor, kind: DropRoutine["kind"]): DropRoutine {
  const ifExists = parseIfExists(cursor);
  const name = parseFunctionName(cursor);
  return { kind, ifExists, name, argumentTypes: cursor.at("(") ? parseArgumentTypes(cursor) : undefined };
}

/** "(" ( type ( "," type )* )? ")" */
export function parseArgumentTypes(cursor: Cursor): readonly TypeNode[] {
  const types: TypeNode[] = [];
  cursor.expect("(");
  if (cursor.eat(")")) return types;
  do types.push(parseTypeNode(cursor));
  while (cursor.eat(","));
  cursor.expect(")");
  return types;
}

function parseArguments(cursor: Cursor): readonly ArgumentNode[] {
  const args: ArgumentNode[] = [];
  do {
    const name = parseName(cursor, "an argument name");
    args.push({ name, type: parseTypeNode(cursor) });
  } while (cursor.eat(","));
  return args;
}

/** ( "CALLED" | "RETURNS" "NULL" ) "ON" "NULL" "INPUT" */
function parseOnNull(cursor: Cursor): CreateFunction["onNull"] {
  const isCalled = cursor.eat("CALLED");
  if (!isCalled) {
    cursor.expect("RETURNS");
    cursor.expect("NULL");
  }
  cursor.expect("ON");
  cursor.expect("NULL");
  cursor.expect("INPUT");
  return isCalled ? "called" : "returns-null";
}

/** A bare word that is none of the grammar's. */
function parseLanguage(cursor: Cursor): string {
  if (cursor.use !== "plain") cursor.fail("a language such as `java`");
  const { text } = cursor;
  cursor.take();
  return text;
}

function parseReduceFunction(cursor: Cursor): Identifier | undefined {
  if (cursor.key !== "REDUCEFUNC") return undefined;
  const { start } = cursor;
  cursor.take();
  const name = parseBareFunctionName(cursor);
  cursor.useFeature("reduce-function", start);
  return name;
}
