// Goal: a user's module gets the copies that are running. Method: modules in a directory with nothing installed beside them.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import driver from "cassandra-driver";
import * as index from "./index.ts";
import { importModule } from "./modules/import-module.ts";

async function exportsOf(name: string, text: string): Promise<Readonly<Record<string, unknown>>> {
  const directory = mkdtempSync(join(tmpdir(), "tidemark-own-"));
  try {
    writeFileSync(join(directory, name), text);
    await index.Tidemark.prepare({ cwd: directory, env: {}, flags: {}, values: {} });
    const module = await importModule(join(directory, name), name);
    assert.equal(module.kind, "loaded", module.kind === "failed" ? module.diagnostic.message : "");
    return module.kind === "loaded" ? module.exports : {};
  } finally {
    rmSync(directory, { recursive: true });
  }
}

test("a module gets every value of the library from `tidemark`, the very one", async () => {
  const { own } = await exportsOf("a.ts", `import * as own from "tidemark"; export { own };`);
  for (const [name, value] of Object.entries(index)) assert.equal(Reflect.get(Object(own), name), value, name);
});

for (const text of [
  `import { types } from "cassandra-driver"; export const Uuid = types.Uuid;`,
  `import driver from "cassandra-driver"; export const { Uuid } = driver.types;`,
  `import * as driver from "cassandra-driver"; export const { Uuid } = driver.types;`,
]) {
  for (const name of ["a.ts", "a.mjs"]) {
    test(`${name} with ${text} has the driver's classes that the statements are sent with`, async () => {
      assert.equal((await exportsOf(name, text)).Uuid, driver.types.Uuid);
    });
  }
}

test("a module in CommonJS has them as well", async () => {
  const text = `const { types } = require("cassandra-driver"); module.exports = { Uuid: types.Uuid };`;
  assert.equal((await exportsOf("a.cjs", text)).Uuid, driver.types.Uuid);
});

test("a module gets the models and the language of CQL by their subpaths", async () => {
  const text = `import { table } from "tidemark/models"; import { parse } from "tidemark/cql"; export { table, parse };`;
  const { table, parse } = await exportsOf("a.ts", text);
  assert.equal(typeof table, "function");
  assert.equal(typeof parse, "function");
});
