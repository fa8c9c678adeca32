// Goal: `new` and `init` make files that migrate takes, whatever the directory and the words are.
import assert from "node:assert/strict";
import { chmod, mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { loadCode } from "../../src/load-code.ts";
import type { MigrationContext } from "../../src/migration/code-migration.ts";
import type { Migration } from "../../src/migration/migration.ts";
import { readMigrations } from "../../src/migration/read-directory.ts";
import { withoutRoot } from "../../src/testing/without-root.ts";
import { assertExit, documentOf, errorOf, runCli, withDirectory } from "./cli.ts";

function present(migration: Migration | undefined): Migration {
  assert.ok(migration !== undefined);
  return migration;
}

test("new makes the directory and numbers on from the highest file", () =>
  withDirectory({}, async (cwd) => {
    const first = await runCli(["new", "create", "users"], { cwd });
    assertExit(first, 0);
    assert.equal(first.stdout, "created migrations/V001__create_users.cql\n");
    const second = await runCli(["new", "add email"], { cwd });
    assert.equal(second.stdout, "created migrations/V002__add_email.cql\n");
    assert.match(await readFile(join(cwd, "migrations/V002__add_email.cql"), "utf8"), /^-- @down$/m);
  }));

test("every format that new writes is read as one migration", () =>
  withDirectory({}, async (cwd) => {
    for (const flags of [[], ["--pair"], ["--code"], ["--timestamp"]])
      assertExit(await runCli(["new", "x", ...flags], { cwd }), 0);
    const names = await readdir(join(cwd, "migrations"));
    assert.deepEqual(names.map((name) => name.replace(/^\d{14}/, "TIME").replace(/^\d{8}/, "DAY")).sort(), [
      "DAY_001_x.ts",
      "TIME_x.cql",
      "U002__undo_x.cql",
      "V001__x.cql",
      "V002__x.cql",
    ]);
    const { migrations, diagnostics } = await readMigrations(join(cwd, "migrations"));
    assert.deepEqual(diagnostics, []);
    assert.equal(migrations.length, 4);
  }));

test("what new --code writes is loaded, says nothing of destruction, and its down side asks to be written", () =>
  withDirectory({}, async (cwd) => {
    assertExit(await runCli(["new", "backfill", 'it\'s "brands"', "--code"], { cwd }), 0);
    const { migrations } = await readMigrations(join(cwd, "migrations"));
    assert.equal(migrations[0]?.description, "backfill it s brands");
    const { upgrade, downgrade, ...rest } = await loadCode(present(migrations[0]), join(cwd, "migrations"));
    assert.deepEqual([rest.allowDestructive, rest.reversible, rest.files.length], [false, true, 1]);
    const logged: string[] = [];
    const context = { log: (message: string) => void logged.push(message) } as MigrationContext;
    await upgrade(context);
    assert.deepEqual(logged, ["nothing is changed yet"]);
    await assert.rejects(async () => downgrade?.(context), /downgrade is not written yet/);
  }));

test("after code, new goes on with the day and its numbers, and two formats at once are refused", () =>
  withDirectory({ "migrations/29990101_001_a.ts": "" }, async (cwd) => {
    assert.equal((await runCli(["new", "b"], { cwd })).stdout, "created migrations/V29990101_002__b.cql\n");
    assert.equal((await runCli(["new", "c", "--code"], { cwd })).stdout, "created migrations/29990101_003_c.ts\n");
    const both = await runCli(["new", "d", "--code", "--pair"], { cwd });
    assertExit(both, 2);
    assert.match(both.stderr, /--pair and --code do not go together/);
  }));

test("letters of every script stay in the name; directories may have spaces", () =>
  withDirectory({}, async (cwd) => {
    const result = await runCli(["new", "Größe ändern!", "--migrations-dir", "my migrations/späce"], { cwd });
    assertExit(result, 0);
    assert.equal(result.stdout, "created my migrations/späce/V001__größe_ändern.cql\n");
  }));

test("new --json lists the files", () =>
  withDirectory({}, async (cwd) => {
    const result = await runCli(["new", "x", "--pair", "--json"], { cwd });
    assert.deepEqual(documentOf(result), {
      format: 1,
      command: "new",
      files: ["migrations/V001__x.cql", "migrations/U001__undo_x.cql"],
    });
  }));

test("a description without a letter is a usage error", () =>
  withDirectory({}, async (cwd) => {
    const result = await runCli(["new", "!!!", "--json"], { cwd });
    assertExit(result, 2);
    assert.match(String(errorOf(result).message), /`!!!` has no letter or digit/);
  }));

test("a directory that cannot be written is said, without a stack", () =>
  withDirectory({}, async (cwd) => {
    await mkdir(join(cwd, "migrations"));
    await chmod(cwd, 0o755);
    await chmod(join(cwd, "migrations"), 0o555);
    const result = await withoutRoot(() => runCli(["new", "x"], { cwd }));
    assertExit(result, 2);
    assert.match(result.stderr, /^error: `migrations\/V001__x\.cql` cannot be written: .*denied/);
    assert.doesNotMatch(result.stderr, /^\s+at /m);
  }));

test("a file where the directory should be is said", () =>
  withDirectory({ migrations: "" }, async (cwd) => {
    const result = await runCli(["new", "x"], { cwd });
    assertExit(result, 2);
    assert.match(result.stderr, /^error: the migrations directory `migrations` cannot be used: /);
  }));
