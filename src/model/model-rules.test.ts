// Goal: what no server takes is refused where it is written: by the type checker, and when the program runs.
// Method: every rule has one good and one bad model; `@ts-expect-error` stands where the type checker must complain.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ToolError } from "../base/errors.ts";
import { custom, frozen, list, map, set, tuple, udt, vector } from "./held-types.ts";
import type { Insert } from "./inferred.ts";
import { bigint, boolean, counter, duration, float, int, text, timestamp, uuid } from "./native-types.ts";
import { type Table, table } from "./table.ts";
import { userType } from "./user-type.ts";
import { view } from "./view.ts";

const id = uuid().partitionKey();
const flat = userType("flat", { street: text() });
const deep = userType("deep", { phones: list(text()) });
const timed = userType("timed", { took: duration() });
const base = table("base", {
  id,
  at: timestamp().clusteringKey("desc"),
  brand: text(),
  price: int(),
  tags: set(text()),
  took: duration(),
  owner: text().static(),
});

function refused(declare: () => unknown, message: string): void {
  assert.throws(declare, (error) => {
    assert.ok(error instanceof ToolError);
    assert.equal(error.code, "model-invalid");
    assert.ok(error.message.includes(message), `${error.message} does not say: ${message}`);
    return true;
  });
}

test("a table has a partition key", () => {
  assert.deepEqual(table("t", { id, a: text() }).partitionKey, ["id"]);
  // @ts-expect-error
  refused(() => table("t", { a: text() }), "a table has a partition key: call .partitionKey() on a column");
  // @ts-expect-error
  refused(() => table("t", { a: text().clusteringKey() }), "a table has a partition key");
  // @ts-expect-error
  refused(() => table("t", {}), "a table has a partition key");
});

test("a key of several columns has the order of their declaration", () => {
  const { partitionKey, clustering } = table("t", {
    b: int().partitionKey(),
    z: int().clusteringKey("desc"),
    a: int().partitionKey(),
    y: int().clusteringKey(),
  });
  assert.deepEqual(partitionKey, ["b", "a"]);
  assert.deepEqual(clustering, [
    { name: "z", order: "desc" },
    { name: "y", order: "asc" },
  ]);
});

test("a static column needs a clustering column", () => {
  assert.equal(table("t", { id, at: int().clusteringKey(), a: text().static() }).columns[2]?.kind, "static");
  const message = "column `a`: a static column needs a clustering column beside it";
  // @ts-expect-error
  refused(() => table("t", { id, a: text().static() }), message);
});

test("beside a counter stand counters alone", () => {
  assert.ok(table("t", { id, at: int().clusteringKey(), a: counter(), b: counter().static() }));
  // @ts-expect-error
  refused(() => table("t", { id, a: counter(), b: text() }), "column `b`: beside a counter, every column outside");
});

test("a counter is in no key", () => {
  const message = "a counter cannot be in a key";
  // @ts-expect-error
  refused(() => table("t", { id: counter().partitionKey() }), message);
  // @ts-expect-error
  refused(() => table("t", { id, a: counter().clusteringKey() }), message);
});

test("a counter has no index", () => {
  // @ts-expect-error
  refused(() => table("t", { id, a: counter().indexed() }), "a counter cannot be indexed");
});

test("a counter stands in no other type", () => {
  const message = "a counter cannot stand within another type";
  // @ts-expect-error
  refused(() => table("t", { id, a: list(counter()) }), message);
  // @ts-expect-error
  refused(() => table("t", { id, a: set(counter()) }), message);
  // @ts-expect-error
  refused(() => table("t", { id, a: map(text(), counter()) }), message);
  // @ts-expect-error
  refused(() => table("t", { id, a: tuple(text(), counter()) }), message);
  // @ts-expect-error
  refused(() => table("t", { id, a: vector(counter(), 3) }), message);
});

test("a collection in a key is frozen", () => {
  assert.ok(table("t", { id: frozen(list(text())).partitionKey(), at: frozen(set(text())).clusteringKey() }));
  const message = "a collection or a user's type in a key must be frozen";
  // @ts-expect-error
  refused(() => table("t", { id: list(text()).partitionKey() }), message);
  // @ts-expect-error
  refused(() => table("t", { id, at: map(text(), int()).clusteringKey() }), message);
});

test("a user's type in a key is frozen", () => {
  assert.ok(table("t", { id: frozen(udt(deep)).partitionKey() }));
  // @ts-expect-error
  refused(() => table("t", { id: udt(flat).partitionKey() }), "a collection or a user's type in a key must be frozen");
});

test("durations have no order, so none is in a key, wherever it hides", () => {
  const message = "a duration cannot be in a key";
  // @ts-expect-error
  refused(() => table("t", { id: duration().partitionKey() }), message);
  // @ts-expect-error
  refused(() => table("t", { id: frozen(list(duration())).partitionKey() }), message);
  // @ts-expect-error
  refused(() => table("t", { id: tuple(int(), duration()).partitionKey() }), message);
  // @ts-expect-error
  refused(() => table("t", { id: frozen(udt(timed)).partitionKey() }), message);
  // @ts-expect-error
  refused(() => table("t", { id: frozen(map(text(), duration())).partitionKey() }), message);
});

test("durations are in no set, no key of a map, and no index", () => {
  assert.ok(table("t", { id, a: map(text(), duration()), b: list(duration()), c: duration() }));
  const message = "a duration cannot be in a set or a key of a map";
  // @ts-expect-error
  refused(() => table("t", { id, a: set(duration()) }), message);
  // @ts-expect-error
  refused(() => table("t", { id, a: map(duration(), text()) }), message);
  // @ts-expect-error
  refused(() => table("t", { id, a: duration().indexed() }), "a duration cannot be indexed");
});

test("what stands in a collection is frozen, or the whole is", () => {
  assert.ok(table("t", { id, a: list(frozen(list(text()))), b: frozen(list(list(text()))), c: tuple(list(text())) }));
  const message = "column `a`: a collection or a user's type within a collection must be frozen";
  // @ts-expect-error
  refused(() => table("t", { id, a: list(list(text())) }), message);
  // @ts-expect-error
  refused(() => table("t", { id, a: map(text(), udt(flat)) }), message);
  // @ts-expect-error
  refused(() => table("t", { id, a: set(set(text())) }), message);
});

test("frozen reaches all that is in it", () => {
  const [, column] = table("t", { id, a: frozen(list(list(text()))) }).columns;
  const inner = { kind: "list", element: { kind: "native", name: "text" }, isFrozen: true };
  assert.deepEqual(column?.type, { kind: "list", element: inner, isFrozen: true });
});

test("a user's type with a field that is not frozen is frozen itself", () => {
  assert.ok(table("t", { id, a: udt(flat), b: frozen(udt(deep)) }));
  // @ts-expect-error
  refused(() => table("t", { id, a: udt(deep) }), "a user's type with a field that is not frozen must be frozen");
});

test("what is frozen is more than a plain value", () => {
  assert.ok(table("t", { id, a: frozen(tuple(int())), b: frozen(frozen(list(int()))) }));
  const message = "only collections, tuples, vectors and user's types can be frozen";
  // @ts-expect-error
  refused(() => table("t", { id, a: frozen(text()) }), message);
  // @ts-expect-error
  refused(() => table("t", { id, a: frozen(custom("C")) }), message);
});

test("a column has one role", () => {
  assert.ok(table("t", { id: uuid().indexed().partitionKey(), at: int().clusteringKey().indexed() }));
  // @ts-expect-error
  refused(() => table("t", { id: id.static() }), "has a role: partition-key, and cannot have another: static");
  // @ts-expect-error
  refused(() => table("t", { id, a: int().static().clusteringKey() }), "cannot have another: clustering");
  // @ts-expect-error
  refused(() => table("t", { id: id.partitionKey() }), "the column has a role: partition-key");
});

test("a type within another has no role and no index", () => {
  const message = "a type within another has no role and no index";
  // @ts-expect-error
  refused(() => table("t", { id, a: list(text().static()) }), message);
  // @ts-expect-error
  refused(() => table("t", { id, a: frozen(list(text()).indexed()) }), message);
  // @ts-expect-error
  refused(() => table("t", { id, a: tuple(id) }), message);
});

test("an index is on a part of what has parts", () => {
  const { indexes } = table("t", {
    id,
    a: map(text(), int()).indexed({ on: "keys" }).indexed({ on: "entries" }).indexed(),
    b: frozen(set(text())).indexed(),
    c: list(int()).indexed({ on: "values", name: "mine" }),
    d: text().indexed({ using: "sai", options: { case_sensitive: false } }),
  });
  assert.deepEqual(
    indexes.map(({ column, target }) => `${target}(${column})`),
    ["keys(a)", "entries(a)", "values(a)", "full(b)", "values(c)", "simple(d)"],
  );
  assert.deepEqual(indexes[5]?.options, { case_sensitive: "false" });
  // @ts-expect-error
  refused(() => table("t", { id, a: text().indexed({ on: "keys" }) }), '`on: "keys"` is for an index on a collection');
  // @ts-expect-error
  refused(() => table("t", { id, a: set(text()).indexed({ on: "keys" }) }), '`on` "values", not "keys"');
  // @ts-expect-error
  refused(() => table("t", { id, a: frozen(set(text())).indexed({ on: "values" }) }), '`on` "full", not "values"');
});

test("a user's type is frozen to be indexed", () => {
  assert.ok(table("t", { id, a: frozen(udt(flat)).indexed() }));
  // @ts-expect-error
  refused(() => table("t", { id, a: udt(flat).indexed() }), "a user's type must be frozen to be indexed");
});

test("an option that there is not is refused, and the nearest named", () => {
  const { options } = table(
    "t",
    { id },
    { defaultTtl: 60, caching: { keys: "ALL" }, other: { nodesync: { a: true } } },
  );
  assert.deepEqual(options, { default_time_to_live: 60, caching: { keys: "ALL" }, nodesync: { a: "true" } });
  // @ts-expect-error
  refused(() => table("t", { id }, { defaultTll: 60 }), "there is no option `defaultTll`; did you mean `defaultTtl`?");
  // @ts-expect-error
  refused(() => table("t", { id }, { comment: ["a"] }), "`comment` takes a text, a number, true, false, or a map");
  // @ts-expect-error
  refused(() => table("t", { id, a: int().indexed({ nam: "a" }) }), "an index has no `nam`");
  // @ts-expect-error
  refused(() => userType("u", { a: int() }, { comment: "a" }), "there is no option `comment`");
});

test("an option that is undefined is none", () => {
  assert.deepEqual(table("t", { id }, { comment: undefined, compaction: undefined }).options, {});
});

test("a type has fields, and they are types alone", () => {
  assert.equal(userType("u", { a: int(), b: list(int()), c: frozen(udt(flat)) }).fields.length, 3);
  // @ts-expect-error
  refused(() => userType("u", {}), "type `u`: a type has a field");
  // @ts-expect-error
  refused(() => userType("u", { a: id }), "field `a`: a field has no role and no index");
  // @ts-expect-error
  refused(() => userType("u", { a: int().indexed() }), "field `a`: a field has no role and no index");
  // @ts-expect-error
  refused(() => userType("u", { a: counter() }), "field `a`: a field cannot be a counter");
  // @ts-expect-error
  refused(() => userType("u", { a: udt(flat) }), "field `a`: a user's type in a field must be frozen");
  // @ts-expect-error
  refused(() => userType("u", { a: list(set(int())) }), "field `a`: a collection or a user's type within a collection");
});

test("a view selects columns that there are", () => {
  const key = { partitionKey: ["brand"], clusteringKey: ["id", ["at", "desc"]] } as const;
  const { clustering, columns } = view("v", base, { columns: ["price"], ...key, comment: "c" });
  assert.deepEqual(columns, ["price"]);
  assert.deepEqual(clustering[1], { name: "at", order: "desc" });
  // @ts-expect-error
  refused(() => view("v", base, { columns: ["none"], ...key }), "table `base` has no column `none`");
  // @ts-expect-error
  refused(() => view("v", base, { columns: ["owner"], ...key }), "column `owner` is static, and stands in no view");
  // @ts-expect-error
  refused(() => view("v", base, { columns: "all", ...key, commen: "c" }), "there is no option `commen`");
  // @ts-expect-error
  refused(() => view("v", base, { columns: "all", ...key, defaultTtl: 1 }), "a view has no `defaultTtl`");
});

test("the key of a view is that of its table, and one column more at most", () => {
  const [columns, clusteringKey] = ["all", ["id", "at"]] as const;
  assert.ok(view("v", base, { columns, partitionKey: ["at"], clusteringKey: ["id"] }));
  const less = { columns, partitionKey: ["brand"], clusteringKey: ["id"] } as const;
  // @ts-expect-error
  refused(() => view("v", base, less), "the key of a view has every column of the key of its table, also at");
  const more = { columns, partitionKey: ["brand", "price"], clusteringKey } as const;
  // @ts-expect-error
  refused(() => view("v", base, more), "at most one column that is not in the key of its table");
  const twice = { columns, partitionKey: ["at"], clusteringKey } as const;
  refused(() => view("v", base, twice), "a column is in the key of a view once");
});

test("what can be in no key is in that of no view", () => {
  const [columns, clusteringKey] = ["all", ["id", "at"]] as const;
  // @ts-expect-error
  refused(() => view("v", base, { columns, partitionKey: ["tags"], clusteringKey }), "column `tags`: a collection");
  // @ts-expect-error
  refused(() => view("v", base, { columns, partitionKey: ["took"], clusteringKey }), "column `took`: a duration");
  // @ts-expect-error
  refused(() => view("v", base, { columns, partitionKey: ["owner"], clusteringKey }), "column `owner` is static");
});

test("a view is on a table, and not on one of counters", () => {
  const visits = table("visits", { id, at: int().clusteringKey(), count: counter() });
  const definition = { columns: "all", partitionKey: ["at"], clusteringKey: ["id"] } as const;
  // @ts-expect-error
  refused(() => view("v", visits, definition), "a table of counters has no views");
  const other = view("v", base, definition);
  // @ts-expect-error
  refused(() => view("w", other, definition), "it is on what `table` has made");
});

test("a key column whose name is a number would lose its place, and a field too", () => {
  assert.ok(table("t", { id, 1: int() }));
  refused(() => table("t", { id, 1: int().clusteringKey() }), "`1` is a number");
  refused(() => userType("u", { a: int(), 1: int() }), "`1` is a number");
  assert.ok(table("t", { "01": int().partitionKey(), "4294967295": int().clusteringKey() }));
});

test("what is no column is refused by name", () => {
  // @ts-expect-error
  refused(() => table("t", { id, a: text }), "column `a`: this is no column; write its type as `text()`");
  // @ts-expect-error
  refused(() => table("t", { id, a: list(text) }), "column `a`: in a list stands a type, such as `text()`");
  // @ts-expect-error
  refused(() => table("t", { id, a: udt({ a: text() }) }), "column `a`: `udt` takes what `userType` has made");
  // @ts-expect-error
  refused(() => userType("u", { a: "text" }), "field `a`: this is no type");
  // @ts-expect-error
  refused(() => table("t", { id: int().partitionKey(), at: int().clusteringKey("up") }), '"asc" or "desc", not "up"');
});

test("a model has a name", () => {
  const message = "its name is a text that is not empty";
  refused(() => table("", { id }), message);
  // @ts-expect-error
  refused(() => userType(undefined, { a: int() }), message);
  const key = { partitionKey: ["at"], clusteringKey: ["id"] } as const;
  // @ts-expect-error
  refused(() => view(1, base, { columns: "all", ...key }), message);
});

test("a vector has a whole number of elements", () => {
  assert.ok(table("t", { id, a: vector(float(), 3) }));
  refused(() => table("t", { id, a: vector(float(), 0) }), "the dimension of a vector is a whole number from 1, not 0");
  refused(() => table("t", { id, a: vector(float(), 1.5) }), "not 1.5");
});

test("all mistakes are said at once, with the place of the model", () => {
  try {
    // @ts-expect-error
    table("t", { a: list(counter()), b: frozen(boolean()) }, { keyspac: "a" });
    assert.fail("it is refused");
  } catch (error) {
    assert.ok(error instanceof ToolError);
    const { mistakes, file, line, column } = error.details;
    assert.ok(Array.isArray(mistakes));
    assert.equal(mistakes.length, 4);
    assert.match(String(file), /model-rules\.test\.js$/);
    assert.ok(error.message.startsWith(`${file}:${line}:${column}: table \`t\`: 4 mistakes\n  column \`a\``));
  }
});

test("a column can be declared once and used in many tables", () => {
  const name = text();
  assert.equal(table("a", { id, name: name.indexed() }).indexes.length, 1);
  assert.equal(table("b", { id, name, count: bigint() }).indexes.length, 0);
});

test("a view without clustering columns keeps the rules of its key", () => {
  const users = table("users", { id, name: text(), age: int() });
  assert.deepEqual(view("v", users, { columns: "all", partitionKey: ["name", "id"] }).clustering, []);
  const lacking = "the key of a view has every column of the key of its table, also id";
  // @ts-expect-error
  refused(() => view("v", users, { columns: "all", partitionKey: ["name"] }), lacking);
  const tooMany = "the key of a view has at most one column that is not in the key of its table";
  // @ts-expect-error
  refused(() => view("v", users, { columns: "all", partitionKey: ["name", "age", "id"] }), tooMany);
});

test("a program that no type checker has seen is told each mistake", () => {
  // biome-ignore lint/suspicious/noExplicitAny: it stands for JavaScript
  const js = { table, view, userType, text, uuid, custom } as any;
  const t = js.table("t", { id, a: text() });
  const of = { columns: "all", partitionKey: ["a"], clusteringKey: ["id"] };
  const column = (a: unknown): unknown => js.table("t", { id, a });
  const withOptions = (options: unknown): unknown => js.table("t", { id }, options);
  for (const [declare, message] of [
    [() => js.table("t"), "its columns are an object"],
    [() => js.table("t", [id]), "its columns are an object"],
    [() => column(text), "column `a`: this is no column"],
    [() => withOptions(null), "its options are an object"],
    [() => withOptions({ compactStorage: "yes" }), "option `compactStorage` is true, or left out"],
    [() => withOptions({ other: "x" }), "option `other` is an object"],
    [() => withOptions({ keyspace: 5 }), "option `keyspace` is a text"],
    [() => withOptions({ compaction: new Map() }), "option `compaction` takes a text, a number"],
    [() => column(js.text().indexed(null)), "an index is given as an object"],
    [() => column(js.text().indexed({ name: 5 })), "the `name` of an index is a text"],
    [() => column(js.text().indexed({ using: "sai", options: "x" })), "the `options` of an index are an object"],
    [() => column(js.text().indexed({ using: "sai", options: { a: {} } })), "option `a` of an index takes a text"],
    [() => column(js.custom()), "`custom` takes the name of a class"],
    [() => js.view("v", t), "its definition is an object"],
    [() => js.view("v", t, { ...of, columns: undefined }), '`columns` is a list of names, or "all"'],
    [() => js.view("v", t, { ...of, partitionKey: "id" }), "`partitionKey` is a list of names"],
    [() => js.view("v", t, { ...of, clusteringKey: "id" }), "`clusteringKey` is a list of names"],
    [() => js.view("v", t, { ...of, where: 5 }), "`where` is a text in CQL"],
    [() => js.userType("u"), "its fields are an object"],
    [() => js.userType("u", { a: text() }, null), "its options are an object"],
  ] as const) {
    refused(declare, message);
  }
  const indexed = js.table("t", { id, a: js.text().indexed({ using: "sai", options: { a: undefined, b: 1 } }) });
  assert.deepEqual(indexed.indexes[0].options, { b: "1" });
});

test("models of which nothing is known go through functions that take any", () => {
  const base: Table = table("t", { id, a: text() });
  const hidden = view("v", base, { columns: "all", partitionKey: ["a"], clusteringKey: ["id"] });
  const values: Insert<Table> = { a: "b" };
  assert.deepEqual([hidden.partitionKey, values], [["a"], { a: "b" }]);
});
