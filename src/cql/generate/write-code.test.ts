import assert from "node:assert/strict";
import { test } from "node:test";
import { generated, generatedFile } from "./generate-fixture.test.ts";

const T = "CREATE TABLE t (id int PRIMARY KEY, n int, s text);";

/** The texts that the code sends, in order. */
function sent(text: string, side: "upgrade" | "downgrade" = "upgrade"): readonly string[] {
  const [, up = "", down = ""] = text.split(/ {2}async (?:upgrade|downgrade)\(ctx\) \{/);
  const body = (side === "upgrade" ? up : down).split("\n});\n")[0] ?? "";
  return [
    ...body.matchAll(/(?:execute|eachRow|checkCount)\((?:ctx, )?["`](\w+ \w+(?: IF(?: NOT)? EXISTS)? ?\w*)/g),
  ].map(([, words = ""]) => words);
}

/** No file of the source has one of its own. */
const DEFAULT_EXPORT = "export default";

test("a table that no statement changes is copied, counted, made anew and copied back, and so on the way back", () => {
  const { kind, text, losses, leftOpen, noWayBack } = generatedFile(T, T.replace("id int", "id bigint"));
  assert.deepEqual(
    { kind, losses, leftOpen, noWayBack },
    { kind: "code", losses: [], leftOpen: [], noWayBack: undefined },
  );
  const order = [...text.matchAll(/ctx\.once\("([^"]+)"/g)].map(([, name]) => name);
  const oneWay = [
    "make what the rows are copied into",
    "copy t into t__new",
    "drop what was copied, and what goes",
    "make it anew",
    "copy t__new into t",
    "drop the helper tables",
  ];
  assert.deepEqual(order, [...oneWay, ...oneWay]);
  assert.match(text, /allowDestructive: true/);
  assert.match(text, /String\(row\.id\)/);
  assert.match(text, /wholeNumber\(row\.id, 32\)/);
});

test("what else differs is in the same file: what goes after the copy, what comes with the new table", () => {
  const { text } = generatedFile(
    `${T} CREATE TABLE gone (id int PRIMARY KEY); CREATE INDEX i ON t (s);`,
    `${T.replace("n int", "n bigint")} CREATE TABLE fresh (id int PRIMARY KEY); CREATE INDEX i ON t (s);`,
  );
  assert.deepEqual(
    sent(text).filter((words) => !words.startsWith("SELECT")),
    [
      "CREATE TABLE IF NOT EXISTS t__new",
      "TRUNCATE TABLE t__new",
      "INSERT INTO t__new",
      "DROP TABLE IF EXISTS gone",
      "DROP TABLE IF EXISTS t",
      "CREATE TABLE IF NOT EXISTS fresh",
      "CREATE TABLE IF NOT EXISTS t",
      "CREATE INDEX IF NOT EXISTS i",
      "INSERT INTO t",
      "DROP TABLE IF EXISTS t__new",
    ],
  );
});

test("a name that is taken is no helper's", () => {
  const { text } = generatedFile(`${T} CREATE TABLE t__new (id int PRIMARY KEY);`, `${T.replace("n int", "n bigint")}`);
  assert.match(text, /CREATE TABLE IF NOT EXISTS t__new2/);
});

test("what a rebuild leaves behind is said at the drop, and that it comes back empty at the way back", () => {
  const { text, losses } = generatedFile(T, "CREATE TABLE t (id int PRIMARY KEY, n bigint);");
  assert.deepEqual(losses, ["every value of column `s` in table `t` is lost"]);
  assert.match(text, /\/\/ Column `s` comes back empty\.\n/);
});

test("a conversion that is not known is a function to be filled in, and no way back is written that needs one", () => {
  const open = generatedFile(
    "CREATE TABLE t (id int PRIMARY KEY, b blob);",
    "CREATE TABLE t (id int PRIMARY KEY, b int);",
  );
  assert.deepEqual(open.leftOpen, ["write `bOfT`: `b` of `t` was blob and is to be int"]);
  assert.match(open.text, /function bOfT\(row: ResultRow\): unknown \{\n {2}throw new Error/);
  assert.match(open.text, /reversible: false/);
  assert.match(open.noWayBack ?? "", /nothing says what `b` of `t` becomes/);
});

test("a column that is in no row yet and part of the new key has to be filled in", () => {
  const { leftOpen } = generatedFile(T, "CREATE TABLE t (id int, k int, n int, s text, PRIMARY KEY (id, k));");
  assert.deepEqual(leftOpen, ["write `kOfT`: `k` of `t` is new in the key and is to be int"]);
});

test("maps that the driver has no objects for go as JSON of the server, there and back, and are looked at", () => {
  const table = "CREATE TABLE t (id int PRIMARY KEY, m frozen<map<boolean, int>>);";
  const { text } = generatedFile(table, table.replace("id int", "id bigint"));
  for (const [from, to] of [
    ["t", "t__new"],
    ["t__new", "t"],
  ]) {
    assert.ok(text.includes(`SELECT id, toJson(m) AS \\"json of m\\", ttl(m) AS \\"ttl of m\\" FROM ${from}"`), text);
    assert.ok(text.includes(`INSERT INTO ${to} (id, m) VALUES (?, fromJson(?)) USING TTL ?`), text);
    assert.ok(
      text.includes(`checkJson(ctx, "SELECT toJson(m) AS \\"json of m\\" FROM ${to} WHERE id = ? LIMIT 1", [`),
      text,
    );
  }
});

test("such a map in a column that only gets another name goes as JSON, and the texts are compared", () => {
  const table = "CREATE TABLE t (k frozen<map<blob, int>> PRIMARY KEY, m map<boolean, int>);";
  const renames = [{ kind: "column", table: "t", from: "m", to: "n" }] as const;
  const { text } = generatedFile(table, table.replace(" m ", " n "), { renames });
  assert.ok(
    text.includes('"UPDATE t SET n = fromJson(?) WHERE k = fromJson(?)", [row["json of m"], row["json of k"]]'),
    text,
  );
  assert.ok(text.includes('if (row["json of m"] === "null" || row["json of n"] === row["json of m"]) return;'), text);
});

test("code that needs no copies is statements alone", () => {
  const { text } = generatedFile(T, T.replace(", s text", ""), { format: "code" });
  assert.equal(
    text,
    `import { defineMigration } from "tidemark";

${DEFAULT_EXPORT} defineMigration({
  description: "a change",
  allowDestructive: true,
  async upgrade(ctx) {
    // Every value of column \`s\` in table \`t\` is lost.
    await ctx.execute("ALTER TABLE t DROP IF EXISTS s");
  },
  async downgrade(ctx) {
    // Column \`s\` of table \`t\` comes back empty.
    await ctx.execute("ALTER TABLE t ADD IF NOT EXISTS s text");
  },
});
`,
  );
});

test("what cannot be done is not begun, and each reason is told", () => {
  const made = generated(
    "CREATE TYPE a (x int); CREATE TABLE t (id int PRIMARY KEY, a frozen<a>); CREATE FUNCTION f (a a) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return 1;';",
    "CREATE TYPE a (x text); CREATE TABLE t (id int PRIMARY KEY, a frozen<a>); CREATE FUNCTION f (a a) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return 1;';",
  );
  assert.equal(made.kind, "impossible");
});
