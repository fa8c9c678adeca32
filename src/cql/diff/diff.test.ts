import assert from "node:assert/strict";
import { test } from "node:test";
import { cassandra, SHOP, schemaAfter } from "../simulate/simulate-fixture.test.ts";
import { diff } from "./diff.ts";
import { ASTRA, changesBetween, linesBetween, SCYLLA } from "./diff-fixture.test.ts";

const USERS = "CREATE TABLE users (id int PRIMARY KEY, name text);";
const DAYS = "CREATE TABLE days (id int, day int, v text, PRIMARY KEY (id, day));";

function assertLines(from: string, to: string, lines: readonly string[], capabilities = cassandra("5.0")): void {
  assert.deepEqual(linesBetween(from, to, capabilities), lines);
}

test("a column that is in one schema alone is added or dropped", () => {
  assertLines(USERS, "CREATE TABLE users (id int PRIMARY KEY, age int);", [
    "add-column: table users: column age int only in B",
    "drop-column: table users: column name text only in A",
  ]);
});

test("a column with another type needs a new table", () => {
  assertLines(USERS, "CREATE TABLE users (id int PRIMARY KEY, name blob);", [
    "rebuild-table: table users: column name text in A, blob in B (needs a new table)",
  ]);
});

test("a column that becomes static, or regular, needs a new table", () => {
  const isStatic = "CREATE TABLE days (id int, day int, v text STATIC, PRIMARY KEY (id, day));";
  assertLines(DAYS, isStatic, ["rebuild-table: table days: column v regular in A, static in B (needs a new table)"]);
  assertLines(isStatic, DAYS, ["rebuild-table: table days: column v static in A, regular in B (needs a new table)"]);
});

test("another primary key needs a new table", () => {
  assertLines(DAYS, "CREATE TABLE days (id int, day int, v text, PRIMARY KEY ((id, day)));", [
    "rebuild-table: table days: partition key (id) in A, (id, day) in B; clustering (day asc) in A, () in B (needs a new table)",
  ]);
});

test("another clustering order needs a new table", () => {
  const backwards = `${DAYS.slice(0, -1)} WITH CLUSTERING ORDER BY (day DESC);`;
  assertLines(DAYS, backwards, [
    "rebuild-table: table days: clustering (day asc) in A, (day desc) in B (needs a new table)",
  ]);
});

test("a key column with another name needs a new table: names are never guessed", () => {
  assertLines(USERS, "CREATE TABLE users (uid int PRIMARY KEY, name text);", [
    "rebuild-table: table users: key column id in A, uid in B (if only the name differs: ALTER TABLE … RENAME id TO uid) (needs a new table)",
  ]);
});

test("a table of counters is made of counters", () => {
  assertLines("CREATE TABLE t (id int PRIMARY KEY, n int);", "CREATE TABLE t (id int PRIMARY KEY, n counter);", [
    "rebuild-table: table t: no counters in A, counters in B; column n int in A, counter in B (needs a new table)",
  ]);
});

test("a table that loses its last counter gets no view: it stays one of counters", () => {
  const to = "CREATE TABLE t (id int, c int, PRIMARY KEY (id, c));";
  const view =
    "CREATE MATERIALIZED VIEW v AS SELECT id, c FROM t WHERE c IS NOT NULL AND id IS NOT NULL PRIMARY KEY (c, id);";
  const from = "CREATE TABLE t (id int, c int, n counter, PRIMARY KEY (id, c));";
  assertLines(from, to, ["drop-column: table t: column n counter only in A"]);
  assert.equal(
    linesBetween(from, `${to} ${view}`)[0],
    "rebuild-table: table t: counters in A, no counters in B (needs a new table)",
  );
});

test("with another key, what else differs comes with the new table", () => {
  const [change, ...others] = changesBetween(
    USERS,
    "CREATE TABLE users (id int, day int, age int, PRIMARY KEY (id, day)) WITH comment = 'x';",
  );
  assert.ok(change?.kind === "rebuild-table" && others.length === 0);
  assert.deepEqual(
    change.changes.map(({ kind, name }) => `${kind} ${name}`),
    ["add-column age", "drop-column name", "alter-table-options users"],
  );
});

test("with another type of one column, what else differs is done in place", () => {
  assertLines(USERS, "CREATE TABLE users (id int PRIMARY KEY, name blob, age int);", [
    "rebuild-table: table users: column name text in A, blob in B (needs a new table)",
    "add-column: table users: column age int only in B",
  ]);
});

test("a dropped column comes back with a type that reads what it held", () => {
  const dropped = "CREATE TABLE t (id int PRIMARY KEY, a int, v ascii); ALTER TABLE t DROP v;";
  assertLines(dropped, "CREATE TABLE t (id int PRIMARY KEY, a int, v text);", [
    "add-column: table t: column v text only in B",
  ]);
});

test("a dropped column does not come back with another type", () => {
  const dropped = "CREATE TABLE t (id int PRIMARY KEY, a int, v text); ALTER TABLE t DROP v;";
  assertLines(dropped, "CREATE TABLE t (id int PRIMARY KEY, a int, v int);", [
    "rebuild-table: table t: column v int only in B, and the server remembers that it dropped one of that name, text (needs a new table)",
  ]);
});

test("a dropped static column does not come back as a regular one", () => {
  const dropped = "CREATE TABLE t (id int, c int, a int, v text STATIC, PRIMARY KEY (id, c)); ALTER TABLE t DROP v;";
  assertLines(dropped, "CREATE TABLE t (id int, c int, a int, v text, PRIMARY KEY (id, c));", [
    "rebuild-table: table t: column v text only in B, and the server remembers that it dropped one of that name, text static (needs a new table)",
  ]);
});

test("a dropped counter never comes back", () => {
  const dropped = "CREATE TABLE t (id int PRIMARY KEY, n counter, v counter); ALTER TABLE t DROP v;";
  assertLines(dropped, "CREATE TABLE t (id int PRIMARY KEY, n counter, v counter);", [
    "rebuild-table: table t: column v counter only in B, and the server remembers that it dropped one of that name, counter (needs a new table)",
  ]);
});

test("a column of a user's type that is not frozen stays since Cassandra 4.0", () => {
  const from = "CREATE TYPE a (x int); CREATE TABLE t (id int PRIMARY KEY, v a);";
  const to = "CREATE TYPE a (x int); CREATE TABLE t (id int PRIMARY KEY);";
  assertLines(from, to, ["drop-column: table t: column v a only in A"], cassandra("3.11"));
  assertLines(from, to, [
    "rebuild-table: table t: column v a only in A, and the server drops no column of a user-defined type that is not frozen (needs a new table)",
  ]);
});

test("a field that is new at the end of a type is added", () => {
  assertLines("CREATE TYPE a (x int);", "CREATE TYPE a (x int, y text);", [
    "add-field: type a: field y text only in B",
  ]);
});

test("a type that no table holds is made again", () => {
  assertLines("CREATE TYPE a (x int);", "CREATE TYPE a (x text);", [
    "recreate-type: type a: fields (x int) in A, (x text) in B",
  ]);
});

test("a type that a table holds, through another one, needs a new type", () => {
  const rest = "CREATE TYPE b (a frozen<a>); CREATE TABLE t (id int PRIMARY KEY, v frozen<b>);";
  assertLines(`CREATE TYPE a (x int, y int); ${rest}`, `CREATE TYPE a (y int, x text); ${rest}`, [
    "rebuild-type: type a: field x int in A, text in B; field y is number 2 in A, 1 in B (needs a new type, for t)",
  ]);
});

test("a type in a partition key takes no field", () => {
  const table = "CREATE TABLE t (id frozen<a> PRIMARY KEY);";
  assertLines(`CREATE TYPE a (x int); ${table}`, `CREATE TYPE a (x int, y int); ${table}`, [
    "rebuild-type: type a: field y int only in B, and the type stands in a partition key (needs a new type, for t)",
  ]);
});

test("a view with another definition is made again, and one with other options altered", () => {
  const view = (where: string, options: string): string =>
    `${DAYS} CREATE MATERIALIZED VIEW v AS SELECT id, day FROM days WHERE id IS NOT NULL AND ${where} PRIMARY KEY (day, id) ${options};`;
  const from = view("day IS NOT NULL", "");
  assertLines(from, view("day = 1", ""), [
    "recreate-view: view v: where id IS NOT NULL AND day IS NOT NULL in A, id IS NOT NULL AND day = 1 in B",
  ]);
  assertLines(from, view("day IS NOT NULL", "WITH comment = 'x'"), [
    "alter-view: view v: comment the default in A, 'x' in B",
  ]);
});

test("a view that does not differ is made again when its table loses a column", () => {
  const view =
    "CREATE MATERIALIZED VIEW v AS SELECT id, name FROM users WHERE name IS NOT NULL AND id IS NOT NULL PRIMARY KEY (name, id);";
  assertLines(`CREATE TABLE users (id int PRIMARY KEY, name text, age int); ${view}`, `${USERS} ${view}`, [
    "drop-column: table users: column age int only in A",
    "recreate-view: view v: made again, as no column can be dropped from its table while it is there",
  ]);
});

test("an option that is written with its default makes no difference", () => {
  const written =
    "WITH compaction = {'class': 'org.apache.cassandra.db.compaction.SizeTieredCompactionStrategy', 'max_threshold': 32} AND gc_grace_seconds = 864000 AND comment = ''";
  assertLines(USERS, `${USERS.slice(0, -1)} ${written};`, []);
});

test("options that Astra takes and does not heed make no difference there", () => {
  const to = `${USERS.slice(0, -1)} WITH gc_grace_seconds = 5 AND comment = 'x';`;
  assertLines(USERS, to, ["alter-table-options: table users: comment the default in A, 'x' in B"], ASTRA);
});

test("an index with another target is made again, and the names of SAI are one", () => {
  const index = (rest: string): string =>
    `CREATE TABLE users (id int PRIMARY KEY, name text, age int); CREATE INDEX i ON users ${rest};`;
  assertLines(index("(name) USING 'sai'"), index("(name) USING 'StorageAttachedIndex'"), []);
  assertLines(index("(name)"), index("(age) USING 'sai'"), [
    "recreate-index: table users: index i (name) in A, (age) using 'sai' in B",
  ]);
});

test("a function that OR REPLACE cannot change is made again, with the aggregate that calls it", () => {
  const text = (onNull: string): string => `
    CREATE FUNCTION f (a int, b int) ${onNull} ON NULL INPUT RETURNS int LANGUAGE java AS 'return a;';
    CREATE AGGREGATE g (int) SFUNC f STYPE int INITCOND 0;`;
  assertLines(text("CALLED"), text("RETURNS NULL"), [
    "recreate-function: function f(int, int): on null input called in A, returns null in B",
    "recreate-aggregate: aggregate g(int): made again, as something that it is made of is",
  ]);
});

test("what ScyllaDB keeps beside a table is no difference, though a file asks for it", () => {
  const index = "CREATE INDEX by_name ON users (name);";
  const beside = `
    CREATE TABLE users_scylla_cdc_log (id int PRIMARY KEY);
    CREATE MATERIALIZED VIEW by_name_index AS SELECT id, name FROM users WHERE name IS NOT NULL AND id IS NOT NULL PRIMARY KEY (name, id);`;
  assertLines(`${USERS} ${index}`, `${USERS} ${index} ${beside}`, [], SCYLLA);
});

test("a table whose name only looks like ScyllaDB's own is the user's", () => {
  const log = "CREATE TABLE x_scylla_cdc_log (id int PRIMARY KEY);";
  const index = "CREATE TABLE by_name_index (id int PRIMARY KEY);";
  assertLines(
    "",
    `${log} ${index}`,
    ["create-table: table by_name_index: only in B", "create-table: table x_scylla_cdc_log: only in B"],
    SCYLLA,
  );
});

test("a keyspace that is made comes with nothing of the server's own", () => {
  const to = schemaAfter(`${SHOP} ${USERS} CREATE TABLE users_scylla_cdc_log (id int PRIMARY KEY);`, SCYLLA);
  const [change] = diff(schemaAfter("", SCYLLA), to, { capabilities: SCYLLA });
  assert.ok(change?.kind === "create-keyspace");
  assert.deepEqual([...change.is.tables.keys()], ["users"]);
});

test("every change that loses something says what", () => {
  const losses = (from: string, to: string): readonly (string | undefined)[] =>
    changesBetween(from, to).map(({ loss }) => loss);
  assert.deepEqual(losses(USERS, ""), ["every row of table `shop.users` is lost"]);
  assert.deepEqual(losses(USERS, "CREATE TABLE users (id int PRIMARY KEY);"), [
    "every value of column `name` in table `shop.users` is lost",
  ]);
  assert.deepEqual(
    losses(
      "CREATE TABLE t (id int PRIMARY KEY, v text MASKED WITH DEFAULT);",
      "CREATE TABLE t (id int PRIMARY KEY, v text);",
    ),
    ["column `v` of table `shop.t` is hidden from nobody any more"],
  );
});

test("a data center that a keyspace leaves is a loss", () => {
  const keyspace = (datacenters: string): ReturnType<typeof schemaAfter> =>
    schemaAfter(`CREATE KEYSPACE k WITH replication = {'class': 'NetworkTopologyStrategy', ${datacenters}};`);
  const [change] = diff(keyspace("'a': 1, 'b': 1"), keyspace("'a': 1"));
  assert.equal(change?.loss, "data center `b` holds no copy of keyspace `k` any more");
});

test("a table that has lost its last counter takes no time to live", () => {
  const counters = "CREATE TABLE t (id int PRIMARY KEY, n counter); ALTER TABLE t DROP n;";
  assertLines(counters, "CREATE TABLE t (id int PRIMARY KEY) WITH default_time_to_live = 60;", [
    "rebuild-table: table t: counters in A, no counters in B (needs a new table)",
  ]);
});

test("a function whose argument is said to be frozen is the same as one whose is not", () => {
  const text = (type: string): string =>
    `CREATE FUNCTION f (a ${type}) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'x';
     CREATE AGGREGATE g (${type}) SFUNC h STYPE int INITCOND 0;`;
  const before = (type: string): string =>
    `CREATE FUNCTION h (s int, a ${type}) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'x'; ${text(type)}`;
  assertLines(before("list<int>"), before("'FrozenType(ListType(Int32Type))'"), []);
});

test("the hidden columns of a compact table have names that mean nothing", () => {
  const renamed = "ALTER TABLE t RENAME value TO a;";
  const dense = (key: string): string =>
    `CREATE TABLE t (${key} int, b int, c int, PRIMARY KEY (${key}, b, c)) WITH COMPACT STORAGE;`;
  assertLines(`${dense("value")} ${renamed}`, dense("a"), []);
  const sparse = (key: string): string => `CREATE TABLE t (${key} int PRIMARY KEY, b int) WITH COMPACT STORAGE;`;
  assertLines(`${sparse("value")} ${renamed}`, sparse("a"), []);
});
