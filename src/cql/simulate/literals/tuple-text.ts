// Reads a plain literal as the servers do where a tuple is expected: as a text with `:` between the values. Pure.
// Source: db/marshal/TupleType.fromString, AbstractCompositeType.split of Cassandra 3.11–5.0.
import type { LiteralTerm } from "../../ast/term.ts";
import type { Capabilities } from "../../capabilities.ts";
import type { CqlType, NativeTypeName } from "../../schema/cql-type.ts";
import { printCqlType } from "../../schema/print-cql-type.ts";
import type { Keyspace } from "../../schema/schema.ts";
import { fieldTypes } from "../../schema/type-facts.ts";
import { refuse } from "../refuse.ts";
import { bindNative } from "./native-value.ts";
import { printTerm } from "./print-term.ts";

interface TextScope {
  /** Where user's types stand. */
  readonly keyspace: Keyspace;
  readonly capabilities: Capabilities;
}

const WHOLE = /^[+-]?\d+$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const BYTES = /^(?:[0-9a-f]{2})*$/i;
const NOTHING: ReadonlySet<NativeTypeName> = new Set(["ascii", "blob", "text"]);

/**
 * `'1:x'` is the tuple (1, 'x'), `@` is null, values that are left out are null, and `1` is a tuple of one value; bytes are
 * the bytes of the tuple.
 * @throws Refused
 */
export function bindTupleText(literal: LiteralTerm, elements: readonly CqlType[], scope: TextScope): string {
  if (literal.type === "blob") return printTerm(literal);
  const texts = literal.value === "" ? [] : literal.value.split(/(?<!\\):/);
  if (texts.length > elements.length) refuse(`expected at most ${elements.length} elements of a tuple`, literal);
  const values = elements.map((type, index) => {
    const text = texts[index];
    if (text === undefined || text === "@") return "null";
    return bindText({ ...literal, value: text.replaceAll(/\\([:@])/g, "$1") }, type, scope);
  });
  return `(${values.join(", ")})`;
}

function bindText(literal: LiteralTerm, type: CqlType, scope: TextScope): string {
  const { value } = literal;
  switch (type.kind) {
    case "native":
      return bindNativeText(literal, type.name, scope.capabilities);
    case "tuple":
      return bindTupleText({ ...literal, type: "string" }, type.elements, scope);
    case "user":
      return bindTupleText({ ...literal, type: "string" }, fieldTypes(type.name, scope.keyspace), scope);
    case "custom":
      return printTerm(literal);
    default:
      if (BYTES.test(value)) return `0x${value.toLowerCase()}`;
      return refuse(`expected the bytes of ${printCqlType(type)} without \`0x\`, found \`${value}\``, literal);
  }
}

function bindNativeText(literal: LiteralTerm, type: NativeTypeName, capabilities: Capabilities): string {
  const { value } = literal;
  if (value === "" && !NOTHING.has(type)) return "null";
  const kind = literalKind(value, type);
  if (kind === undefined) refuse(`expected a value of type ${type}, found \`${value}\``, literal);
  return bindNative({ ...literal, type: kind, value: kind === "blob" ? `0x${value}` : value }, type, capabilities);
}

/** What a text would be as a literal of a type. */
function literalKind(text: string, type: NativeTypeName): LiteralTerm["type"] | undefined {
  switch (type) {
    case "ascii":
    case "inet":
    case "text":
      return "string";
    case "date":
    case "time":
    case "timestamp":
      return WHOLE.test(text) ? "integer" : "string";
    case "decimal":
    case "double":
    case "float":
      return NUMBER.test(text) ? "float" : undefined;
    case "boolean":
      return /^(?:true|false)$/i.test(text) ? "boolean" : undefined;
    case "uuid":
    case "timeuuid":
      return UUID.test(text) ? "uuid" : undefined;
    case "blob":
      return BYTES.test(text) ? "blob" : undefined;
    case "duration":
      return /\d/.test(text) ? "duration" : undefined;
    default:
      return WHOLE.test(text) ? "integer" : undefined;
  }
}
