// Goal: `lint` of chosen files, for several servers, in the forms that programs read, and of SQL. Method: in process; no server.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { assertExit, documentOf, errorOf, runCli, withDirectory } from "./cli.ts";

const GOOD = "CREATE TABLE IF NOT EXISTS users (id uuid PRIMARY KEY);\n\n-- @down\nDROP TABLE IF EXISTS users;\n";
const GUARDED =
  "-- @lint-ignore down-incomplete: it may stay\nALTER TABLE users ADD IF NOT EXISTS email text;\n-- @down\nSELECT id FROM users;\n";
const DROP = "DROP INDEX a;\n-- @down\nSELECT id FROM users;\n";

interface Finding {
  readonly rule: string;
  readonly label: string;
  readonly servers?: readonly string[];
}

async function found(args: readonly string[], cwd: string): Promise<readonly string[]> {
  const { findings } = documentOf(await runCli(["lint", "--json", ...args], { cwd }));
  return (findings as readonly Finding[]).map(({ rule, label, servers }) =>
    [label, rule, ...(servers ?? [])].join(" "),
  );
}

test("several servers: a finding names those that it holds for", () =>
  withDirectory(
    {
      "migrations/V1__a.cql": GOOD,
      "migrations/V2__b.cql": GUARDED,
      "tidemark.yaml": "lint: { servers: [cassandra:3.11, '5.0'] }\n",
    },
    async (cwd) => {
      const both = ["--server", "cassandra:4.0", "--server", "cassandra:5.0"];
      assert.deepEqual(await found(both, cwd), ["2 refused cassandra:4.0"]);
      assert.deepEqual(await found([], cwd), ["2 refused cassandra:3.11"]);
      const { stdout } = await runCli(["lint", ...both], { cwd });
      assert.match(stdout, /needs Cassandra 4\.1 \[cassandra 4\.0\]\n/);
      assert.match(stdout, /\n1 error in 2 files, by the rules of cassandra 4\.0, cassandra 5\.0\n$/);
    },
  ));

test("SQL is linted by the rules of its product, which is known by the configuration, the URL or the server", () =>
  withDirectory(
    {
      "migrations/V1__a.sql": "DROP TABLE a;\n-- @down\nSELECT 1;\n",
      "postgres.yaml": "dialect: postgres\n",
      "cockroach.yaml": "dialect: cockroach\n",
    },
    async (cwd) => {
      const postgres = ["1 ban-drop-table"];
      const cockroach = ["1 crdb-ban-drop-table"];
      assert.deepEqual(await found(["-c", "postgres.yaml"], cwd), postgres);
      assert.deepEqual(await found(["--url", "pglite:memory"], cwd), postgres);
      assert.deepEqual(await found(["--server", "postgres:14"], cwd), postgres);
      assert.deepEqual(await found(["-c", "cockroach.yaml"], cwd), cockroach);
      assert.deepEqual(await found(["--server", "cockroach:24.1"], cwd), cockroach);
      assert.deepEqual(await found(["--server", "postgres:14", "--server", "cockroach"], cwd), [
        "1 ban-drop-table postgres:14",
        "1 crdb-ban-drop-table cockroach:26.1",
      ]);
      const other = await runCli(["lint", "-c", "postgres.yaml", "--server", "cassandra:4.1", "--json"], { cwd });
      assertExit(other, 2);
      assert.match(String(errorOf(other).message), /`cassandra:4\.1` is a CQL server, and the files are SQL/);
    },
  ));

test("code for SQL is passed over, and that is said", () =>
  withDirectory(
    {
      "migrations/20260101_001_a.ts": "throw new Error('never run');\n",
      "migrations/20260101_002_b.sql": "SELECT 1;\n-- @down\nSELECT 1;\n",
    },
    async (cwd) => {
      const result = await runCli(["lint", "--server", "postgres"], { cwd });
      assertExit(result, 0);
      assert.match(result.stderr, /^note: not looked at, .*: 20260101_001_a\.ts\n$/);
      const { unread } = documentOf(await runCli(["lint", "--server", "postgres", "--json"], { cwd }));
      assert.deepEqual(unread, ["20260101_001_a.ts"]);
    },
  ));

test("live is asked for product and version", () =>
  withDirectory({ "migrations/V1__a.sql": "SELECT 1;\n-- @down\nSELECT 1;\n" }, async (cwd) => {
    const { servers } = documentOf(
      await runCli(["lint", "--url", "pglite:memory", "--server", "live", "--json"], { cwd }),
    );
    assert.match(String(servers), /^postgres:1[78]\.\d+$/);
  }));

test("arguments choose migrations, and the others are carried out all the same", () =>
  withDirectory(
    { "migrations/V001__a.cql": GOOD, "migrations/V002__b.cql": GUARDED, "migrations/V003__c.cql": DROP },
    async (cwd) => {
      for (const word of ["3", "V003", "V003__c", "migrations/V003__c.cql", join(cwd, "migrations/V003__c.cql")]) {
        assert.deepEqual(await found([word], cwd), ["003 drop-no-if-exists"], word);
      }
      const { stdout } = await runCli(["lint", "V001", "V002"], { cwd });
      assert.equal(stdout, "no findings in 2 files\n");
      for (const word of ["9", "migrations/V009__x.cql", "elsewhere/V003__c.cql", "tidemark.yaml"]) {
        const result = await runCli(["lint", word, "--json"], { cwd });
        assertExit(result, 2);
        assert.equal(errorOf(result).code, "usage");
      }
    },
  ));

test("--since chooses what a branch has changed", () =>
  withDirectory({ "migrations/V001__a.cql": DROP, "migrations/V002__b.cql": GOOD }, async (cwd) => {
    const git = (...args: readonly string[]): void => {
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd, stdio: "ignore" });
    };
    git("init", "--initial-branch=main");
    git("add", ".");
    git("commit", "-m", "begin");
    assert.equal((await runCli(["lint", "--since", "main"], { cwd })).stdout, "no findings in 0 files\n");
    await writeFile(join(cwd, "migrations/V003__c.cql"), DROP);
    assert.deepEqual(await found(["--since", "HEAD"], cwd), ["003 drop-no-if-exists"]);
    assert.deepEqual(await found(["--since", "HEAD", "1"], cwd), []);
    assertExit(await runCli(["lint", "--since", "nowhere"], { cwd }), 2);
  }));

test("--fail-on says from which level on the exit code is 1", () =>
  withDirectory(
    { "migrations/V1__a.cql": "SELECT id FROM users;\n", "warn.yaml": "lint: { fail_on: warn }\n" },
    async (cwd) => {
      assertExit(await runCli(["lint"], { cwd }), 0);
      assertExit(await runCli(["lint", "--fail-on", "warn"], { cwd }), 1);
      assertExit(await runCli(["lint", "-c", "warn.yaml"], { cwd }), 1);
      assertExit(await runCli(["lint", "-c", "warn.yaml", "--fail-on", "error"], { cwd }), 0);
      await writeFile(join(cwd, "migrations/V1__a.cql"), DROP);
      assertExit(await runCli(["lint", "--fail-on", "never"], { cwd }), 0);
    },
  ));

test("options of rules are set in the configuration, and what is wrong with them is said with its place", () =>
  withDirectory(
    {
      "migrations/V1__a.cql": GOOD,
      "tidemark.yaml":
        "lint:\n  many-columns:\n    level: error\n    limit: 0\nprofiles:\n  prod: { lint: { many-columns: warn } }\n",
      "wrong.yaml":
        "lint:\n  many-columns: { limt: 5 }\n  many-tables: { limit: few }\n  fail_on: always\nprofiles:\n  prod: { lint: { many-columns: { level: loud } } }\n",
    },
    async (cwd) => {
      assert.match((await runCli(["lint"], { cwd })).stdout, /^ERR {2}V1:1:\d+ \[many-columns\]/);
      assert.match((await runCli(["lint", "--profile", "prod"], { cwd })).stdout, /^WARN V1:1:\d+ \[many-columns\]/);
      const { stderr } = await runCli(["lint", "-c", "wrong.yaml"], { cwd });
      assert.match(stderr, /wrong\.yaml:2:19: unknown key `limt` in `lint\.many-columns`[\s\S]*did you mean `limit`\?/);
      assert.match(stderr, /wrong\.yaml:3:25: `lint\.many-tables\.limit` must be a whole number from 0, found "few"/);
      assert.match(stderr, /wrong\.yaml:4:12: `lint\.fail_on` must be one of error, warn, never, found "always"/);
      assert.match(
        stderr,
        /wrong\.yaml:6:\d+: `profiles\.prod\.lint\.many-columns\.level` must be one of off, warn, error/,
      );
    },
  ));

test("--format writes what programs read, to a file too", () =>
  withDirectory({ "migrations/V1__a.cql": DROP }, async (cwd) => {
    const github = await runCli(["lint", "--format", "github"], {
      cwd,
      env: { GITHUB_WORKSPACE: join(cwd, "migrations") },
    });
    assertExit(github, 1);
    assert.match(github.stdout, /^::error file=V1__a\.cql,line=1,endLine=1,col=12,.*\n1 error in 1 file\n$/);
    const json = await runCli(["lint", "--format", "json"], { cwd });
    assert.equal(json.stdout, (await runCli(["lint", "--json"], { cwd })).stdout);
    const sarif = JSON.parse((await runCli(["lint", "--format", "sarif"], { cwd })).stdout) as {
      readonly runs: unknown;
    };
    const written = await runCli(["lint", "--format", "sarif", "-o", "out.sarif"], { cwd });
    assertExit(written, 1);
    assert.match(written.stdout, /^ERR {2}V1:1:12 /);
    assert.deepEqual(JSON.parse(await readFile(join(cwd, "out.sarif"), "utf8")), sarif);
    for (const args of [
      ["-o", "x"],
      ["--json", "--format", "sarif"],
      ["--format", "sarif", "-o", "no/where"],
    ]) {
      assertExit(await runCli(["lint", ...args], { cwd }), 2);
    }
  }));

test("--rules lists them with what is configured", () =>
  withDirectory({ "tidemark.yaml": "lint: { truncate: warn, many-columns: { limit: 7 } }\n" }, async (cwd) => {
    const { stdout } = await runCli(["lint", "--rules"], { cwd });
    assert.match(stdout, /^error {2}cql +refused +the server would not take the statement$/m);
    assert.match(stdout, /^warn {3}cql +truncate /m);
    const { rules } = documentOf(await runCli(["lint", "--rules", "--json"], { cwd }));
    const known = rules as readonly { readonly name: string; readonly options: unknown }[];
    assert.deepEqual(known.find(({ name }) => name === "many-columns")?.options, { limit: 7 });
  }));

test("a server of the other language is told from what is no server", () =>
  withDirectory({ "migrations/V1__a.cql": GOOD, "tidemark.yaml": "keyspace: shop\n" }, async (cwd) => {
    const result = await runCli(["lint", "--server", "postgres:14", "--json"], { cwd });
    assertExit(result, 2);
    assert.equal(errorOf(result).message, "`postgres:14` is a SQL server, and the files are CQL");
  }));

test("versions that no rule knows are refused", () =>
  withDirectory({ "migrations/V1__a.cql": GOOD, "sql/V1__a.sql": "SELECT 1;\n-- @down\nSELECT 1;\n" }, async (cwd) => {
    for (const server of ["cassandra:9", "scylla:1", "scylla:2017.1", "dse:7"]) {
      assertExit(await runCli(["lint", "--server", server], { cwd }), 2);
    }
    for (const server of ["scylla:6.2", "scylla:2025.4", "dse:5.1"]) {
      assertExit(await runCli(["lint", "--server", server], { cwd }), 0);
    }
    for (const server of ["postgres:9", "postgres:99", "cockroach:1", "cockroach:99"]) {
      const result = await runCli(["lint", "--migrations-dir", "sql", "--server", server, "--json"], { cwd });
      assertExit(result, 2);
      assert.match(String(errorOf(result).message), /^the rules of .* are not known$/);
    }
    for (const server of ["postgres:10", "postgres:18.4", "cockroach:22.1", "cockroach:26.4"]) {
      assertExit(await runCli(["lint", "--migrations-dir", "sql", "--server", server], { cwd }), 0);
    }
  }));

test("the same release counts once, as what is live where that is named", () =>
  withDirectory({ "migrations/V1__a.sql": "SELECT 1;\n-- @down\nSELECT 1;\n" }, async (cwd) => {
    const serversOf = async (...names: readonly string[]): Promise<readonly string[]> => {
      const args = ["lint", "--url", "pglite:memory", "--json", ...names.flatMap((name) => ["--server", name])];
      return documentOf(await runCli(args, { cwd })).servers as readonly string[];
    };
    const [live = ""] = await serversOf("live");
    const release = /^postgres:\d+/.exec(live)?.[0] ?? "";
    assert.deepEqual(await serversOf("live", release), [live]);
    assert.deepEqual(await serversOf(release, "14", "live", "14.2"), [live, "postgres:14"]);
  }));

test("servers of the configuration: what is wrong with them is said with its place", () =>
  withDirectory(
    {
      "migrations/V1__a.cql": GOOD,
      "word.yaml": "lint:\n  servers: [cassandra:4.1, mysql:8]\n",
      "number.yaml": "lint:\n  servers: 5.0\n",
      "numbers.yaml": "lint:\n  servers: [4.1]\n",
      "none.yaml": "lint:\n  servers: []\n",
      "unknown.yaml": "lint:\n  servers: cassandra:9\n",
    },
    async (cwd) => {
      const said = async (file: string): Promise<string> => {
        const result = await runCli(["lint", "-c", file], { cwd });
        assertExit(result, 2);
        return result.stderr;
      };
      assert.match(await said("word.yaml"), /word\.yaml:2:28: `lint\.servers.*` must be a server, .*found "mysql:8"/);
      for (const file of ["number.yaml", "numbers.yaml"])
        assert.match(await said(file), /:2:\d+: [\s\S]*in quotes: '5\.0'/);
      assert.match(await said("none.yaml"), /none\.yaml:2:\d+: `lint\.servers` must be a list of at least one server/);
      assert.match(
        await said("unknown.yaml"),
        /unknown\.yaml: `lint\.servers`: the rules of Cassandra 9 are not known/,
      );
    },
  ));

test("files of SQL are not taken for CQL where nobody says what they are, by verify neither", () =>
  withDirectory({ "migrations/V1__a.sql": "SELECT 1;\n-- @down\nSELECT 1;\n" }, async (cwd) => {
    for (const command of ["lint", "verify"]) {
      const result = await runCli([command, "--json"], { cwd });
      assertExit(result, 2);
      assert.match(String(errorOf(result).message), /^these are SQL files/);
      assert.match(String(errorOf(result).hint), /--dialect postgres/);
      assertExit(await runCli([command, "--dialect", "postgres"], { cwd }), 0);
    }
    await writeFile(join(cwd, "migrations/V2__b.cql"), GOOD);
    assert.notEqual((await runCli(["lint", "--json"], { cwd })).exitCode, 2);
  }));

test("`-` is stdout, for --output of lint", () =>
  withDirectory({ "migrations/V1__a.cql": DROP }, async (cwd) => {
    const { stdout } = await runCli(["lint", "--format", "sarif"], { cwd });
    const result = await runCli(["lint", "--format", "sarif", "-o", "-"], { cwd });
    assertExit(result, 1);
    assert.equal(result.stdout, stdout);
    await assert.rejects(readFile(join(cwd, "-")));
    assertExit(await runCli(["lint", "--json", "--format", "sarif", "-o", "-"], { cwd }), 2);
  }));

test("`-` is stdout for --out of plan, and no file for --plan of migrate", () =>
  withDirectory({ "migrations/V1__a.sql": "CREATE TABLE a (id int PRIMARY KEY);\n" }, async (cwd) => {
    const args = ["--url", "pglite:./db"];
    assertExit(await runCli(["init", ...args], { cwd }), 0);
    const result = await runCli(["plan", "--out", "-", ...args], { cwd });
    assertExit(result, 0);
    const document = documentOf(result);
    assert.ok(Array.isArray(document.migrations));
    assert.match(result.stderr, /CREATE TABLE a/);
    assert.equal((await runCli(["plan", "--out", "plan.json", ...args], { cwd })).exitCode, 0);
    assert.equal(await readFile(join(cwd, "plan.json"), "utf8"), result.stdout);
    assertExit(await runCli(["plan", "--out", "-", "--json", ...args], { cwd }), 2);
    const read = await runCli(["migrate", "--plan", "-", ...args], { cwd });
    assertExit(read, 2);
    assert.match(read.stderr, /stdin is not read/);
  }));

test("--rules lists those of the configured product, or of --server, and goes with nothing that lints", () =>
  withDirectory({ "postgres.yaml": "dialect: postgres\n" }, async (cwd) => {
    const languages = async (...args: readonly string[]): Promise<readonly string[]> => {
      const { rules } = documentOf(await runCli(["lint", "--rules", "--json", ...args], { cwd }));
      return [...new Set((rules as readonly { readonly language: string }[]).map(({ language }) => language))].sort();
    };
    assert.deepEqual(await languages(), ["cockroach", "cql", "every", "postgres", "sql"]);
    assert.deepEqual(await languages("-c", "postgres.yaml"), ["every", "postgres", "sql"]);
    assert.deepEqual(await languages("--keyspace", "shop"), ["cql", "every"]);
    assert.deepEqual(await languages("--server", "scylla", "--server", "cockroach:24.1"), [
      ...["cockroach", "cql", "every", "sql"],
    ]);
    for (const args of [["V1"], ["--since", "main"], ["--fix"], ["--format", "sarif"], ["-o", "x"]]) {
      assertExit(await runCli(["lint", "--rules", ...args], { cwd }), 2);
    }
  }));

test("options of a rule that is off turn nothing on, which is said", () =>
  withDirectory(
    {
      "migrations/V1__a.cql": GOOD,
      "tidemark.yaml": "lint: { keyspace-name: { mode: forbid } }\n",
      "on.yaml": "lint: { keyspace-name: { level: warn, mode: forbid } }\n",
    },
    async (cwd) => {
      assert.equal(
        (await runCli(["lint"], { cwd })).stderr,
        "note: the rule `keyspace-name` has options and is off: give it a `level` as well\n",
      );
      assert.equal((await runCli(["lint", "-c", "on.yaml"], { cwd })).stderr, "");
    },
  ));

test("an unknown rule or limit is not answered with all the names there are", () =>
  withDirectory({ "tidemark.yaml": "lint: { qqqqqqq: off }\nguardrails: { qqqqqqq: 1 }\n" }, async (cwd) => {
    const { stderr } = await runCli(["lint"], { cwd });
    assert.match(stderr, /unknown key `qqqqqqq` in `lint`[\s\S]*`tidemark lint --rules` lists the rules/);
    assert.match(stderr, /unknown key `qqqqqqq` in `guardrails`[\s\S]*cassandra\.yaml/);
    assert.doesNotMatch(stderr, /truncate|tables_fail_threshold/);
  }));

test("docs/cli.md shows what is printed, and its example of a silenced rule holds", () => {
  const [, section = ""] = readFileSync("docs/cli.md", "utf8").split("## tidemark lint\n");
  const [, silenced = ""] = /```cql\n(.*?)```/s.exec(section) ?? [];
  const [, line = "", output = ""] = /```\n\$ tidemark (lint [^\n]*)\n(.*?)```/s.exec(section) ?? [];
  const down = "\n-- @down\nSELECT id FROM users;\n";
  const files = {
    "tidemark.yaml": "lint: { down-incomplete: off }\n",
    "migrations/V001__a.cql": GOOD,
    "migrations/V002__b.cql": `ALTER TABLE users ADD IF NOT EXISTS email text;\n${down}`,
    "silenced/V1__a.cql": `CREATE TABLE IF NOT EXISTS users (id uuid PRIMARY KEY, town text);\n${silenced}\n-- @down\nDROP TABLE IF EXISTS users;\n`,
  };
  return withDirectory(files, async (cwd) => {
    assert.equal((await runCli(line.split(" "), { cwd })).stdout, output);
    assert.deepEqual(await found(["--migrations-dir", "silenced"], cwd), []);
  });
});
