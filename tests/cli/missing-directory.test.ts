// Goal: a mistyped `pglite:` path is told, and makes no database. Method: the command line, in an empty directory.
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Tidemark } from "../../src/tidemark.ts";
import { assertExit, runCli, withDirectory } from "./cli.ts";

const FILES = { "migrations/V001__t.sql": "CREATE TABLE t (id int PRIMARY KEY);\n\n-- @down\nDROP TABLE t;\n" };
const URL = "pglite:./nowhere";
const READ_ONLY: readonly (readonly string[])[] = [
  ["status"],
  ["pending"],
  ["plan"],
  ["validate"],
  ["drift"],
  ["lock", "status"],
  ["history"],
  ["migrate", "--dry-run"],
  ["preflight"],
  ["diff", "live", "files"],
  ["snapshot"],
  ["rollback", "--yes"],
  ["repair"],
];

test("what only reads makes no embedded database", () =>
  withDirectory(FILES, async (cwd) => {
    for (const argv of READ_ONLY) {
      const result = await runCli([...argv, "--url", URL], { cwd });
      assertExit(result, 2);
      assert.match(result.stderr, /^error: there is no embedded database ".*nowhere"/, argv.join(" "));
      assert.match(result.stderr, /tidemark init creates it/, argv.join(" "));
    }
    assert.deepEqual(readdirSync(cwd), ["migrations"]);
  }));

test("init, migrate and migrateTo make it", () =>
  withDirectory(FILES, async (cwd) => {
    assertExit(await runCli(["migrate", "--url", URL], { cwd }), 0);
    assertExit(await runCli(["status", "--url", URL], { cwd }), 0);
    assertExit(await runCli(["migrate", "--url", "pglite:memory"], { cwd }), 0);
    assertExit(await runCli(["init", "--url", "pglite:./other"], { cwd }), 0);
    assert.ok(existsSync(join(cwd, "other", "PG_VERSION")));
    const url = `pglite:${join(cwd, "third")}`;
    const tidemark = await Tidemark.open({ url, migrationsDir: join(cwd, "migrations") });
    try {
      await assert.rejects(tidemark.status(), { code: "target-missing" });
      assert.equal(existsSync(join(cwd, "third")), false);
      await tidemark.migrateTo("1");
      assert.equal(await tidemark.currentVersion(), "1");
    } finally {
      await tidemark.close();
    }
  }));
