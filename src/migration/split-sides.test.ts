import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readComments } from "./comments.ts";
import { type Sides, splitSides } from "./split-sides.ts";

function split(text: string): Sides {
  return splitSides({ name: "V1__x.cql", text }, readComments(text, "cql"));
}

function downOf(text: string): string | undefined {
  const { down } = split(text);
  return down && text.slice(down.start, down.end);
}

function messagesOf(text: string): readonly string[] {
  return split(text).diagnostics.map(({ message }) => message);
}

for (const marker of ["-- @down", "--@down", "-- @DOWN  ", "  --\t@Down", "-- @undo", "-- @UNDO\r"]) {
  test(`${JSON.stringify(marker)} starts the down side`, () => {
    const text = `CREATE TABLE t (id int PRIMARY KEY);\n${marker}\nDROP TABLE t;\n`;
    const { up, diagnostics, canUndo } = split(text);
    assert.deepEqual(diagnostics, []);
    assert.equal(text.slice(up.start, up.end), "CREATE TABLE t (id int PRIMARY KEY);\n");
    assert.equal(downOf(text)?.trim(), "DROP TABLE t;");
    assert.equal(canUndo, true);
  });
}

for (const line of [
  "INSERT INTO t (a) VALUES ('\n-- @down\n');",
  "SELECT $$\n-- @down\n$$;",
  "/*\n-- @down\n*/",
  '"\n-- @down\n"',
  "-- the side that goes -- @down",
  "-- see @down",
]) {
  test(`no marker in ${JSON.stringify(line)}`, () => {
    const sides = split(`${line}\nSELECT 1;`);
    assert.equal(sides.down, undefined);
    assert.deepEqual(sides.diagnostics, []);
  });
}

test("a quote in a comment does not hide the marker", () => {
  assert.equal(downOf("-- don't\nSELECT 1;\n-- @down\nSELECT 2;"), "\nSELECT 2;");
});

test("a file that is old Macintosh or Windows text splits as any other", () => {
  assert.equal(downOf("SELECT 1;\r-- @down\rSELECT 2;"), "\rSELECT 2;");
  assert.equal(downOf("SELECT 1;\r\n-- @down\r\nSELECT 2;"), "\r\nSELECT 2;");
});

for (const rest of ["", "\n\n", "\n-- nothing\n/* to do */ ;\n"]) {
  test(`a marker with ${JSON.stringify(rest)} below it says nothing of how to undo`, () => {
    assert.equal(split(`SELECT 1;\n-- @down${rest}`).canUndo, false);
  });
}

test("the up side may be empty", () => {
  const { up, canUndo, diagnostics } = split("-- @down\nDROP TABLE t;");
  assert.deepEqual({ up, canUndo, diagnostics }, { up: { start: 0, end: 0 }, canUndo: true, diagnostics: [] });
});

test("a second marker is a mistake, at its place", () => {
  const text = "SELECT 1;\n-- @down\nSELECT 2;\n-- @undo\nSELECT 3;";
  const [diagnostic] = split(text).diagnostics;
  assert.match(diagnostic?.message ?? "", /second marker/);
  assert.equal(diagnostic?.span?.start, text.indexOf("-- @undo"));
});

test("a marker behind a statement is a mistake", () => {
  assert.match(
    messagesOf("CREATE TABLE t (a int PRIMARY KEY); -- @down\nDROP TABLE t;").join(),
    /behind something else on its line/,
  );
});

for (const line of ["-- @down: drop it", "-- @down drop it", "--- @down ---", "// @down", "/* @down */", "-- @undo."]) {
  test(`${line} is a mistake, for it may be meant as the marker`, () => {
    assert.equal(messagesOf(`SELECT 1;\n${line}\nSELECT 2;`).length, 1);
    assert.equal(downOf(`SELECT 1;\n${line}\nSELECT 2;`), undefined);
  });
}

const FOREIGN = [
  "-- DOWN",
  "-- down ",
  "--DOWN",
  "-- Down:",
  "-- +goose Down",
  "-- +migrate Down",
  "-- +micrate Down",
  "-- rambler down",
  "-- migrate:down",
  "-- Down Migration",
  "-- rollback",
  "-- @ROLLBACK",
  "--//@UNDO",
  "-- //@UNDO",
  "-- !Downs",
  "-- ==== DOWN ====",
  "---- create above / drop below ----",
  "// DOWN",
  "/* down */",
];

for (const line of FOREIGN) {
  test(`${line} of another tool is a mistake`, () => {
    const messages = messagesOf(`CREATE TABLE t (a int PRIMARY KEY);\n${line}\nDROP TABLE t;`);
    assert.equal(messages.length, 1);
  });
}

for (const line of [
  "-- scale down the replicas",
  "-- Down to the last user",
  "-- rollback is not possible here",
  "-- the undo log",
  "-- countdown",
  "-- downtown",
  "-- break down",
  "SELECT 1; -- rollback",
]) {
  test(`${line} is prose`, () => assert.deepEqual(messagesOf(`${line}\nDROP TABLE t;`), []));
}

test("a comment longer than any heading is prose", () => {
  assert.deepEqual(messagesOf(`SELECT 1;\n-- down ${"-".repeat(300)}\nDROP TABLE t;`), []);
});

test("a heading above the marker, with no statement between, can do no harm", () => {
  assert.deepEqual(messagesOf("SELECT 1;\n-- ==== DOWN ====\n-- @down\nSELECT 2;"), []);
  assert.deepEqual(messagesOf("SELECT 1;\n-- @down\n-- rollback\nSELECT 2;"), []);
});

test("a foreign marker above the real one is a mistake when statements stand between", () => {
  assert.equal(messagesOf("SELECT 1;\n-- DOWN\nDROP TABLE t;\n-- @down\nSELECT 2;").length, 1);
});

test("an up marker is a mistake", () => {
  assert.match(messagesOf("-- @up\nSELECT 1;\n-- @down\nSELECT 2;").join(), /the up side begins with the file/);
});

const line = fc.oneof(
  fc.constantFrom(
    "-- @down",
    "  -- @UNDO ",
    "-- down",
    "",
    "--",
    "'",
    "$$",
    "/*",
    "*/",
    '"',
    ";",
    "SELECT 1;",
    "x; -- @down",
    "// @down",
  ),
  fc.string(),
);

test("up, marker and down tile the text", () => {
  const texts = fc.tuple(fc.array(line), fc.constantFrom("\n", "\r\n", "\r")).map(([lines, end]) => lines.join(end));
  fc.assert(
    fc.property(texts, (text) => {
      const { up, marker, down } = split(text);
      assert.equal(up.start, 0);
      assert.equal(up.end, marker?.start ?? text.length);
      assert.equal(marker?.end, down?.start);
      if (down !== undefined) assert.equal(down.end, text.length);
      if (marker !== undefined) assert.match(text.slice(marker.start, marker.end), /^\s*--\s*@(?:down|undo)\s*$/i);
    }),
  );
});

// Above each marker that is none stands what hides it in SQL.
const HIDING_IN_SQL = ["SELECT E'it\\'s", "SELECT '", "DO $do$", "/* /* */", 'SELECT "', "SELECT U&'"];

for (const opening of HIDING_IN_SQL) {
  test(`in SQL a marker behind ${opening} is no marker`, () => {
    const text = `${opening}\n-- @down\n`;
    assert.equal(splitSides({ name: "V1__x.sql", text }, readComments(text, "sql")).down, undefined);
  });
}

test("what hides a marker in one language does not in the other", () => {
  const text = "SELECT 1 // it's\n;\n-- @down\nSELECT 2;";
  assert.ok(splitSides({ name: "1_x.sql", text }, readComments(text, "cql")).canUndo);
  assert.equal(splitSides({ name: "1_x.sql", text }, readComments(text, "sql")).down, undefined);
  const nested = "/* a /* b */ c */\nSELECT $a$ it's $a$;\n-- @UNDO\nSELECT 2;";
  assert.ok(splitSides({ name: "1_x.sql", text: nested }, readComments(nested, "sql")).canUndo);
});
