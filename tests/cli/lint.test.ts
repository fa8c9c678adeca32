// Goal: `lint` says what is wrong with the files, by its exit code too, and needs neither a server nor a target.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { Tidemark } from "../../src/tidemark.ts";
import { assertExit, documentOf, errorOf, type Files, runCli, withDirectory } from "./cli.ts";

const GOOD = "CREATE TABLE IF NOT EXISTS users (id uuid PRIMARY KEY);\n\n-- @down\nDROP TABLE IF EXISTS users;\n";
const DROP = "-- carts are read by their keys now\n\nDROP INDEX carts;\n\n-- @down\nSELECT id FROM users;\n";
const ONLY_UP = "INSERT INTO users (id) VALUES (6ab09bec-e68e-48d9-a5f8-97e6fb4c9b47);\n";

test("an error is shown with its place, its words and what to do; the exit code is 1", () =>
  withDirectory({ "migrations/V001__a.cql": GOOD, "migrations/V005__b.cql": DROP }, async (cwd) => {
    const result = await runCli(["lint"], { cwd });
    assertExit(result, 1);
    assert.equal(
      result.stdout,
      [
        "ERR  V005:3:12 [drop-no-if-exists] `DROP INDEX carts` fails when `carts` is not there, as after a run that was cut off",
        "     3 | DROP INDEX carts;",
        "       |            ^^^^^",
        "     hint: write `DROP INDEX IF EXISTS carts`",
        "",
        "1 error in 2 files",
        "",
      ].join("\n"),
    );
    assert.equal(result.stderr, "");
  }));

test("warnings alone exit with 0; what is about a whole file has no line", () =>
  withDirectory({ "migrations/V001__a.cql": GOOD, "migrations/V002__b.cql": ONLY_UP }, async (cwd) => {
    const result = await runCli(["lint"], { cwd });
    assertExit(result, 0);
    assert.match(result.stdout, /^WARN V002 \[no-rollback\] there is no down side/);
    assert.match(result.stdout, /\n\n1 warning in 2 files\n$/);
  }));

test("a down file is named as the file it is, and counted", () =>
  withDirectory(
    { "migrations/V1__a.cql": GOOD.split("--")[0] ?? "", "migrations/U1__undo_a.cql": "DROP TABLE users;" },
    async (cwd) => {
      const result = await runCli(["lint"], { cwd });
      assert.match(result.stdout, /^ERR {2}U1:1:12 /);
      assert.match(result.stdout, /1 error in 2 files\n$/);
    },
  ));

test("nothing found says so", () =>
  withDirectory({ "migrations/V001__a.cql": GOOD }, async (cwd) => {
    const result = await runCli(["lint"], { cwd });
    assertExit(result, 0);
    assert.equal(result.stdout, "no findings in 1 file\n");
  }));

test("--json prints one document", () =>
  withDirectory({ "migrations/V005__b.cql": DROP, "tidemark.yaml": "keyspace: shop\n" }, async (cwd) => {
    const result = await runCli(["lint", "--json"], { cwd });
    assertExit(result, 1);
    assert.deepEqual(documentOf(result), {
      format: 1,
      command: "lint",
      keyspace: "shop",
      servers: ["cassandra:5.0"],
      fileCount: 1,
      errorCount: 1,
      warningCount: 0,
      findings: [
        {
          version: "5",
          label: "005",
          rule: "drop-no-if-exists",
          severity: "error",
          message: "`DROP INDEX carts` fails when `carts` is not there, as after a run that was cut off",
          hint: "write `DROP INDEX IF EXISTS carts`",
          file: "migrations/V005__b.cql",
          line: 3,
          column: 12,
          fix: "write IF EXISTS",
        },
      ],
    });
  }));

test("colour shows on a terminal only", () =>
  withDirectory({ "migrations/V005__b.cql": DROP }, async (cwd) => {
    const plain = await runCli(["lint"], { cwd });
    const colored = await runCli(["lint"], { cwd, isTerminal: true });
    assert.notEqual(colored.stdout, plain.stdout);
    assert.equal(stripVTControlCharacters(colored.stdout), plain.stdout);
  }));

test("the configuration sets levels, in a profile too", () =>
  withDirectory(
    {
      "migrations/V005__b.cql": DROP,
      "tidemark.yaml": "lint: { drop-no-if-exists: warn }\nprofiles: { prod: { lint: { drop-no-if-exists: off } } }\n",
    },
    async (cwd) => {
      const result = await runCli(["lint"], { cwd });
      assertExit(result, 0);
      assert.match(result.stdout, /^WARN V005:3:12 /);
      assert.equal((await runCli(["lint", "--profile", "prod"], { cwd })).stdout, "no findings in 1 file\n");
    },
  ));

test("an unknown rule or level in the configuration is a mistake of it", () =>
  withDirectory(
    { "migrations/V001__a.cql": GOOD, "tidemark.yaml": "lint:\n  no-rolback: off\n  truncate: loud\n" },
    async (cwd) => {
      const result = await runCli(["lint"], { cwd });
      assertExit(result, 2);
      assert.match(
        result.stderr,
        /tidemark\.yaml:2:3: unknown key `no-rolback` in `lint`[\s\S]*did you mean `no-rollback`\?/,
      );
      assert.match(
        result.stderr,
        /tidemark\.yaml:3:13: `lint\.truncate` must be one of off, warn, error, found "loud"/,
      );
    },
  ));

const GUARDED: Files = {
  "migrations/V001__a.cql": `${GOOD.split("--")[0]}ALTER TABLE users ADD IF NOT EXISTS email text;\n-- @down\nDROP TABLE IF EXISTS users;\n`,
};

test("--server says whose rules hold", () =>
  withDirectory(GUARDED, async (cwd) => {
    assertExit(await runCli(["lint"], { cwd }), 0);
    assertExit(await runCli(["lint", "--server", "cassandra:4.1"], { cwd }), 0);
    const old = await runCli(["lint", "--server", "cassandra:4.0"], { cwd });
    assertExit(old, 1);
    assert.match(old.stdout, /^ERR {2}V001:3:\d+ \[refused\] /);
  }));

test("a product alone is the newest of it, and so is the configured dialect", () =>
  withDirectory(
    {
      "migrations/V001__a.cql":
        "-- @lint-ignore keyspace-drop: nobody reads it\nCREATE TABLE IF NOT EXISTS a (k int PRIMARY KEY) WITH gc_grace_seconds = 5;\nDROP KEYSPACE IF EXISTS old;\n-- @down\nDROP TABLE IF EXISTS a;\n",
      "astra.yaml": "dialect: astra\n",
    },
    async (cwd) => {
      const rulesOf = async (...args: readonly string[]): Promise<readonly string[]> => {
        const { findings } = documentOf(await runCli(["lint", ...args, "--json"], { cwd }));
        return (findings as readonly { readonly rule: string }[]).map(({ rule }) => rule);
      };
      assert.deepEqual(await rulesOf("--server", "astra"), ["ignored-option", "refused"]);
      assert.deepEqual(await rulesOf("-c", "astra.yaml"), ["ignored-option", "refused"]);
      assert.deepEqual(await rulesOf("--server", "scylla:2025.1"), []);
    },
  ));

test("the guardrails of the configuration are judged by", () =>
  withDirectory(
    {
      "migrations/V001__a.cql": GOOD,
      "tidemark.yaml": "guardrails: { drop_truncate_table_enabled: false, page_size_fail_threshold: 5 }\n",
    },
    async (cwd) => {
      const result = await runCli(["lint"], { cwd });
      assertExit(result, 0);
      assert.match(
        result.stdout,
        /^WARN V001:4:22 \[guardrail\] the guardrail `drop_truncate_table_enabled: false` refuses/,
      );
    },
  ));

test("a server that is none is a usage error", () =>
  withDirectory(GUARDED, async (cwd) => {
    for (const server of ["mysql:8", "mysql", "cassandra:x"]) {
      const result = await runCli(["lint", "--server", server, "--json"], { cwd });
      assertExit(result, 2);
      assert.equal(errorOf(result).code, "usage");
    }
  }));

test("files that are no migrations, and a directory that is not there, are no clean result", () =>
  withDirectory({ "migrations/V001_a.cql": GOOD }, async (cwd) => {
    const misnamed = await runCli(["lint"], { cwd });
    assertExit(misnamed, 2);
    assert.match(misnamed.stderr, /V001_a\.cql/);
    assertExit(await runCli(["lint", "--migrations-dir", "elsewhere"], { cwd }), 2);
  }));

test("the library gives the same findings", () =>
  withDirectory({ "migrations/V005__b.cql": DROP }, async (cwd) => {
    const tidemark = await Tidemark.prepare({ cwd, env: {}, flags: {} });
    const { findings, fileCount } = await tidemark.lint({ server: "cassandra:4.1" });
    assert.equal(fileCount, 1);
    assert.deepEqual(
      findings.map(({ rule, label }) => `${label} ${rule}`),
      ["005 drop-no-if-exists"],
    );
  }));
