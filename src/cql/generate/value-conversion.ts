// Says how a value of one CQL type becomes one of another on its way through JavaScript, where nothing can be lost. Pure.
//
// Values are as the driver gives and takes them. It takes the text of a number for every type of number, and that of a
// uuid or an address; what does not fit is refused by it or by the server, never cut.
import type { PersistentMap } from "../../base/persistent-map.ts";
import type { CqlType, NativeTypeName } from "../schema/cql-type.ts";
import { printCqlType } from "../schema/print-cql-type.ts";
import type { UserType } from "../schema/schema.ts";
import type { Support } from "./code-support.ts";
import { areSameAsJson, needsJson } from "./json-values.ts";

export type ValueConversion =
  /** The value itself. */
  | { readonly kind: "same" }
  /** The text that the server's toJson makes of it, for its fromJson. */
  | { readonly kind: "json" }
  | Expression
  /** For a person to say. */
  | { readonly kind: "unknown" };

/** Over the value, which is not null. */
interface Expression {
  readonly kind: "expression";
  readonly of: (value: string) => string;
  /** The functions that it calls. */
  readonly needs: readonly Support[];
}

export interface ConversionScope {
  readonly was: PersistentMap<UserType>;
  readonly is: PersistentMap<UserType>;
}

const SAME: ValueConversion = { kind: "same" };
const UNKNOWN: ValueConversion = { kind: "unknown" };
const AS_TEXT: ValueConversion = expression((value) => `String(${value})`);

const BITS: Readonly<Partial<Record<NativeTypeName, number>>> = {
  tinyint: 8,
  smallint: 16,
  int: 32,
  bigint: 64,
  counter: 64,
  varint: Number.POSITIVE_INFINITY,
};
/** Whose text says all of the value, and can be read again. */
const TEXTUAL: ReadonlySet<NativeTypeName> = new Set(
  "tinyint smallint int bigint counter varint decimal boolean uuid timeuuid inet date time".split(
    " ",
  ) as NativeTypeName[],
);

export function valueConversion(was: CqlType, is: CqlType, scope: ConversionScope): ValueConversion {
  if (!needsJson(was, scope.was)) return ofValues(was, is, scope);
  return areSameAsJson(was, is, scope) ? { kind: "json" } : UNKNOWN;
}

function ofValues(was: CqlType, is: CqlType, scope: ConversionScope): ValueConversion {
  if (was.kind === "native" && is.kind === "native") return ofNatives(was.name, is.name);
  if (was.kind === "user" && is.kind === "user") return ofUserTypes(was.name, is.name, scope);
  if ((was.kind === "list" || was.kind === "set") && (is.kind === "list" || is.kind === "set")) {
    // A list may hold one value twice, and has an order.
    if (was.kind === "list" && is.kind === "set") return UNKNOWN;
    return ofElements(ofValues(was.element, is.element, scope));
  }
  if (was.kind === "map" && is.kind === "map") {
    const key = ofValues(was.key, is.key, scope);
    const value = ofValues(was.value, is.value, scope);
    return key.kind === "same" && value.kind === "same" ? SAME : UNKNOWN;
  }
  if (was.kind === "tuple" && is.kind === "tuple" && was.elements.length === is.elements.length) {
    const inner = was.elements.map((each, index) => ofValues(each, is.elements[index] ?? each, scope));
    return inner.every(({ kind }) => kind === "same") ? SAME : UNKNOWN;
  }
  return printCqlType(was) === printCqlType(is) ? SAME : UNKNOWN;
}

function ofNatives(was: NativeTypeName, is: NativeTypeName): ValueConversion {
  if (was === is || isSameValue(was, is)) return SAME;
  const [before, after] = [BITS[was], BITS[is]];
  if (before !== undefined && after !== undefined) return before <= after ? AS_TEXT : wholeNumber(after);
  if (before !== undefined && is === "decimal") return AS_TEXT;
  if (is === "text" && TEXTUAL.has(was)) return AS_TEXT;
  if (was === "text" || was === "ascii") return ofText(is);
  if (was === "timestamp" && is === "bigint") {
    return expression((value) => `milliseconds(${value})`, ["milliseconds"]);
  }
  if (was === "bigint" && is === "timestamp") {
    // What no Date can hold is an invalid one, which the driver refuses.
    return expression((value) => `new Date(Number(${value}))`);
  }
  return UNKNOWN;
}

/** JavaScript has one value for both. */
function isSameValue(was: NativeTypeName, is: NativeTypeName): boolean {
  const [before, after] = [BITS[was] ?? Number.NaN, BITS[is] ?? Number.NaN];
  // Numbers, where the others are objects.
  if (before <= 32 && (after <= 32 ? before <= after : is === "double")) return true;
  if (before <= 16 && is === "float") return true;
  return (
    (was === "float" && is === "double") ||
    (was === "timeuuid" && is === "uuid") ||
    (was === "ascii" && is === "text") ||
    // The server refuses what is no ASCII.
    (was === "text" && is === "ascii")
  );
}

/** A text that is none of the other type stops the copy. */
function ofText(is: NativeTypeName): ValueConversion {
  const bits = BITS[is];
  if (bits !== undefined) return wholeNumber(bits);
  switch (is) {
    case "uuid":
    case "inet":
    case "date":
    case "time":
      return AS_TEXT;
    case "blob":
      return expression((value) => `Buffer.from(String(${value}), "utf8")`);
    default:
      return UNKNOWN;
  }
}

function wholeNumber(bits: number): ValueConversion {
  const limit = Number.isFinite(bits) ? `, ${bits}` : "";
  return expression((value) => `wholeNumber(${value}${limit})`, ["wholeNumber"]);
}

function ofElements(inner: ValueConversion): ValueConversion {
  if (inner.kind !== "expression") return inner;
  return expression((value) => `(${value} as readonly unknown[]).map((each) => ${inner.of("each")})`, inner.needs);
}

/** The driver gives an object and takes one, by the names of the fields: others are left out, missing ones are null. */
function ofUserTypes(was: string, is: string, { was: olds, is: news }: ConversionScope): ValueConversion {
  if (was !== is) return UNKNOWN;
  const before = new Map(olds.get(was)?.fields.map(({ name, type }) => [name, type]));
  const changed: string[] = [];
  const needs = new Set<Support>(["withFields"]);
  for (const { name, type } of news.get(is)?.fields ?? []) {
    const known = before.get(name);
    const inner = known === undefined ? SAME : ofValues(known, type, { was: olds, is: news });
    if (inner.kind === "same") continue;
    if (inner.kind !== "expression") return UNKNOWN;
    changed.push(`${JSON.stringify(name)}: (field) => ${inner.of("field")}`);
    for (const support of inner.needs) needs.add(support);
  }
  if (changed.length === 0) return SAME;
  return expression((value) => `withFields(${value}, { ${changed.join(", ")} })`, [...needs]);
}

function expression(of: Expression["of"], needs: readonly Support[] = []): Expression {
  return { kind: "expression", of, needs };
}
