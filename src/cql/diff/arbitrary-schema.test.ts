// Goal: random keyspaces that a server would take, and random other versions of them.
// Method: one builder makes a keyspace part by part; given an earlier version it mostly keeps what that had.
import fc from "fast-check";
import { PersistentMap } from "../../base/persistent-map.ts";
import { quoteIdentifier } from "../identifiers.ts";
import type { CqlType, NativeTypeName } from "../schema/cql-type.ts";
import { routineSignature } from "../schema/routine-signature.ts";
import type {
  ClusteringColumn,
  Column,
  Field,
  Index,
  Keyspace,
  Schema,
  Table,
  TableOptions,
  Trigger,
  UserFunction,
  UserType,
  View,
} from "../schema/schema.ts";
import { innerTypes } from "../schema/type-facts.ts";
import { arbitraryAggregates, arbitraryFunctions, signatureOfFunction } from "./arbitrary-routines.test.ts";
import { Choices } from "./choices.test.ts";

export interface SchemaShape {
  readonly keyspace: string;
  /** Parts that a server may have switched off, or not have. */
  readonly with: readonly ("views" | "functions" | "masks" | "triggers")[];
}

/** What versions are made from. A smaller seed makes no simpler schema. */
export const SEEDS: fc.Arbitrary<number> = fc.noShrink(fc.integer());

/** Versions of one keyspace, each made from the one before. */
export function versionsOf(seed: number, count: number, shape: SchemaShape): readonly Schema[] {
  const choices = new Choices(seed);
  const versions: Schema[] = [];
  let before: Keyspace | undefined;
  for (let at = 0; at < count; at++) {
    before = new KeyspaceBuilder(choices, shape, before).build();
    versions.push({ currentKeyspace: undefined, keyspaces: PersistentMap.from([[shape.keyspace, before]]) });
  }
  return versions;
}

const KEY_TYPES: readonly NativeTypeName[] = ["int", "text", "uuid", "bigint"];
const VALUE_TYPES: readonly NativeTypeName[] = ["int", "text", "boolean", "timestamp", "blob", "double"];

class KeyspaceBuilder {
  readonly #choices: Choices;
  readonly #shape: SchemaShape;
  readonly #before: Keyspace | undefined;
  #types: PersistentMap<UserType> = PersistentMap.empty();
  #functions: PersistentMap<UserFunction> = PersistentMap.empty();

  constructor(choices: Choices, shape: SchemaShape, before: Keyspace | undefined) {
    this.#choices = choices;
    this.#shape = shape;
    this.#before = before;
  }

  build(): Keyspace {
    for (const name of this.#choices.some(["ta", "tb", "Tc"])) this.#types = this.#types.with(name, this.#type(name));
    if (this.#has("functions"))
      this.#functions = keyed(arbitraryFunctions(this.#choices, this.#types, this.#before), signatureOfFunction);
    const tables = keyed(
      this.#choices.some(["x", "y", "Z"]).map((name) => this.#table(name)),
      nameOf,
    );
    const views = this.#has("views") ? this.#viewList(tables) : [];
    const aggregates = keyed(arbitraryAggregates(this.#choices, this.#types, this.#functions), (each) =>
      routineSignature(each.name, each.argumentTypes),
    );
    return {
      name: this.#shape.keyspace,
      replication: { class: "SimpleStrategy", replication_factor: "1" },
      durableWrites: this.#choices.keep(this.#before?.durableWrites, [true, false]),
      extra: {},
      types: this.#types,
      tables,
      views: keyed(views, nameOf),
      functions: this.#functions,
      aggregates,
    };
  }

  #has(part: SchemaShape["with"][number]): boolean {
    return this.#shape.with.includes(part);
  }

  #type(name: string): UserType {
    const before = this.#before?.types.get(name);
    const kept = (before?.fields ?? []).filter(({ type }) => this.#isKnown(type) && this.#choices.chance(93));
    const names = before === undefined ? ["fa", "fb"] : this.#choices.chance(30) ? ["fa", "fb", "fc", "fd"] : [];
    const added = names
      .filter((field) => !kept.some((other) => other.name === field))
      .map((field): Field => ({ name: field, type: this.#innerType() }));
    const fields = [...kept, ...added];
    return { name, fields: fields.length > 0 ? fields : [{ name: "fa", type: native("int") }] };
  }

  /** Within a field or a collection: frozen. */
  #innerType(): CqlType {
    const types = [...this.#types.keys()].sort();
    if (types.length > 0 && this.#choices.chance(40))
      return { kind: "user", name: this.#choices.one(types), isFrozen: true };
    return this.#choices.chance(20)
      ? { kind: "list", element: native("int"), isFrozen: true }
      : native(this.#choices.one(VALUE_TYPES));
  }

  #valueType(): CqlType {
    const isFrozen = this.#choices.chance(40);
    switch (this.#choices.one(["native", "list", "map", "set", "tuple", "user", "user"] as const)) {
      case "list":
      case "set":
        return { kind: this.#choices.one(["list", "set"] as const), element: this.#innerType(), isFrozen };
      case "map":
        return { kind: "map", key: native(this.#choices.one(KEY_TYPES)), value: this.#innerType(), isFrozen };
      case "tuple":
        return { kind: "tuple", elements: [native("int"), this.#innerType()] };
      case "user": {
        const types = [...this.#types.keys()].sort();
        return types.length === 0 ? native("int") : { kind: "user", name: this.#choices.one(types), isFrozen };
      }
      default:
        return native(this.#choices.one(VALUE_TYPES));
    }
  }

  /** Whether every user's type in a type is there. */
  #isKnown(type: CqlType): boolean {
    if (type.kind === "user") return this.#types.has(type.name);
    return innerTypes(type).every((inner) => this.#isKnown(inner));
  }

  #table(name: string): Table {
    const before = this.#before?.tables.get(name);
    const isCounter = before === undefined ? this.#choices.chance(15) : hasCounter(before);
    const key = this.#key(before);
    const columns = [...key.columns, ...this.#values(before, isCounter, key.clustering.length > 0)];
    const masked = columns.map((column) => this.#masked({ ...column, mask: undefined }, before));
    const table: Table = {
      name,
      id: undefined,
      columns: keyed(masked, nameOf),
      partitionKey: key.partitionKey,
      clustering: key.clustering,
      compact: undefined,
      options: this.#options(before?.options ?? {}, isCounter),
      indexes: PersistentMap.empty(),
      triggers: PersistentMap.empty(),
      dropped: PersistentMap.empty(),
    };
    const indexes = isCounter ? [] : this.#indexes(table, before);
    return { ...table, indexes: keyed(indexes, nameOf), triggers: keyed(this.#triggers(before), nameOf) };
  }

  #key(before: Table | undefined): {
    readonly partitionKey: readonly string[];
    readonly clustering: readonly ClusteringColumn[];
    readonly columns: readonly Column[];
  } {
    const beforeColumns = before?.columns.sorted().filter(isKey) ?? [];
    if (before !== undefined && beforeColumns.every(({ type }) => this.#isKnown(type)) && this.#choices.chance(93)) {
      return { partitionKey: before.partitionKey, clustering: before.clustering, columns: beforeColumns };
    }
    const partitionKey = this.#choices.chance(70) ? ["pa"] : ["pa", "pb"];
    const clustering = ["ca", "cb"]
      .filter(() => this.#choices.chance(40))
      .map((column) => ({ name: column, order: this.#choices.one(["asc", "desc"] as const) }));
    const type = (): CqlType => {
      const types = [...this.#types.keys()].sort();
      if (types.length > 0 && this.#choices.chance(10))
        return { kind: "user", name: this.#choices.one(types), isFrozen: true };
      return native(this.#choices.one(KEY_TYPES));
    };
    const columns = [
      ...partitionKey.map((column) => plainColumn(column, type(), "partition-key")),
      ...clustering.map((column) => plainColumn(column.name, type(), "clustering")),
    ];
    return { partitionKey, clustering, columns };
  }

  #values(before: Table | undefined, isCounter: boolean, hasClustering: boolean): readonly Column[] {
    const kindOf = (kind: Column["kind"] | undefined): Column["kind"] =>
      hasClustering && this.#choices.keep(kind === "static", [true, false]) ? "static" : "regular";
    return this.#choices.some(["va", "vb", "vc", "V d"]).map((name) => {
      const column = before?.columns.get(name);
      if (isCounter) return plainColumn(name, native("counter"), kindOf(column?.kind));
      const isKept = column !== undefined && this.#isKnown(column.type) && this.#choices.chance(96);
      return plainColumn(name, isKept ? column.type : this.#valueType(), kindOf(column?.kind ?? "regular"));
    });
  }

  #masked(column: Column, table: Table | undefined): Column {
    if (!this.#has("masks") || isCounterType(column.type)) return column;
    const typeText = JSON.stringify(column.type);
    const hiding = [...this.#functions.values()].filter(
      ({ name, args }) => name === "hide" && JSON.stringify(args[0]?.type) === typeText,
    );
    const before = table?.columns.get(column.name);
    const mask = before?.mask;
    const isThere = mask?.function !== "hide" || hiding.some(({ args }) => args.length === mask.args.length + 1);
    if (before?.type === column.type && isThere && this.#choices.chance(70)) return { ...column, mask };
    if (!this.#choices.chance(30)) return column;
    if (hiding.length > 0 && this.#choices.chance(70)) {
      const args = this.#choices.one(hiding).args.slice(1);
      return { ...column, mask: { keyspace: this.#shape.keyspace, function: "hide", args: args.map(() => "1") } };
    }
    const isText = column.type.kind === "native" && column.type.name === "text";
    if (isText && this.#choices.chance(50)) {
      return { ...column, mask: { keyspace: "system", function: "mask_inner", args: ["1", undefined] } };
    }
    return {
      ...column,
      mask: { keyspace: "system", function: this.#choices.one(["mask_null", "mask_default"]), args: [] },
    };
  }

  #options(before: TableOptions, isCounter: boolean): TableOptions {
    const options: Record<string, TableOptions[string] | undefined> = {
      comment: this.#choices.keep(before.comment, [undefined, "it's", "two"]),
      gc_grace_seconds: this.#choices.keep(before.gc_grace_seconds, [undefined, 3600, 7200]),
      default_time_to_live: isCounter
        ? undefined
        : this.#choices.keep(before.default_time_to_live, [undefined, 86_400]),
      bloom_filter_fp_chance: this.#choices.keep(before.bloom_filter_fp_chance, [undefined, 0.05]),
      compaction: this.#choices.keep(before.compaction, [
        undefined,
        { class: "LeveledCompactionStrategy" },
        { class: "SizeTieredCompactionStrategy", max_threshold: "20" },
      ]),
      caching: this.#choices.keep(before.caching, [undefined, { keys: "ALL", rows_per_partition: "10" }]),
    };
    return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as TableOptions;
  }

  #indexes(table: Table, before: Table | undefined): readonly Index[] {
    return this.#choices.some(["va", "vb", "vc"]).flatMap((column): readonly Index[] => {
      const type = table.columns.get(column)?.type;
      if (type === undefined || (type.kind === "user" && !type.isFrozen)) return [];
      const isCollection = type.kind === "list" || type.kind === "set" || type.kind === "map";
      const values = type.kind === "map" ? (["values", "keys", "entries"] as const) : (["values"] as const);
      const kind = !isCollection ? "simple" : type.isFrozen ? "full" : this.#choices.one(values);
      const name = `${table.name}_${column}_idx`;
      const kept = before?.indexes.get(name);
      if (kept !== undefined && before?.columns.get(column)?.type === type && this.#choices.chance(80)) return [kept];
      return [
        { name, kind: "composites", target: { kind, column, localTo: undefined }, className: undefined, options: {} },
      ];
    });
  }

  #triggers(before: Table | undefined): readonly Trigger[] {
    if (!this.#has("triggers")) return [];
    return this.#choices.some(["on_write"]).map((name) => {
      return { name, className: this.#choices.keep(before?.triggers.get(name)?.className, ["a.B", "a.C"]) };
    });
  }

  #viewList(tables: PersistentMap<Table>): readonly View[] {
    return tables.sorted().flatMap((base): readonly View[] => {
      if (hasCounter(base) || !this.#choices.chance(50)) return [];
      const before = this.#before?.views.get(`${base.name}_view`);
      const regular = base.columns.sorted().filter(({ kind }) => kind === "regular");
      const extra = regular.filter(({ type }) => type.kind === "native").map(({ name }) => name);
      const first = this.#choices.keep(
        before?.partitionKey.filter((name) => extra.includes(name)),
        [...extra.slice(0, 2).map((name) => [name]), []],
      );
      const view = this.#view(base, first, regular, before);
      // Cassandra 3.11 wants a clustering column in every view.
      return view.clustering.length === 0 ? [] : [view];
    });
  }

  #view(base: Table, first: readonly string[], regular: readonly Column[], before: View | undefined): View {
    const names = [...base.partitionKey, ...base.clustering.map(({ name }) => name)];
    const partitionKey = first.length > 0 ? first : [names.at(-1) ?? ""];
    const clustering = names
      .filter((name) => !partitionKey.includes(name))
      .map((name) => ({
        name,
        order: this.#choices.keep(before?.clustering.find((each) => each.name === name)?.order, ["asc", "desc"]),
      }));
    const hasStatic = [...base.columns.values()].some(({ kind }) => kind === "static");
    const includesAllColumns = !hasStatic && this.#choices.keep(before?.includesAllColumns, [true, false]);
    const key = [...partitionKey, ...clustering.map(({ name }) => name)];
    const others = regular
      .filter(({ name }) => !key.includes(name))
      .filter(() => includesAllColumns || this.#choices.chance(50));
    const columns = [...key.flatMap((name) => base.columns.get(name) ?? []), ...others].map((column): Column => {
      const kind = partitionKey.includes(column.name)
        ? "partition-key"
        : key.includes(column.name)
          ? "clustering"
          : "regular";
      return { ...column, kind };
    });
    return {
      name: `${base.name}_view`,
      id: undefined,
      baseTable: base.name,
      includesAllColumns,
      where: key.map((name) => `${quoteIdentifier(name)} IS NOT NULL`).join(" AND "),
      columns: keyed(columns, nameOf),
      partitionKey,
      clustering,
      options: withoutTimeToLive(this.#options(before?.options ?? {}, false)),
    };
  }
}

function native(name: NativeTypeName): CqlType {
  return { kind: "native", name };
}

function plainColumn(name: string, type: CqlType, kind: Column["kind"]): Column {
  return { name, type, kind, mask: undefined };
}

function isKey({ kind }: Column): boolean {
  return kind === "partition-key" || kind === "clustering";
}

function isCounterType(type: CqlType): boolean {
  return type.kind === "native" && type.name === "counter";
}

function hasCounter({ columns }: Table): boolean {
  return [...columns.values()].some(({ type }) => isCounterType(type));
}

function withoutTimeToLive({ default_time_to_live: _, ...options }: TableOptions): TableOptions {
  return options;
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

function keyed<V>(values: readonly V[], keyOf: (value: V) => string): PersistentMap<V> {
  return PersistentMap.from(values.map((value) => [keyOf(value), value] as const));
}
