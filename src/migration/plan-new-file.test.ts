import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { assembleMigrations } from "./assemble-migrations.ts";
import { type NewFileOptions, type NewFilesResult, planNewFiles } from "./plan-new-file.ts";

const OPTIONS: NewFileOptions = {
  description: "Add e-mail",
  format: "versioned",
  extension: "cql",
  nowMs: Date.UTC(2026, 1, 3, 4, 5, 6),
};

function namesOf(result: NewFilesResult): readonly string[] {
  return result.kind === "files" ? result.files.map(({ name }) => name) : [result.diagnostic.message];
}

for (const [existing, name] of [
  [[], "V001__add_e_mail.cql"],
  [["V001__a.cql", "V002__b.cql"], "V003__add_e_mail.cql"],
  [["V9__a.cql"], "V10__add_e_mail.cql"],
  [["V0009__a.cql", "README.md"], "V0010__add_e_mail.cql"],
  [["V1.2__a.cql"], "V2__add_e_mail.cql"],
  [["007_a.up.cql", "007_a.down.cql"], "V008__add_e_mail.cql"],
  [["V001__a.cql", "20260203_001_a.ts"], "V20260203_002__add_e_mail.cql"],
  [["20260201_007_a.ts"], "V20260203_001__add_e_mail.cql"],
  [["20260301_001_a.ts"], "V20260301_002__add_e_mail.cql"],
  [["20260228_999_a.ts"], "V20260301_001__add_e_mail.cql"],
  [["V20260203__a.cql"], "V20260204__add_e_mail.cql"],
] as const) {
  test(`after ${existing.join(", ") || "nothing"} comes ${name}`, () =>
    assert.deepEqual(namesOf(planNewFiles(existing, OPTIONS)), [name]));
}

for (const [existing, name] of [
  [[], "20260203_001_add_e_mail.ts"],
  [["V001__a.cql", "V042__b.cql"], "20260203_001_add_e_mail.ts"],
  [["20260203_001_a.ts", "V20260203_002__b.cql"], "20260203_003_add_e_mail.ts"],
  [["20260203_999_a.js"], "20260204_001_add_e_mail.ts"],
  [["20260301_004_a.ts"], "20260301_005_add_e_mail.ts"],
  [["V20260203__a.cql"], "20260203_001_add_e_mail.ts"],
] as const) {
  test(`as code, after ${existing.join(", ") || "nothing"} comes ${name}`, () =>
    assert.deepEqual(namesOf(planNewFiles(existing, { ...OPTIONS, format: "code" })), [name]));
}

test("code is refused where every day is below the highest version", () => {
  const [message] = namesOf(planNewFiles(["20260101000000_a.cql"], { ...OPTIONS, format: "code" }));
  assert.match(message ?? "", /^version 20260101000000 is above any that a file of code can have/);
});

test("a timestamp is in UTC, and a second file of one second is a second later", () => {
  const options: NewFileOptions = { ...OPTIONS, format: "timestamped", extension: "sql" };
  assert.deepEqual(namesOf(planNewFiles([], options)), ["20260203040506_add_e_mail.sql"]);
  assert.deepEqual(namesOf(planNewFiles(["20260203040506_x.cql"], options)), ["20260203040507_add_e_mail.sql"]);
});

test("a pair is two files", () => {
  const names = namesOf(planNewFiles(["V001__a.cql"], { ...OPTIONS, format: "paired" }));
  assert.deepEqual(names, ["V002__add_e_mail.cql", "U002__undo_add_e_mail.cql"]);
});

for (const [description, words] of [
  ["  Größe ändern! ", "größe_ändern"],
  ["a/../b.down", "a_b_down"],
  ["@down", "down"],
  ["e\u0301te\u0301", "été"],
] as const) {
  test(`${description} is named ${words}`, () => {
    assert.deepEqual(namesOf(planNewFiles([], { ...OPTIONS, description })), [`V001__${words}.cql`]);
  });
}

test("a description without letters, or too long for a file name, is refused", () => {
  assert.equal(planNewFiles([], { ...OPTIONS, description: "-- !" }).kind, "refused");
  assert.equal(planNewFiles([], { ...OPTIONS, description: "ü".repeat(91) }).kind, "refused");
});

test("what is planned reads back without a mistake, as a migration that has no statements yet", () => {
  const format = fc.constantFrom("versioned", "timestamped", "paired", "code" as const);
  fc.assert(
    fc.property(format, fc.string({ unit: "grapheme" }), (kind, description) => {
      const planned = planNewFiles(["V001__a.cql"], { ...OPTIONS, format: kind, description: `x${description}` });
      if (planned.kind === "refused") return;
      const { migrations, diagnostics } = assembleMigrations(
        planned.files.map(({ name, text }) => ({
          name,
          path: name,
          content: { kind: "bytes", bytes: Buffer.from(text) },
        })),
      );
      assert.deepEqual(diagnostics, []);
      assert.deepEqual(
        migrations.map((migration) => [migration.format, migration.down]),
        [[kind, undefined]],
      );
    }),
  );
});

const UP = "CREATE TABLE t (id int PRIMARY KEY);";
const DOWN = "DROP TABLE t;\n";

function filesOf(options: Partial<NewFileOptions>): readonly (readonly [string, string])[] {
  const planned = planNewFiles([], { ...OPTIONS, extension: "sql", ...options });
  assert.ok(planned.kind === "files");
  return planned.files.map(({ name, text }) => [name, text]);
}

test("texts that are given stand in one file, or in a pair", () => {
  assert.deepEqual(filesOf({ up: UP, down: DOWN }), [["V001__add_e_mail.sql", `${UP}\n\n-- @down\n${DOWN}`]]);
  assert.deepEqual(filesOf({ up: UP, down: DOWN, format: "paired" }), [
    ["V001__add_e_mail.sql", `${UP}\n`],
    ["U001__undo_add_e_mail.sql", DOWN],
  ]);
});

test("an up side alone has no way back, in either format", () => {
  assert.deepEqual(filesOf({ up: UP }), [["V001__add_e_mail.sql", `${UP}\n`]]);
  assert.deepEqual(filesOf({ up: UP, format: "paired" }), [["V001__add_e_mail.sql", `${UP}\n`]]);
});

for (const [what, options] of [
  ["a down side alone", { down: DOWN }],
  ["texts for code", { up: UP, format: "code" }],
  ["a marker in a side", { up: `${UP}\n-- @Down\n${DOWN}`, down: DOWN }],
] as const) {
  test(`${what} is refused`, () => {
    assert.equal(planNewFiles([], { ...OPTIONS, ...options }).kind, "refused");
  });
}
