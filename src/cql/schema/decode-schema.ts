// Turns a JSON document, as `encodeSchema` makes it, back into the schema. Pure.
import { messageOf } from "../../base/errors.ts";
import { PersistentMap } from "../../base/persistent-map.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { Source } from "../../text/source.ts";
import { checkDocument } from "./check-document.ts";
import type { CqlType } from "./cql-type.ts";
import {
  at,
  isThere,
  type JsonPlace,
  misfit,
  readBoolean,
  readEntries,
  readList,
  readOneOf,
  readText,
} from "./json-reader.ts";
import { parseCqlType } from "./parse-cql-type.ts";
import { routineSignature } from "./routine-signature.ts";
import {
  type ClusteringColumn,
  type Column,
  type CompactLayout,
  type DroppedColumn,
  emptySchema,
  type Field,
  type Index,
  type IndexTarget,
  type Keyspace,
  type Mask,
  type OptionMap,
  type OptionValue,
  type Schema,
  type Table,
  type TableOptions,
  type Trigger,
  type UserAggregate,
  type UserFunction,
  type UserType,
  type View,
} from "./schema.ts";
import { SCHEMA_FORMAT, type SchemaDocument } from "./schema-document.ts";

export interface DecodedSchema {
  /** Without meaning when there are diagnostics. */
  readonly schema: Schema;
  readonly diagnostics: readonly Diagnostic[];
}

/** As `schemaFromDocument`, of a text that may be no JSON. */
export function decodeSchema(source: Source): DecodedSchema {
  let document: unknown;
  try {
    document = JSON.parse(source.text);
  } catch (error) {
    return { schema: emptySchema(), diagnostics: [{ message: `this is no JSON: ${messageOf(error)}`, source }] };
  }
  return schemaFromDocument(document);
}

/** All that does not fit is reported at once, each with its path; then all that does not hold together. */
export function schemaFromDocument(document: unknown): DecodedSchema {
  const problems: Diagnostic[] = [];
  const place: JsonPlace = { value: document, path: "", problems };
  const format = at(place, "format");
  if (typeof format.value === "number" && format.value > SCHEMA_FORMAT) {
    const hint = "read it with the version of tidemark that wrote it, or a later one";
    return {
      schema: emptySchema(),
      diagnostics: [{ message: `the schema has format ${format.value}; this version knows ${SCHEMA_FORMAT}`, hint }],
    };
  }
  if (format.value !== SCHEMA_FORMAT) misfit(format, String(SCHEMA_FORMAT));
  const schema = { currentKeyspace: undefined, keyspaces: named(at(place, "keyspaces"), keyspaceAt) };
  // What fits has the shape of a document.
  return { schema, diagnostics: problems.length > 0 ? problems : checkDocument(document as SchemaDocument) };
}

function keyspaceAt(place: JsonPlace): Keyspace {
  return {
    name: readText(at(place, "name")),
    replication: optionMapAt(at(place, "replication")),
    durableWrites: readBoolean(at(place, "durableWrites")),
    extra: optionMapAt(at(place, "extra")),
    types: named(at(place, "types"), userTypeAt),
    tables: named(at(place, "tables"), tableAt),
    views: named(at(place, "views"), viewAt),
    functions: keyed(at(place, "functions"), functionAt, ({ name, args }) =>
      routineSignature(
        name,
        args.map(({ type }) => type),
      ),
    ),
    aggregates: keyed(at(place, "aggregates"), aggregateAt, ({ name, argumentTypes }) =>
      routineSignature(name, argumentTypes),
    ),
  };
}

function userTypeAt(place: JsonPlace): UserType {
  return { name: readText(at(place, "name")), fields: readList(at(place, "fields")).map(fieldAt) };
}

function fieldAt(place: JsonPlace): Field {
  return { name: readText(at(place, "name")), type: typeAt(at(place, "type")) };
}

function typeAt(place: JsonPlace): CqlType {
  const text = readText(place);
  const type = parseCqlType(text);
  if (type === undefined && text !== "") misfit(place, "a type of CQL");
  return type ?? { kind: "custom", className: text };
}

function tableAt(place: JsonPlace): Table {
  return {
    name: readText(at(place, "name")),
    id: optional(at(place, "id"), readText),
    ...columnsAt(place),
    compact: optional(at(place, "compact"), compactAt),
    options: optionsAt(at(place, "options")),
    indexes: named(at(place, "indexes"), indexAt),
    triggers: named(at(place, "triggers"), triggerAt),
    dropped: named(at(place, "dropped"), droppedAt),
  };
}

function columnsAt(place: JsonPlace): Pick<Table, "columns" | "partitionKey" | "clustering"> {
  return {
    columns: named(at(place, "columns"), columnAt),
    partitionKey: textsAt(at(place, "partitionKey")),
    clustering: readList(at(place, "clustering")).map(clusteringAt),
  };
}

function columnAt(place: JsonPlace): Column {
  return {
    ...fieldAt(place),
    kind: readOneOf(at(place, "kind"), ["regular", "static", "clustering", "partition-key"]),
    mask: optional(at(place, "mask"), maskAt),
  };
}

function maskAt(place: JsonPlace): Mask {
  return {
    keyspace: readText(at(place, "keyspace")),
    function: readText(at(place, "function")),
    args: readList(at(place, "args")).map((arg) => optional(arg, readText)),
  };
}

function clusteringAt(place: JsonPlace): ClusteringColumn {
  return { name: readText(at(place, "name")), order: readOneOf(at(place, "order"), ["asc", "desc"]) };
}

function compactAt(place: JsonPlace): CompactLayout {
  return {
    isDense: readBoolean(at(place, "isDense")),
    isCompound: readBoolean(at(place, "isCompound")),
    isSuper: readBoolean(at(place, "isSuper")),
  };
}

function indexAt(place: JsonPlace): Index {
  return {
    name: readText(at(place, "name")),
    kind: readOneOf(at(place, "kind"), ["composites", "keys", "custom"]),
    target: targetAt(at(place, "target")),
    className: optional(at(place, "className"), readText),
    options: optionMapAt(at(place, "options")),
  };
}

function targetAt(place: JsonPlace): IndexTarget {
  return {
    kind: readOneOf(at(place, "kind"), ["simple", "values", "keys", "entries", "full"]),
    column: readText(at(place, "column")),
    localTo: optional(at(place, "localTo"), textsAt),
  };
}

function triggerAt(place: JsonPlace): Trigger {
  return { name: readText(at(place, "name")), className: readText(at(place, "className")) };
}

function droppedAt(place: JsonPlace): DroppedColumn {
  return {
    ...fieldAt(place),
    kind: readOneOf(at(place, "kind"), ["regular", "static"]),
    droppedAtMicros: optional(at(place, "droppedAtMicros"), readText),
  };
}

function viewAt(place: JsonPlace): View {
  return {
    name: readText(at(place, "name")),
    id: optional(at(place, "id"), readText),
    baseTable: readText(at(place, "baseTable")),
    includesAllColumns: readBoolean(at(place, "includesAllColumns")),
    where: readText(at(place, "where")),
    ...columnsAt(place),
    options: optionsAt(at(place, "options")),
  };
}

function functionAt(place: JsonPlace): UserFunction {
  return {
    name: readText(at(place, "name")),
    args: readList(at(place, "args")).map(fieldAt),
    returns: typeAt(at(place, "returns")),
    isCalledOnNull: readBoolean(at(place, "isCalledOnNull")),
    language: readText(at(place, "language")),
    body: readText(at(place, "body")),
  };
}

function aggregateAt(place: JsonPlace): UserAggregate {
  return {
    name: readText(at(place, "name")),
    argumentTypes: readList(at(place, "argumentTypes")).map(typeAt),
    stateFunction: readText(at(place, "stateFunction")),
    stateType: typeAt(at(place, "stateType")),
    finalFunction: optional(at(place, "finalFunction"), readText),
    initialCondition: optional(at(place, "initialCondition"), readText),
    returns: typeAt(at(place, "returns")),
  };
}

function optionsAt(place: JsonPlace): TableOptions {
  return Object.fromEntries(readEntries(place).map(([name, value]) => [name, optionValueAt(value)]));
}

function optionValueAt(place: JsonPlace): OptionValue {
  const { value } = place;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "string") {
    // JSON can write numbers that are not finite, as 1e999, and we cannot.
    if (typeof value === "number" && !Number.isFinite(value)) misfit(place, "a finite number");
    return value;
  }
  return optionMapAt(place);
}

function optionMapAt(place: JsonPlace): OptionMap {
  return Object.fromEntries(readEntries(place).map(([name, value]) => [name, readText(value)]));
}

function textsAt(place: JsonPlace): readonly string[] {
  return readList(place).map(readText);
}

function optional<V>(place: JsonPlace, read: (place: JsonPlace) => V): V | undefined {
  return isThere(place) ? read(place) : undefined;
}

function named<V extends { readonly name: string }>(place: JsonPlace, read: (place: JsonPlace) => V): PersistentMap<V> {
  return keyed(place, read, ({ name }) => name);
}

function keyed<V>(place: JsonPlace, read: (place: JsonPlace) => V, keyOf: (value: V) => string): PersistentMap<V> {
  const entries = readList(place).map((item) => {
    const value = read(item);
    return [keyOf(value), value] as const;
  });
  const map = PersistentMap.from(entries);
  if (map.size < entries.length) place.problems.push({ message: `\`${place.path}\` holds two of one name` });
  return map;
}
