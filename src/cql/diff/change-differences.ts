// Turns a change into what differs, in words: which object, what of it, and how that was and is. Pure.
import { unreachable } from "../../base/assert.ts";
import { cqlString, quoteIdentifier } from "../identifiers.ts";
import { printCqlType } from "../schema/print-cql-type.ts";
import type {
  Column,
  Field,
  Index,
  Mask,
  OptionMap,
  OptionValue,
  UserAggregate,
  UserFunction,
  UserType,
  View,
} from "../schema/schema.ts";
import type { KeyspaceOptions } from "../schema/to-nodes/keyspace-node.ts";
import type { Change } from "./change.ts";

export interface Difference {
  /** "column age"; empty when it is the object itself. */
  readonly thing: string;
  /** "int"; undefined where the thing is not there. */
  readonly was: string | undefined;
  readonly is: string | undefined;
}

/** What a change is about: "table shop.users", "keyspace shop". */
export function objectOf(change: Change): string {
  switch (change.kind) {
    case "create-keyspace":
    case "alter-keyspace":
    case "drop-keyspace":
      return `keyspace ${quoteIdentifier(change.name)}`;
    case "add-field":
      return `type ${path(change.keyspace, change.type)}`;
    case "create-type":
    case "drop-type":
    case "recreate-type":
    case "rebuild-type":
      return `type ${path(change.keyspace, change.name)}`;
    case "create-table":
    case "drop-table":
    case "rebuild-table":
    case "alter-table-options":
      return `table ${path(change.keyspace, change.name)}`;
    case "create-view":
    case "drop-view":
    case "alter-view":
    case "recreate-view":
      return `view ${path(change.keyspace, change.name)}`;
    case "create-function":
    case "drop-function":
    case "replace-function":
    case "recreate-function":
      return `function ${quoteIdentifier(change.keyspace)}.${change.name}`;
    case "create-aggregate":
    case "drop-aggregate":
    case "replace-aggregate":
    case "recreate-aggregate":
      return `aggregate ${quoteIdentifier(change.keyspace)}.${change.name}`;
    default:
      return `table ${path(change.keyspace, change.table)}`;
  }
}

/** None: the object is made again for the sake of another. Rebuilds have reasons instead. */
export function differencesOf(change: Change): readonly Difference[] {
  switch (change.kind) {
    case "create-keyspace":
    case "create-type":
    case "create-table":
    case "create-view":
    case "create-function":
    case "create-aggregate":
      return [{ thing: "", was: undefined, is: "" }];
    case "drop-keyspace":
    case "drop-type":
    case "drop-table":
    case "drop-view":
    case "drop-function":
    case "drop-aggregate":
      return [{ thing: "", was: "", is: undefined }];
    case "alter-keyspace":
      return ofKeyspace(change.was, change.is);
    case "add-field":
      return [one(`field ${quoteIdentifier(change.name)}`, undefined, printCqlType(change.is.type))];
    case "recreate-type":
      return ofParts({ fields: fieldsOf(change.was) }, { fields: fieldsOf(change.is) });
    case "alter-table-options":
    case "alter-view":
      return change.options.map(({ name, was, is }) => one(name, optionText(was), optionText(is)));
    case "add-column":
      return [one(columnName(change.name), undefined, columnText(change.is))];
    case "drop-column":
      return [one(columnName(change.name), columnText(change.was), undefined)];
    case "mask-column": {
      const was = change.was === undefined ? undefined : maskText(change.was);
      return [one(`mask of ${columnName(change.name)}`, was, maskText(change.is))];
    }
    case "unmask-column":
      return [one(`mask of ${columnName(change.name)}`, maskText(change.was), undefined)];
    case "create-index":
      return [one(indexName(change.name), undefined, indexText(change.is))];
    case "drop-index":
      return [one(indexName(change.name), indexText(change.was), undefined)];
    case "recreate-index":
      return [one(indexName(change.name), indexText(change.was), indexText(change.is))];
    case "create-trigger":
      return [one(triggerName(change.name), undefined, cqlString(change.is.className))];
    case "drop-trigger":
      return [one(triggerName(change.name), cqlString(change.was.className), undefined)];
    case "recreate-trigger":
      return [one(triggerName(change.name), cqlString(change.was.className), cqlString(change.is.className))];
    case "recreate-view":
      return change.because !== "definition" ? [] : ofParts(partsOfView(change.was), partsOfView(change.is));
    case "replace-function":
    case "recreate-function":
      return ofParts(partsOfFunction(change.was), partsOfFunction(change.is));
    case "replace-aggregate":
    case "recreate-aggregate":
      return ofParts(partsOfAggregate(change.was), partsOfAggregate(change.is));
    case "rebuild-table":
    case "rebuild-type":
      return [];
    default:
      return unreachable(change);
  }
}

type Parts = Readonly<Record<string, string | undefined>>;

function one(thing: string, was: string | undefined, is: string | undefined): Difference {
  return { thing, was, is };
}

function ofParts(was: Parts, is: Parts): readonly Difference[] {
  const before = new Map(Object.entries(was));
  const after = new Map(Object.entries(is));
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((thing) => one(thing, before.get(thing), after.get(thing)))
    .filter((difference) => difference.was !== difference.is);
}

function ofKeyspace(was: KeyspaceOptions, is: KeyspaceOptions): readonly Difference[] {
  const parts = ({ replication, durableWrites, extra }: KeyspaceOptions): Parts => ({
    replication: optionText(replication),
    durable_writes: String(durableWrites),
    ...extra,
  });
  return ofParts(parts(was), parts(is));
}

function partsOfView(view: View): Parts {
  const { baseTable, includesAllColumns, columns, where, partitionKey, clustering } = view;
  const key = clustering.map(({ name, order }) => `${quoteIdentifier(name)} ${order}`);
  return {
    "base table": quoteIdentifier(baseTable),
    columns: includesAllColumns ? "*" : [...columns.keys()].sort().map(quoteIdentifier).join(", "),
    where,
    "primary key": `(${[`(${partitionKey.map(quoteIdentifier).join(", ")})`, ...key].join(", ")})`,
  };
}

function partsOfFunction({ args, returns, isCalledOnNull, language, body }: UserFunction): Parts {
  return {
    arguments: `(${args.map(({ name }) => quoteIdentifier(name)).join(", ")})`,
    returns: printCqlType(returns),
    "on null input": isCalledOnNull ? "called" : "returns null",
    language,
    body: `$$${body}$$`,
  };
}

function partsOfAggregate(aggregate: UserAggregate): Parts {
  const { stateFunction, stateType, finalFunction, initialCondition, returns } = aggregate;
  return {
    sfunc: quoteIdentifier(stateFunction),
    stype: printCqlType(stateType),
    finalfunc: finalFunction === undefined ? undefined : quoteIdentifier(finalFunction),
    initcond: initialCondition,
    returns: printCqlType(returns),
  };
}

function path(keyspace: string, name: string): string {
  return `${quoteIdentifier(keyspace)}.${quoteIdentifier(name)}`;
}

function columnName(name: string): string {
  return `column ${quoteIdentifier(name)}`;
}

function indexName(name: string): string {
  return `index ${quoteIdentifier(name)}`;
}

function triggerName(name: string): string {
  return `trigger ${quoteIdentifier(name)}`;
}

function fieldsOf({ fields }: UserType): string {
  return `(${fields.map(({ name, type }: Field) => `${quoteIdentifier(name)} ${printCqlType(type)}`).join(", ")})`;
}

function columnText({ type, kind, mask }: Column): string {
  const parts = [printCqlType(type), kind === "static" && "static", mask !== undefined && `masked ${maskText(mask)}`];
  return parts.filter((part) => part !== false).join(" ");
}

function maskText({ function: name, args }: Mask): string {
  return `${quoteIdentifier(name)}(${args.map((arg) => arg ?? "null").join(", ")})`;
}

function indexText({ target, className, options }: Index): string {
  const column = quoteIdentifier(target.column);
  const on = target.kind === "simple" ? `(${column})` : `(${target.kind}(${column}))`;
  const using = className === undefined ? [] : [`using ${cqlString(className)}`];
  const having = Object.keys(options).length === 0 ? [] : [`options ${mapText(options)}`];
  return [on, ...using, ...having].join(" ");
}

function optionText(value: OptionValue | undefined): string {
  if (value === undefined) return "the default";
  if (typeof value === "object") return mapText(value);
  return typeof value === "string" ? cqlString(value) : String(value);
}

function mapText(map: OptionMap): string {
  const names = Object.keys(map).sort();
  return `{${names.map((name) => `${cqlString(name)}: ${cqlString(map[name] ?? "")}`).join(", ")}}`;
}
