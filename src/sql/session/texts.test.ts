import assert from "node:assert/strict";
import { test } from "node:test";
import { insertTexts, PARAMETERS_MAX } from "./insert-texts.ts";
import { type SqlText, selectText } from "./select-text.ts";

function text({ text: written, values }: SqlText): readonly [string, ...(readonly unknown[])] {
  return [written.replaceAll('"', ""), ...values];
}

test("a table of a schema is written with a dot between two names", () => {
  assert.deepEqual(text(selectText("billing.invoices")), ["SELECT * FROM billing.invoices"]);
});

test("names cannot end their quotes, and values are never part of the text", () => {
  const evil = 'x"; DROP TABLE users; --';
  const { text: written, values } = selectText(evil, { where: { [evil]: "'; DROP TABLE users; --" } });
  const quoted = '"x""; DROP TABLE users; --"';
  assert.deepEqual([written, values], [`SELECT * FROM ${quoted} WHERE ${quoted} = $1`, ["'; DROP TABLE users; --"]]);
});

test("null is IS NULL, a list is any of it, and a list with null is either", () => {
  const { text: written, values } = selectText("t", { where: { a: null, b: [1, 2], c: [3, null], d: "x" } });
  assert.equal(
    written.replaceAll('"', ""),
    "SELECT * FROM t WHERE a IS NULL AND b = ANY($1) AND (c = ANY($2) OR c IS NULL) AND d = $3",
  );
  assert.deepEqual(values, [[1, 2], [3], "x"]);
});

test("an empty list has no row", () => {
  assert.deepEqual(text(selectText("t", { where: { a: [] } })), ["SELECT * FROM t WHERE FALSE"]);
});

test("columns, order and limit", () => {
  const written = text(selectText("t", { columns: ["a", "b"], orderBy: ["b", "a"], limit: 5 }));
  assert.deepEqual(written, ["SELECT a, b FROM t ORDER BY b, a LIMIT 5"]);
});

test("an entry of the order may say its direction", () => {
  const [written] = text(selectText("t", { orderBy: ["b", { a: "desc" }] })) as readonly string[];
  assert.equal(written, "SELECT * FROM t ORDER BY b, a DESC");
});

for (const [what, options, message] of [
  ["a direction in a name", { orderBy: "id desc" }, /found "id desc"/],
  ["a direction that is none", { orderBy: { id: "down" } }, /one column with its direction/],
  ["an undefined value", { where: { a: undefined } }, /no value for/],
  ["a misspelt option", { order: "a" }, /no option `order`/],
  ["a limit that is no number", { limit: "1; DROP TABLE t" }, /whole number/],
  ["no columns", { columns: [] }, /a name or more/],
  ["a list for where", { where: [] }, /must be an object/],
] as const) {
  test(`${what} is refused`, () => {
    assert.throws(() => selectText("t", options as object), { code: "usage", message });
  });
}

for (const name of ["", "a.", ".a", "a.b.c", "a\0b"]) {
  test(`${JSON.stringify(name)} is no name of a table`, () => {
    assert.throws(() => selectText(name), { code: "usage" });
  });
}

test("many rows are one statement", () => {
  const [only, ...more] = insertTexts("t", [
    { a: 1, b: 2 },
    { b: 4, a: 3 },
  ]);
  assert.deepEqual(more, []);
  assert.deepEqual(only && text(only), ["INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4) RETURNING *", 1, 2, 3, 4]);
});

test("no statement has more parameters than the protocol can count, and no row is lost between two", () => {
  const rows = Array.from({ length: 30_000 }, (_, id) => ({ id, a: id, b: id, c: null, d: "x" }));
  const texts = insertTexts("t", rows);
  assert.ok(texts.every(({ values }) => values.length <= PARAMETERS_MAX));
  assert.deepEqual(
    texts.flatMap(({ values }) => values.filter((_, index) => index % 5 === 0)),
    rows.map(({ id }) => id),
  );
  assert.equal(texts.length, 3);
});

test("a row without columns takes the defaults", () => {
  assert.deepEqual(insertTexts("t", {}).map(text), [["INSERT INTO t DEFAULT VALUES RETURNING *"]]);
});

test("no rows are no statement", () => assert.deepEqual(insertTexts("t", []), []));

for (const [what, rows, message] of [
  ["a row with a column more", [{ a: 1 }, { a: 1, b: 2 }], /row 2 has `b`, row 1 has not/],
  ["a row with a column less", [{ a: 1, b: 2 }, { a: 1 }], /row 1 has `b`, row 2 has not/],
  ["an undefined value", [{ a: undefined }], /row 1 of insert has no value for `a`/],
  ["what is no object", [3], /row 1 of insert is no object/],
] as const) {
  test(`an insert of ${what} is refused`, () => {
    assert.throws(() => insertTexts("t", rows as never), { code: "usage", message });
  });
}
