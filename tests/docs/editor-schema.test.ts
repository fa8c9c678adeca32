// Goal: an editor with the JSON Schema takes every configuration that the documents and examples show, as tidemark does, and marks
// what tidemark refuses. Method: a validator of JSON Schema, as editors have one, on the blocks and files as they are.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { describeJsonSchema } from "../../src/config/json-schema.ts";
import { runCli, withDirectory } from "../cli/cli.ts";
import { readBlocks } from "./doc-blocks.ts";

const ajv = new Ajv({ allErrors: true, strictSchema: true });
const isValid = ajv.compile(describeJsonSchema());

/** Keys and values that an editor would mark. */
function marksIn(text: string): readonly string[] {
  isValid(parse(text));
  return (isValid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const EXAMPLES = readdirSync("examples", { recursive: true, encoding: "utf8" })
  .filter((name) => /(^|\/)tidemark\.(ya?ml|json)$/.test(name))
  .map((name) => join("examples", name));

const DOCUMENTS = ["README.md", ...readdirSync("docs").map((name) => join("docs", name))].filter((name) =>
  name.endsWith(".md"),
);

const BLOCKS = DOCUMENTS.flatMap((document) =>
  readBlocks(document)
    .filter(({ path, text }) => path === "tidemark.yaml" || /^# tidemark\.yaml/.test(text))
    .map(({ text }, index) => ({ name: `${document}, configuration ${index + 1}`, text })),
);

test("there is something to look at", () => {
  assert.ok(EXAMPLES.length >= 2, String(EXAMPLES));
  assert.ok(BLOCKS.length >= 5, String(BLOCKS.length));
});

for (const { name, text } of [
  ...EXAMPLES.map((path) => ({ name: path, text: readFileSync(path, "utf8") })),
  ...BLOCKS,
]) {
  test(`${name}: an editor marks nothing`, () => {
    assert.deepEqual(marksIn(text), []);
  });
}

test("every key of lint that is shown is one that an editor knows", () => {
  assert.deepEqual(marksIn("lint: { truncate: error }"), []);
});

test("a variable may stand for any name, number and duration", () => {
  const text =
    "{ dialect: '${D}', lock: { ttl: '${T}' }, history: { table: '${H}_log' }, lint: { truncate: '${L}', servers: ['${S}'], many-columns: { limit: '${N}' } } }";
  assert.deepEqual(marksIn(text), []);
});

for (const [what, text] of [
  ["an unknown section", "databse: { url: 'pglite:./shop' }"],
  ["an unknown key", "lock: { tll: 30s }"],
  ["an unknown key of a profile", "profiles: { prod: { keyspac: shop } }"],
  ["a dialect that is none", "dialect: mysql"],
  ["a level that is none", "lint: { truncate: fatal }"],
  ["a level to fail on that is none", "lint: { fail_on: warning }"],
  ["a server that is none", "lint: { servers: [mysql:8] }"],
  ["no servers", "lint: { servers: [] }"],
  ["a version that YAML takes for a number", "lint: { servers: 5.0 }"],
  ["a duration without a unit that is known", "lock: { ttl: 5 minutes }"],
  ["a section that is a text", "migrations: migrations"],
  ["a switch that is a text", "migrations: { out_of_order: { yes: true } }"],
] as const) {
  test(`${what}: an editor marks it, and tidemark refuses it`, async () => {
    assert.notDeepEqual(marksIn(text), []);
    await withDirectory({ "tidemark.yaml": text }, async (cwd) => {
      assert.equal((await runCli(["profiles"], { cwd })).exitCode, 2);
    });
  });
}

test("the key that names the schema in a JSON file is taken by both", async () => {
  const block = readBlocks("docs/configuration.md").find(({ text }) => text.includes('"$schema"'));
  const text = block?.text ?? "";
  assert.deepEqual(marksIn(text), []);
  await withDirectory({ "tidemark.json": text }, async (cwd) => {
    const { exitCode, stderr } = await runCli(["profiles"], { cwd });
    assert.equal(exitCode, 0, stderr);
  });
});
