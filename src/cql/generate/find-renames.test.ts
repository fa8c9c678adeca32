import assert from "node:assert/strict";
import { test } from "node:test";
import { SHOP, schemaAfter } from "../simulate/simulate-fixture.test.ts";
import { candidates } from "./generate-fixture.test.ts";
import { printRename } from "./rename.ts";
import { type ResolvedRenames, resolveRenames } from "./resolve-renames.ts";

const T = "CREATE TABLE t (id int, at int, s text STATIC, colour text, n int, PRIMARY KEY (id, at));";

function texts(from: string, to: string): readonly string[] {
  return candidates(from, to).map(printRename);
}

test("a column that is gone and a new one of its type and kind may be one column", () => {
  assert.deepEqual(texts(T, T.replace("colour", "color")), ["t.colour:color"]);
  assert.deepEqual(texts(T, T.replace("colour text", "color int")), []);
  assert.deepEqual(texts(T, T.replace("colour text", "color text STATIC")), []);
  assert.deepEqual(texts(T, T.replace("colour text", "a text, b text")), ["t.colour:a", "t.colour:b"]);
});

test("a column of the key may be one at its own place alone", () => {
  assert.deepEqual(texts(T, T.replaceAll(/\bid\b/g, "nr")), ["t.id:nr"]);
  assert.deepEqual(
    texts(T, "CREATE TABLE t (at int, nr int, s text STATIC, colour text, n int, PRIMARY KEY (at, nr));"),
    [],
  );
});

test("tables of the same columns and key, and fields at one place", () => {
  assert.deepEqual(texts(T, T.replace("TABLE t", "TABLE u")), ["t:u"]);
  assert.deepEqual(texts(T, T.replace("TABLE t", "TABLE u").replace("n int", "n text")), []);
  assert.deepEqual(texts("CREATE TYPE a (x int, y int);", 'CREATE TYPE a (x int, "Y" int);'), ['a.y:"Y"']);
});

test("what is settled is in no other pair", () => {
  const settled = [{ kind: "column", table: "t", from: "colour", to: "a" }] as const;
  const two = T.replace("colour text", "a text, b text");
  assert.deepEqual(candidates(T, two, settled), []);
});

function resolved(from: string, to: string, ...written: readonly string[]): ResolvedRenames {
  const [was, is] = [from, to].map((text) => schemaAfter(`${SHOP} ${text}`).keyspaces.get("shop"));
  assert.ok(was !== undefined && is !== undefined);
  return resolveRenames(written, was, is);
}

function problems(from: string, to: string, ...written: readonly string[]): readonly string[] {
  return resolved(from, to, ...written).diagnostics.map(({ message }) => message);
}

test("a rename is written with its owner or without, and may change the type", () => {
  const to = T.replace("colour text", '"Color" blob');
  for (const text of ['colour:"Color"', 't.colour:"Color"', 't.COLOUR:t."Color"']) {
    const { renames, diagnostics } = resolved(T, to, text);
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(renames, [{ kind: "column", table: "t", from: "colour", to: "Color" }]);
  }
});

test("columns of a table that gets another name are named by the new one", () => {
  const to = T.replace("TABLE t", "TABLE u").replace("colour", "color");
  assert.deepEqual(resolved(T, to, "u.colour:color", "t:u"), {
    renames: [
      { kind: "column", table: "u", from: "colour", to: "color" },
      { kind: "table", from: "t", to: "u" },
    ],
    diagnostics: [],
  });
});

test("unknown, ambiguous and contradictory renames are told, all of them", () => {
  const to = T.replace("colour text", "a text, b text");
  assert.deepEqual(problems(T, to, "color:a", "colour:c", "nonsense", "t.colour:u.a"), [
    "`nonsense` is no rename",
    "`t.colour:u.a` is no rename",
    "`color:a`: nothing of the name `color` is gone",
    "`colour:c`: nothing of the name `c` is new",
  ]);
  assert.deepEqual(problems(T, to, "colour:a", "colour:b"), ["`t.colour:a` and `t.colour:b` contradict each other"]);
  const other = T.replace("TABLE t", "TABLE u");
  assert.deepEqual(problems(`${T} ${other}`, `${T} ${other}`.replaceAll("colour", "a"), "colour:a"), [
    "`colour:a` may mean `t.colour:a`, `u.colour:a`",
  ]);
});
