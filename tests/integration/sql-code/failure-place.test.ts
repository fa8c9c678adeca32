// Goal: whoever reads the failure of a migration in code finds the line that failed, and what became of the rest.
// Method: files of code on real databases, through the library.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ToolError } from "../../../src/base/errors.ts";
import { Tidemark } from "../../../src/tidemark.ts";
import { onEachUrl } from "./each-database.ts";

/** @returns the error of `migrate` on a directory that holds one module */
async function failureOf(url: string, lines: readonly string[]): Promise<ToolError> {
  const directory = await mkdtemp(join(tmpdir(), "tidemark-place-"));
  await writeFile(join(directory, "20260203_001_code.mjs"), lines.join("\n"));
  const tidemark = await Tidemark.open({ url, migrationsDir: directory });
  try {
    await tidemark.migrate();
  } catch (error) {
    assert.ok(error instanceof ToolError);
    return error;
  } finally {
    await tidemark.close();
    await rm(directory, { recursive: true });
  }
  return assert.fail("it did not fail");
}

const BAD = "SELECT * FROM nowhere";

onEachUrl("the line is that of the call that failed, in a transaction", async (url) => {
  const error = await failureOf(url, [
    "export default {",
    "  async upgrade(ctx) {",
    "    await ctx.execute('CREATE TABLE t (id int)');",
    `    await ctx.execute('${BAD}');`,
    "  },",
    "};",
  ]);
  assert.match(error.message, /20260203_001_code\.mjs:4: /);
  assert.match(error.hint ?? "", /nothing of it was done$/);
});

onEachUrl("the line is that of the call that failed, statement by statement", async (url) => {
  const error = await failureOf(url, [
    "export default {",
    "  transaction: false,",
    "  async upgrade(ctx) {",
    "    await ctx.once('a', async () => {",
    "      await ctx.execute('CREATE TABLE t (id int PRIMARY KEY)');",
    "    });",
    "    await ctx.transaction(async (session) => {",
    `      await session.execute("${BAD}");`,
    "    });",
    "  },",
    "};",
  ]);
  assert.match(error.message, /20260203_001_code\.mjs:8: /);
  assert.match(error.hint ?? "", /it starts again, without what once has finished$/);
});

onEachUrl("the line is that of the query whose rows were asked for", async (url) => {
  const error = await failureOf(url, [
    "export default {",
    "  async upgrade(ctx) {",
    "    await ctx.execute('SELECT 1');",
    `    for await (const row of ctx.query('${BAD}')) ctx.log(row);`,
    "  },",
    "};",
  ]);
  assert.match(error.message, /20260203_001_code\.mjs:4: /);
});

onEachUrl("the line is that of the call of the batch's session", async (url) => {
  const error = await failureOf(url, [
    "export default {",
    "  transaction: false,",
    "  async upgrade(ctx) {",
    "    await ctx.execute('CREATE TABLE t (id int PRIMARY KEY)');",
    "    await ctx.execute('INSERT INTO t VALUES (1)');",
    "    await ctx.batches({ table: 't', key: 'id' }, async (rows, session) => {",
    `      await session.execute('${BAD}');`,
    "    });",
    "  },",
    "};",
  ]);
  assert.match(error.message, /20260203_001_code\.mjs:7: /);
});

onEachUrl("a list of values that is too short is refused, and leaves no doubt", async (url) => {
  for (const isTransaction of [true, false]) {
    const error = await failureOf(url, [
      "export default {",
      `  transaction: ${isTransaction},`,
      "  async upgrade(ctx) {",
      "    await ctx.execute('SELECT $1::int', []);",
      "  },",
      "};",
    ]);
    assert.equal(error.code, "step-failed");
    assert.match(error.message, /:4: .*\b0 parameters\b.*requires 1/);
  }
});
