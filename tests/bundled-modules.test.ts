// Goal: modules that the bundled command runs get its own copies, in a project where nothing is installed.
// Method: a configuration in TypeScript, which says what it got, and files that are broken; no server.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { before, test } from "node:test";

const command = process.env.TEST_COMMAND ?? join(process.cwd(), "dist/bin/tidemark.js");

interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

before(() => assert.equal(spawnSync(process.execPath, [command, "--version"]).status, 0, "npm run build"));

function run(args: readonly string[], files: Readonly<Record<string, string>>): Result {
  const cwd = mkdtempSync(join(tmpdir(), "tidemark-bundled-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), text);
    }
    const env = { ...process.env, XDG_CACHE_HOME: join(cwd, "cache") };
    return spawnSync(process.execPath, [command, ...args], { cwd, env, encoding: "utf8" });
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

test("every way to import the driver and tidemark gives the copies of the command", () => {
  const config = [
    'import driver, { types } from "cassandra-driver";',
    'import * as all from "cassandra-driver";',
    'import { defineMigration, Tidemark, ToolError } from "tidemark";',
    'import { table } from "tidemark/models";',
    'import { parse } from "tidemark/cql";',
    'import { Uuid } from "./lib/values.mjs";',
    "const same = [driver.types.Uuid, all.types.Uuid, Uuid].every((each) => each === types.Uuid && each !== undefined);",
    "const kinds = [defineMigration, Tidemark, ToolError, table, parse].map((each) => typeof each);",
    "export default { keyspace: `k_${same}_${new Set(kinds).size}_${kinds[0]}`, profiles: { one: {} } };",
  ].join("\n");
  const values = 'import cassandra from "cassandra-driver";\nexport const { Uuid } = cassandra.types;\n';
  const { status, stdout, stderr } = run(["lint", "--json"], {
    "tidemark.ts": config,
    "lib/values.mjs": values,
    "migrations/V1__a.cql": "",
  });
  assert.equal(status, 0, stderr);
  assert.equal((JSON.parse(stdout) as { readonly keyspace: string }).keyspace, "k_true_1_function");
});

test("a module that does not load is told with its place, and without a stack", () => {
  const { status, stderr } = run(["profiles"], {
    "tidemark.ts": "import './lib/a';\n",
    "lib/a.ts": "\nconst a = ) 3;\n",
  });
  assert.equal(status, 2);
  assert.match(stderr, /lib\/a\.ts:2:11: the module cannot be loaded: Unexpected token/);
  assert.doesNotMatch(stderr, /^\s+at /m);
});
