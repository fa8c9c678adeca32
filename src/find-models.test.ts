// Goal: every model of the configured paths is found once, and every mistake is told at once. Method: files in a fresh directory.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { findModels } from "./find-models.ts";
import { encodeDiagnostic } from "./text/diagnostic.ts";
import { DiagnosticsError } from "./text/diagnostics-error.ts";

async function find(
  paths: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<{ readonly models: readonly string[]; readonly files: readonly string[] }> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "tidemark-models-")));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), text);
    }
    const found = await findModels(paths, directory);
    return {
      models: found.models.map(({ name }) => name),
      files: found.files.map((file) => file.slice(directory.length + 1)),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function mistakes(paths: readonly string[], files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const error = await find(paths, files).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof DiagnosticsError, String(error));
  assert.equal(error.code, "model-invalid");
  return error.diagnostics.map((diagnostic) => {
    const { file, line, column, message } = encodeDiagnostic(diagnostic);
    return `${[file, line, column].filter((part) => part !== undefined).join(":")}: ${message}`;
  });
}

const IMPORT = `import { int, table, userType } from "tidemark/models";\n`;

function model(...names: readonly string[]): string {
  return (
    IMPORT + names.map((name) => `export const ${name} = table("${name}", { id: int().partitionKey() });\n`).join("")
  );
}

test("models are found in the order of the files and of their places, once each", async () => {
  const found = await find(["b.ts", "models", "b.ts"], {
    "b.ts": model("z", "a"),
    "models/index.ts": `export * from "./deep/c.ts"; export { z } from "../b.ts";`,
    "models/deep/c.ts": model("c"),
    "models/deep/d.mts": model("d"),
    "models/helper.ts": "export const one = 1;",
    "models/c.test.ts": "throw new Error('a test');",
    "models/c.d.ts": "throw new Error('types');",
    "models/node_modules/x.ts": "throw new Error('a package');",
  });
  assert.deepEqual(found.models, ["z", "a", "c", "d"]);
  assert.deepEqual(found.files, ["b.ts", "models/deep/c.ts", "models/deep/d.mts", "models/index.ts"]);
});

test("models in exported lists and plain objects count, and nothing deeper", async () => {
  const text = `${IMPORT}const make = (name: string) => table(name, { id: int().partitionKey() });
export const list = [make("a")]; export default { b: make("b"), more: { c: make("c") } }; export const type = userType("t", { x: int() });`;
  assert.deepEqual((await find(["a.ts"], { "a.ts": text })).models.toSorted(), ["a", "b", "t"]);
});

test("everything that is wrong is told at once", async () => {
  const told = await mistakes(["none.ts", "empty.ts", "nothing", "broken", "a.ts"], {
    "empty.ts": "export const a = 1;",
    "nothing/README.md": "",
    "broken/one.ts": `import "../b.ts";`,
    "broken/two.ts": `import "../b.ts";`,
    "b.ts": "\nthrow new Error('no');",
    "a.ts": model("a"),
  });
  assert.deepEqual(told, [
    "none.ts: it does not exist",
    "empty.ts: there is no model here",
    "nothing: the directory holds no module",
    "b.ts:2:7: the module cannot be loaded: Error: no",
  ]);
});

test("one table that is declared by two models is told at both places", async () => {
  assert.deepEqual(await mistakes(["a.ts", "b.ts"], { "a.ts": model("a"), "b.ts": `\n${model("a")}` }), [
    "b.ts:3:1: the table `a` is declared by two models, first at a.ts:2",
  ]);
});

test("a model that no server would take is told at its place, without a word of modules", async () => {
  const [told, ...more] = await mistakes(["a.ts"], {
    "a.ts": `${IMPORT}\nexport const a = table("a", { b: int() } as never);\n`,
  });
  assert.deepEqual(more, []);
  assert.match(told ?? "", /^a\.ts:3:(18|23): .*key/);
  assert.doesNotMatch(told ?? "", /cannot be loaded|ToolError/);
});

test("without a path it says where models are configured", async () => {
  await assert.rejects(findModels([]), { code: "usage", hint: /`models:`/ });
});

test("a directory that a link leads to is looked into, and once where links lead around", async () => {
  const outside = realpathSync(mkdtempSync(join(tmpdir(), "tidemark-linked-")));
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "tidemark-models-")));
  try {
    writeFileSync(join(outside, "shared.ts"), model("shared"));
    symlinkSync(outside, join(directory, "linked"));
    symlinkSync(directory, join(directory, "around"));
    const { models } = await findModels(["."], directory);
    assert.deepEqual(
      models.map(({ name }) => name),
      ["shared"],
    );
  } finally {
    for (const each of [outside, directory]) rmSync(each, { recursive: true });
  }
});

test("models of one file keep together, whatever stands between their exports", async () => {
  const { models } = await find(["all.ts"], {
    "one.ts": `${IMPORT}export const z = table("z", { id: int().partitionKey() });\nexport const a = table("a", { id: int().partitionKey() });\n`,
    "two.ts": model("m"),
    "all.ts": `import { a, z } from "./one.ts"; import { m } from "./two.ts"; export { a, m as b, z as c };`,
  });
  assert.deepEqual(models, ["z", "a", "m"]);
});
