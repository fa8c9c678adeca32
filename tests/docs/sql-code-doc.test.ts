// Goal: what docs/sql-code.md shows is so. Method: its script and its migrations are run on an embedded database, and type-checked.
import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { Database } from "../../src/database.ts";
import { loadAllCode } from "../../src/load-code.ts";
import { readMigrations } from "../../src/migration/read-directory.ts";
import type { SqlCodeMigration } from "../../src/migration/sql-code-migration.ts";
import { runCode } from "../integration/sql-code/run-code.ts";

const TEXT = readFileSync("docs/sql-code.md", "utf8");
/** By the name in the first line of each. */
const EXAMPLES = [...TEXT.matchAll(/^```ts\n\/\/ migrations\/(\S+)\n(.*?)^```/gms)].map(
  ([, name = "", text = ""]) => [name, text] as const,
);

function block(language: string): string {
  return new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "ms").exec(TEXT)?.[1] ?? "";
}

async function withDirectory(claim: (directory: string) => Promise<void> | void): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "tidemark-sql-doc-"));
  try {
    await claim(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

test("the script prints what is shown", () =>
  withDirectory(async (directory) => {
    const own = new URL("../../src/sql.js", import.meta.url).href;
    writeFileSync(join(directory, "script.mjs"), block("js").replace("tidemark/sql", own));
    const { DATABASE_URL: _, ...env } = process.env;
    const { stdout } = await promisify(execFile)(process.execPath, ["script.mjs"], { cwd: directory, env });
    assert.equal(stdout, block("text"));
  }));

test("the migrations do what they say", () =>
  withDirectory(async (directory) => {
    for (const [name, text] of EXAMPLES) writeFileSync(join(directory, name), text);
    const { migrations, diagnostics } = await readMigrations(directory);
    assert.deepEqual(diagnostics, []);
    const modules = [...(await loadAllCode(migrations, directory, "sql")).values()];
    assert.equal(modules.length, 2);
    const url = `pglite:${join(directory, "data")}`;
    await ask(
      url,
      "CREATE TABLE users (id int8 PRIMARY KEY, name text, email text)",
      "INSERT INTO users VALUES (1, 'Ada King Lovelace', 'Ada@Example.org')",
      "CREATE TABLE events (id int8 PRIMARY KEY, body text, words int)",
      "INSERT INTO events SELECT i, 'a b c' FROM generate_series(1, 1200) AS i",
    );
    const names: string[] = [];
    for (const module of modules) {
      names.push(`20260203_00${names.length + 1}_code.ts`);
      await runCode(url, module as unknown as SqlCodeMigration, { names });
    }
    assert.deepEqual(await ask(url, "SELECT first_name, last_name, email FROM users"), [
      { first_name: "Ada", last_name: "King Lovelace", email: "ada@example.org" },
    ]);
    assert.deepEqual(await ask(url, "SELECT DISTINCT words FROM events"), [{ words: 3 }]);
  }));

async function ask(url: string, ...texts: readonly string[]): Promise<readonly unknown[]> {
  const database = Database.fromUrl(url);
  try {
    let rows: readonly unknown[] = [];
    for (const text of texts) rows = await database.execute(text);
    return rows;
  } finally {
    await database.close();
  }
}

test("the migrations type-check, strictly", () =>
  withDirectory((directory) => {
    for (const [name, text] of EXAMPLES) writeFileSync(join(directory, name), text);
    mkdirSync(join(directory, "node_modules"));
    symlinkSync(resolve(process.env.TEST_PACKAGE ?? "."), join(directory, "node_modules/tidemark"));
    writeFileSync(join(directory, "package.json"), '{ "type": "module" }');
    const tsc = resolve("node_modules/typescript/bin/tsc");
    const flags = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2023"];
    const names = EXAMPLES.map(([name]) => name);
    const { status, stdout } = spawnSync(process.execPath, [tsc, ...flags, ...names], {
      cwd: directory,
      encoding: "utf8",
    });
    assert.equal(status, 0, stdout);
  }));

test("every call of a session and of a context is in the page", () => {
  const calls = Object.getOwnPropertyNames(Database.prototype).filter((name) => name !== "constructor");
  for (const name of [...calls, "query", "batches", "updateInBatches", "once", "tableExists", "columnExists"]) {
    assert.ok(TEXT.includes(`\`${name}(`), `${name} is not in the page`);
  }
});
