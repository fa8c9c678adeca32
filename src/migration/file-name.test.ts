import assert from "node:assert/strict";
import { test } from "node:test";
import { type MigrationFileName, parseFileName } from "./file-name.ts";

type Expected = readonly [style: string, side: string, version: string, label: string, description: string];

const MIGRATIONS: Readonly<Record<string, Expected>> = {
  "V001__create_users.cql": ["letter", "up", "1", "001", "create users"],
  "V1.2__x.sql": ["letter", "up", "1.2", "1.2", "x"],
  "V1_2__foo.cql": ["letter", "up", "1.2", "1_2", "foo"],
  "V20260203_001__foo.cql": ["letter", "up", "20260203.1", "20260203_001", "foo"],
  "V1__create users.sql": ["letter", "up", "1", "1", "create users"],
  "V8__a__b.sql": ["letter", "up", "8", "8", "a b"],
  "V1__2__foo.sql": ["letter", "up", "1", "1", "2 foo"],
  "V2__größe_ändern.cql": ["letter", "up", "2", "2", "größe ändern"],
  "U1__undo_create_users.sql": ["letter", "down", "1", "1", "undo create users"],
  "20230101120000_create_users.sql": ["digits", "up", "20230101120000", "20230101120000", "create users"],
  "1_2_foo.sql": ["digits", "up", "1", "1", "2 foo"],
  "001__foo.sql": ["digits", "up", "1", "001", "foo"],
  "20260203_001_foo.sql": ["digits", "up", "20260203.1", "20260203_001", "foo"],
  "20260203_0011_foo.sql": ["digits", "up", "20260203", "20260203", "0011 foo"],
  "001_foo.up.cql": ["suffix", "up", "1", "001", "foo"],
  "001_foo.down.cql": ["suffix", "down", "1", "001", "foo"],
  "20260203_001_foo.down.sql": ["suffix", "down", "20260203.1", "20260203_001", "foo"],
};

for (const [name, [style, side, version, label, description]] of Object.entries(MIGRATIONS)) {
  test(`${name} is ${side} of version ${version}`, () => {
    const expected: MigrationFileName = {
      kind: "migration",
      style: style as MigrationFileName["style"],
      side: side as MigrationFileName["side"],
      version,
      label,
      description,
    };
    assert.deepEqual(parseFileName(name), expected);
  });
}

const RENAMED: Readonly<Record<string, string>> = {
  "v2__x.cql": "V2__x.cql",
  "u2__undo_x.cql": "U2__undo_x.cql",
  "V3_x.cql": "V3__x.cql",
  "V1_2_x.cql": "V1_2__x.cql",
  "V20260203_001_x.cql": "V20260203_001__x.cql",
  "V3-x.cql": "V3__x.cql",
  "V5__x.CQL": "V5__x.cql",
  "v5_x.Sql": "V5__x.sql",
  "V5__x.cql.txt": "V5__x.cql",
  "1-x.sql": "1_x.sql",
  "1.2_x.sql": "V1.2__x.sql",
  "1_x.DOWN.sql": "1_x.down.sql",
  "V1__x.up.sql": "V1__x.sql",
  "V1__x.down.sql": "U1__undo_x.sql",
  "U1__x.down.sql": "U1__x.sql",
};

for (const [name, better] of Object.entries(RENAMED)) {
  test(`${name} should be named ${better}`, () => {
    const parsed = parseFileName(name);
    assert.ok(parsed.kind === "misnamed");
    assert.equal(parsed.hint, `rename it to \`${better}\``);
    assert.equal(parseFileName(better).kind, "migration");
  });
}

const EXPLAINED: Readonly<Record<string, RegExp>> = {
  "V٧__x.cql": /digits 0 to 9/,
  "1٧_x.cql": /digits 0 to 9/,
  "V6__.cql": /description is missing/,
  "V6.cql": /description is missing/,
  "6.cql": /description is missing/,
  "20260203_001.sql": /description is missing/,
  "20260203_001_.up.sql": /description is missing/,
  "R__views.sql": /repeatable/,
  "20260203_x.ts": /code migration/,
  "V1__x.ts": /code migration/,
  V003__add_email: /ending is missing/,
  "schema.cql": /fits no format$/,
  "Vx__y.sql": /fits no format$/,
  "V-3__neg.sql": /fits no format$/,
  "V 11 __y.sql": /fits no format$/,
};

for (const [name, reason] of Object.entries(EXPLAINED)) {
  test(`${name} is refused with the reason`, () => {
    const parsed = parseFileName(name);
    assert.ok(parsed.kind === "misnamed");
    assert.match(parsed.message, reason);
  });
}

for (const name of [
  "README.md",
  ".gitkeep",
  ".V1__x.cql",
  "._V1__x.cql",
  "V1__x.cql~",
  "V1__x.cql.swp",
  "#V1__x.cql#",
  "V1__x~",
]) {
  test(`${name} is no migration`, () => assert.equal(parseFileName(name).kind, "other"));
}

for (const name of [
  "validate.ts",
  "helper.js",
  "20260203_001_x.test.ts",
  "20260203_001_x.d.ts",
  "20260203_001_x.js.map",
]) {
  test(`${name} is no code migration`, () => assert.equal(parseFileName(name).kind, "other"));
}

test("a code migration is recognised by its name", () => {
  const expected = { kind: "code", version: "20260203.1", label: "20260203_001", description: "split names" };
  for (const ending of ["ts", "mts", "js", "mjs"]) {
    assert.deepEqual(parseFileName(`20260203_001_split_names.${ending}`), expected);
  }
});
