import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readNewMigration } from "./new-migration.ts";
import { Tidemark } from "./tidemark.ts";

/** None of it is TypeScript's: options come from JavaScript as well. */
type Loose = Readonly<Record<string, (...given: readonly unknown[]) => Promise<unknown>>>;

async function withTidemark(use: (tidemark: Loose, directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "tidemark-calls-"));
  const tidemark = await Tidemark.open({ url: `pglite:${join(directory, "db")}`, migrationsDir: directory });
  try {
    await use(tidemark as unknown as Loose, directory);
  } finally {
    await tidemark.close();
    await rm(directory, { recursive: true });
  }
}

test("an option that a call does not have is refused, before anything is opened", () =>
  withTidemark(async (tidemark) => {
    const calls: Readonly<Record<string, readonly unknown[]>> = {
      migrate: [],
      preflight: [],
      plan: [],
      rollback: [],
      migrateTo: ["1"],
      assertCompatible: [],
      repair: [],
      settle: ["applied"],
      baseline: ["1"],
      sync: [[]],
      snapshot: [],
      diff: ["live", "files"],
      lint: [],
      createMigration: [],
      generate: ["name"],
    };
    for (const [name, given] of Object.entries(calls)) {
      await assert.rejects(async () => tidemark[name]?.(...given, { nonsense: 1 }), {
        code: "usage",
        message: `${name} has no option \`nonsense\``,
      });
    }
    await assert.rejects(async () => tidemark.migrate?.({ targt: "1" }), { hint: "did you mean `target`?" });
    await assert.rejects(async () => tidemark.migrate?.("1"), { code: "usage" });
  }));

test("what is no version is no question of whether it is applied", () =>
  withTidemark(async (tidemark) => {
    await assert.rejects(async () => tidemark.isApplied?.("zz"), { code: "usage", message: "`zz` is no version" });
  }));

test("createMigration refuses what is no description, no format and no statements", () => {
  for (const call of [{}, { description: 7 }, { description: ["a"] }] as unknown[]) {
    assert.throws(() => readNewMigration(call as never), { code: "usage", message: /needs a description/ });
  }
  assert.throws(() => readNewMigration({ description: "a", format: "toString" as never }), { code: "usage" });
  assert.throws(() => readNewMigration({ description: "a", up: [1] as never }), { code: "usage" });
});

test("a list of statements is one text, each with its end", () =>
  withTidemark(async (tidemark, directory) => {
    const up = ["CREATE TABLE a (id int)", "CREATE TABLE b (id int);", "CREATE TABLE c (id int) -- the last"];
    const written = await tidemark.createMigration?.({ description: "three", up, down: ["DROP TABLE a"] });
    assert.equal((written as readonly string[]).length, 1);
    assert.equal(
      await readFile(join(directory, "V001__three.sql"), "utf8"),
      "CREATE TABLE a (id int);\nCREATE TABLE b (id int);\nCREATE TABLE c (id int) -- the last\n;\n\n-- @down\nDROP TABLE a;\n",
    );
  }));
