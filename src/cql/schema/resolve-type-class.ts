// Turns the class name of a type, as in `'org.apache.cassandra.db.marshal.Int32Type'`, into the type that it is. Pure.
import type { Span } from "../../text/span.ts";
import type { Capabilities } from "../capabilities.ts";
import { since } from "../capabilities.ts";
import { refuse } from "../simulate/refuse.ts";
import type { CqlType, NativeTypeName } from "./cql-type.ts";
import { printTypeClass } from "./print-type-class.ts";
import { freeze } from "./type-facts.ts";

const PACKAGE = "org.apache.cassandra.db.marshal.";

const NATIVE_CLASSES: ReadonlyMap<string, NativeTypeName> = new Map([
  ["AsciiType", "ascii"],
  ["BooleanType", "boolean"],
  ["BytesType", "blob"],
  ["ByteType", "tinyint"],
  ["CounterColumnType", "counter"],
  ["DateType", "timestamp"],
  ["DecimalType", "decimal"],
  ["DoubleType", "double"],
  ["DurationType", "duration"],
  ["FloatType", "float"],
  ["InetAddressType", "inet"],
  ["Int32Type", "int"],
  ["IntegerType", "varint"],
  ["LegacyTimeUUIDType", "timeuuid"],
  ["LongType", "bigint"],
  ["ShortType", "smallint"],
  ["SimpleDateType", "date"],
  ["TimestampType", "timestamp"],
  ["TimeType", "time"],
  ["TimeUUIDType", "timeuuid"],
  ["UTF8Type", "text"],
  ["UUIDType", "uuid"],
]);

/** Classes that have no name in CQL: they stay classes. */
const OTHER_CLASSES: ReadonlySet<string> = new Set(["EmptyType", "LexicalUUIDType"]);

/** Far from the end of the stack; what a class is in CQL may be twice as deep (`frozen<list<…>>`), and is read, too. */
const DEPTH_MAX = 200;

interface ClassNode {
  readonly name: string;
  readonly args: readonly ClassNode[];
  /** The name with its arguments, without blanks. */
  readonly text: string;
}

interface ClassCursor {
  readonly text: string;
  readonly span: Span;
  at: number;
  depth: number;
}

/** @throws Refused for a class of Cassandra's package that is no type; what other packages hold is not known here */
export function resolveTypeClass(className: string, span: Span, capabilities: Capabilities): CqlType {
  const cursor: ClassCursor = { text: className.replaceAll(/[ \t\n]/g, ""), span, at: 0, depth: 0 };
  // Cassandra reads a class name that is empty as bytes (TypeParser.parse).
  if (cursor.text === "") return { kind: "native", name: "blob" };
  return resolveClass(readClass(cursor), span, capabilities);
}

function readClass(cursor: ClassCursor): ClassNode {
  if (++cursor.depth > DEPTH_MAX) refuse(`the class is nested more than ${DEPTH_MAX} deep`, cursor.span, "nest less");
  const start = cursor.at;
  const name = /^[^(),]*/.exec(cursor.text.slice(start))?.[0] ?? "";
  cursor.at += name.length;
  const args: ClassNode[] = [];
  if (cursor.text[cursor.at] === "(") {
    do {
      cursor.at++;
      if (cursor.text[cursor.at] === ")") break;
      args.push(readClass(cursor));
    } while (cursor.text[cursor.at] === ",");
    cursor.at++;
  }
  cursor.depth--;
  return { name, args, text: cursor.text.slice(start, cursor.at) };
}

function resolveClass(node: ClassNode, span: Span, capabilities: Capabilities): CqlType {
  if (node.name.includes(".") && !node.name.startsWith(PACKAGE)) return { kind: "custom", className: node.text };
  const simple = node.name.includes(".") ? node.name.slice(PACKAGE.length) : node.name;
  const native = NATIVE_CLASSES.get(simple);
  if (native !== undefined && !(simple === "LegacyTimeUUIDType" && !since(capabilities, "4.1"))) {
    return { kind: "native", name: native };
  }
  if (OTHER_CLASSES.has(simple)) return { kind: "custom", className: PACKAGE + simple };
  return resolveWithArguments(simple, node, span, capabilities);
}

function resolveWithArguments(simple: string, node: ClassNode, span: Span, capabilities: Capabilities): CqlType {
  const inner = (): readonly CqlType[] => node.args.map((arg) => resolveClass(arg, span, capabilities));
  const count = ARGUMENT_COUNTS.get(simple);
  const [first, second] = count === undefined ? [] : inner();
  if (count !== undefined && node.args.length !== count) {
    refuse(`the class \`${simple}\` takes ${count} type${count === 1 ? "" : "s"} in parentheses`, span);
  }
  if (simple === "ReversedType" && first !== undefined) return first;
  if (simple === "FrozenType" && first !== undefined) return freeze(first);
  if (simple === "ListType" && first !== undefined) return { kind: "list", element: freeze(first), isFrozen: false };
  if (simple === "SetType" && first !== undefined) return { kind: "set", element: freeze(first), isFrozen: false };
  if (simple === "MapType" && first !== undefined && second !== undefined) {
    return { kind: "map", key: freeze(first), value: freeze(second), isFrozen: false };
  }
  if (simple === "TupleType" && node.args.length > 0) return { kind: "tuple", elements: inner().map(freeze) };
  if (simple === "VectorType" && since(capabilities, "5.0")) return resolveVectorClass(node, span, capabilities);
  if (simple === "CompositeType" && node.args.length > 0) {
    return { kind: "custom", className: `${PACKAGE}CompositeType(${inner().map(printTypeClass).join(",")})` };
  }
  if (simple === "DynamicCompositeType") return resolveDynamicComposite(node, span, capabilities);
  if (simple === "PartitionerDefinedOrder") refuse(`the class \`${simple}\` is for the servers' own tables`, span);
  // Their arguments are no types alone; they are kept as they were written.
  if (WRITTEN_AS_IS.has(simple)) return { kind: "custom", className: PACKAGE + node.text.replace(PACKAGE, "") };
  return refuse(`the class \`${node.name}\` is no type of ${capabilities.product} ${capabilities.version}`, span);
}

/** Its types have names of one character: `DynamicCompositeType(a=>Int32Type)`. */
function resolveDynamicComposite({ args }: ClassNode, span: Span, capabilities: Capabilities): CqlType {
  const aliases = args.map((arg) => {
    const [, alias, name] = /^([^=])=>(.*)$/.exec(arg.name) ?? [];
    if (alias === undefined || name === undefined) {
      refuse("the class `DynamicCompositeType` takes types with names: `a=>Int32Type`", span);
    }
    const type = resolveClass({ ...arg, name, text: arg.text.slice(arg.text.indexOf(">") + 1) }, span, capabilities);
    return `${alias}=>${printTypeClass(type)}`;
  });
  return { kind: "custom", className: `${PACKAGE}DynamicCompositeType(${aliases.join(",")})` };
}

function resolveVectorClass({ args }: ClassNode, span: Span, capabilities: Capabilities): CqlType {
  const [element, dimension] = args;
  if (element === undefined || dimension === undefined || !/^[1-9]\d*$/.test(dimension.text)) {
    refuse("the class `VectorType` takes a type and a positive dimension in parentheses", span);
  }
  return {
    kind: "vector",
    element: freeze(resolveClass(element, span, capabilities)),
    dimension: Number(dimension.text),
  };
}

const ARGUMENT_COUNTS: ReadonlyMap<string, number> = new Map([
  ["ReversedType", 1],
  ["FrozenType", 1],
  ["ListType", 1],
  ["SetType", 1],
  ["MapType", 2],
]);

const WRITTEN_AS_IS: ReadonlySet<string> = new Set(["DynamicCompositeType", "UserType"]);
