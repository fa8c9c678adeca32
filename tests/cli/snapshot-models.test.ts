// Goal: `snapshot` and `diff` with models, where no server is asked.
// Method: the real command line in process; the configuration names a server that nobody answers at.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { assertExit, documentOf, errorOf, type Files, runCli, withDirectory, writeFiles } from "./cli.ts";

const CONFIG = 'cassandra: { contact_points: ["127.0.0.1:1"] }\nkeyspace: shop\nmodels: models.ts\n';
const FILES: Files = {
  "tidemark.yaml": CONFIG,
  "migrations/V1__users.cql": "CREATE TABLE users (id uuid PRIMARY KEY, email text);\nCREATE INDEX ON users (email);\n",
  "migrations/V2__name.cql": "ALTER TABLE users ADD name text;\n",
};
const MODELS = `import { table, text, uuid } from "tidemark/models";

export const users = table("users", {
  id: uuid().partitionKey(),
  email: text().indexed(),
  name: text(),
});
`;

test("what the files produce is written as models, and does not differ from them", () =>
  withDirectory(FILES, async (cwd) => {
    const result = await runCli(["snapshot", "--from", "files", "--format", "typescript"], { cwd });
    assertExit(result, 0);
    assert.equal(result.stdout, MODELS);
    assertExit(await runCli(["snapshot", "--from", "files", "-o", "models.ts"], { cwd }), 0);
    assert.equal(await readFile(join(cwd, "models.ts"), "utf8"), MODELS);
    for (const sides of [
      ["files", "models"],
      ["models", "files"],
    ]) {
      const diff = await runCli(["diff", ...sides], { cwd });
      assertExit(diff, 0);
      assert.equal(diff.stdout, `no differences: ${sides.join(" and ")}\n`);
    }
  }));

test("a file that ends in .ts is CQL or JSON when the format says so", () =>
  withDirectory(FILES, async (cwd) => {
    const write = ["snapshot", "--from", "files", "-o", "out.ts", "--format"];
    assertExit(await runCli([...write, "cql"], { cwd }), 0);
    assert.match(await readFile(join(cwd, "out.ts"), "utf8"), /^CREATE TABLE shop\.users/);
    assertExit(await runCli([...write, "json"], { cwd }), 0);
    assert.equal(JSON.parse(await readFile(join(cwd, "out.ts"), "utf8")).format, 1);
  }));

test("the document has the TypeScript beside the schema", () =>
  withDirectory(FILES, async (cwd) => {
    const result = await runCli(["snapshot", "--from", "files", "--format", "typescript", "--json"], { cwd });
    assert.equal(documentOf(result).typescript, MODELS);
    assert.equal("typescript" in documentOf(await runCli(["snapshot", "--from", "files", "--json"], { cwd })), false);
  }));

test("the models are what statements would make", () =>
  withDirectory({ ...FILES, "models.ts": MODELS }, async (cwd) => {
    const result = await runCli(["snapshot", "--from", "models"], { cwd });
    assertExit(result, 0);
    assert.equal(result.stdout, (await runCli(["snapshot", "--from", "files"], { cwd })).stdout);
  }));

test("what the models have more than the files at a version is the difference", () =>
  withDirectory({ ...FILES, "models.ts": MODELS }, async (cwd) => {
    const result = await runCli(["diff", "files@1", "models", "--statements"], { cwd });
    assertExit(result, 1);
    assert.equal(result.stdout, "ALTER TABLE shop.users ADD name text;\n");
  }));

test("a model that the server would refuse is named with its place, and the side is not whole", () =>
  withDirectory(FILES, async (cwd) => {
    await writeFiles(cwd, { "models.ts": MODELS.replace("name: text()", "name: text().indexed({ using: 'nosuch' })") });
    const result = await runCli(["diff", "files", "models"], { cwd });
    assertExit(result, 1);
    assert.match(result.stderr, /left out: models\.ts:3:\d+: .*nosuch/);
  }));

test("without models in the configuration it is said where they are named", () =>
  withDirectory({ ...FILES, "tidemark.yaml": CONFIG.replace("models: models.ts\n", "") }, async (cwd) => {
    const result = await runCli(["diff", "files", "models", "--json"], { cwd });
    assertExit(result, 2);
    assert.match(String(errorOf(result).message), /no models are configured/);
  }));

test("models have no versions", () =>
  withDirectory({ ...FILES, "models.ts": MODELS }, async (cwd) => {
    const result = await runCli(["snapshot", "--from", "models", "--at", "1"], { cwd });
    assertExit(result, 2);
    assert.match(result.stderr, /--at goes with --from files/);
    assert.match(result.stderr, /models have no versions/);
  }));
