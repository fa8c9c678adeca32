// The rules of storage-attached indexes. Pure.
// Source: index/sai/StorageAttachedIndex.validateOptions, IndexTermType, IndexWriterConfig of Cassandra 5.0.
import type { Span } from "../../text/span.ts";
import type { CqlType, NativeTypeName } from "../schema/cql-type.ts";
import { printCqlType } from "../schema/print-cql-type.ts";
import type { Column, IndexTarget, OptionMap } from "../schema/schema.ts";
import { oneOf, TRUE_OR_FALSE, type ValueRule } from "./options/value-rule.ts";
import { refuse } from "./refuse.ts";

const NOT_INDEXED: ReadonlySet<NativeTypeName> = new Set(["blob", "counter", "duration"]);

const ANALYSIS: Readonly<Record<string, ValueRule>> = {
  ascii: TRUE_OR_FALSE,
  case_sensitive: TRUE_OR_FALSE,
  normalize: TRUE_OR_FALSE,
};

/** The servers take these only with a flag of the JVM, which is off. */
const GRAPH_OPTIONS: ReadonlySet<string> = new Set(["maximum_node_connections", "construction_beam_width"]);

const VECTOR: Readonly<Record<string, ValueRule>> = {
  optimize_for: oneOf(["LATENCY", "RECALL"], "any-case"),
  similarity_function: oneOf(["EUCLIDEAN", "DOT_PRODUCT", "COSINE"], "any-case"),
};

/** @throws Refused */
export function checkSaiIndex(column: Column, target: IndexTarget, options: OptionMap, span: Span): void {
  const types = indexedTypes(column.type, target);
  checkOptions(column, types, options, span);
  for (const type of types) {
    if (!isIndexable(type)) refuse(`a storage-attached index cannot be on values of type ${printCqlType(type)}`, span);
  }
  const [vector] = types;
  if (vector?.kind !== "vector" || types.length > 1) return;
  if (vector.element.kind !== "native" || vector.element.name !== "float") {
    refuse(`a storage-attached index takes vectors of float, not ${printCqlType(vector)}`, span);
  }
  const similarity = options.similarity_function?.toUpperCase() ?? "COSINE";
  if (vector.dimension === 1 && similarity === "COSINE") {
    refuse("vectors of one dimension have no cosine", span, "set `similarity_function` to EUCLIDEAN or DOT_PRODUCT");
  }
}

/** Of classes only those with types in them, which are frozen values (IndexTermType: FROZEN, COMPOSITE). */
function isIndexable(type: CqlType): boolean {
  if (type.kind === "native") return !NOT_INDEXED.has(type.name);
  return type.kind !== "custom" || /CompositeType\(.+\)$/.test(type.className);
}

function checkOptions(column: Column, types: readonly CqlType[], options: OptionMap, span: Span): void {
  const isKey = column.kind === "partition-key" || column.kind === "clustering";
  const isText =
    types.length === 1 && types.every((type) => type.kind === "native" && /^(?:text|ascii)$/.test(type.name));
  const isVector = types.length === 1 && types[0]?.kind === "vector";
  for (const [name, value] of Object.entries(options)) {
    const analysis = Object.hasOwn(ANALYSIS, name) ? ANALYSIS[name] : undefined;
    const vector = Object.hasOwn(VECTOR, name) ? VECTOR[name] : undefined;
    if (GRAPH_OPTIONS.has(name)) refuse(`option \`${name}\` is not for everyone to set`, span);
    const rule = analysis ?? vector;
    if (rule === undefined) refuse(`a storage-attached index has no option \`${name}\``, span);
    if (analysis !== undefined && (isKey || !isText)) {
      refuse(`option \`${name}\` is for text outside the PRIMARY KEY, and \`${column.name}\` is none`, span);
    }
    if (vector !== undefined && !isVector)
      refuse(`option \`${name}\` is for vectors, and \`${column.name}\` is none`, span);
    if (!rule.test(value)) refuse(`option \`${name}\` is \`${value}\`, expected ${rule.expected}`, span);
  }
}

/** What stands in the index: the values, the keys, or both; of anything frozen the whole. */
function indexedTypes(type: CqlType, target: IndexTarget): readonly CqlType[] {
  if (type.kind === "map" && !type.isFrozen) {
    if (target.kind === "entries") return [type.key, type.value];
    return [target.kind === "keys" ? type.key : type.value];
  }
  if ((type.kind === "list" || type.kind === "set") && !type.isFrozen) return [type.element];
  return [type];
}
