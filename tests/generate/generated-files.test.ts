// Goal: what is generated is fit for those who look at it next: the type checker, lint, and a reader.
// Method: files for every kind of change; all code at once through the compiler with the settings of the project.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { capabilitiesFor } from "../../src/cql/capabilities.ts";
import { generatedFile } from "../../src/cql/generate/generate-fixture.test.ts";
import type { Rename } from "../../src/cql/generate/rename.ts";
import { lint } from "../../src/lint/lint.ts";
import { rulesFor } from "../../src/lint/rules/rules.ts";
import { assembleMigrations } from "../../src/migration/assemble-migrations.ts";

const MAPS = `CREATE TABLE t (id int, k frozen<map<blob, int>>, at timestamp, s map<timestamp, int> STATIC, m map<boolean, int>, l list<frozen<map<boolean, int>>>, PRIMARY KEY (id, k));`;

const CODE: readonly (readonly [from: string, to: string, renames?: readonly Rename[]])[] = [
  ["CREATE TABLE t (id int PRIMARY KEY, n int);", "CREATE TABLE t (id int PRIMARY KEY, m int);"],
  ["CREATE TABLE t (id int PRIMARY KEY, n int);", "CREATE TABLE t (id text PRIMARY KEY, n bigint);"],
  ["CREATE TABLE t (id int PRIMARY KEY, n blob);", "CREATE TABLE t (id int PRIMARY KEY, n int);"],
  ["CREATE TABLE t (id int PRIMARY KEY, n text);", "CREATE TABLE t (id int, n text, k int, PRIMARY KEY (n, id, k));"],
  [
    'CREATE TABLE t (id int, "Odd Name" int, s text STATIC, l list<int>, PRIMARY KEY (id, "Odd Name"));',
    'CREATE TABLE t (id int, "Odd Name" int, s text STATIC, l list<bigint>, PRIMARY KEY (id, "Odd Name")) WITH CLUSTERING ORDER BY ("Odd Name" DESC);',
  ],
  [
    "CREATE TABLE t (id int, w text, c counter, PRIMARY KEY (id, w));",
    "CREATE TABLE t (id int, w text, c counter, PRIMARY KEY ((id, w)));",
  ],
  [
    "CREATE TYPE a (x int, at timestamp); CREATE TABLE t (id int PRIMARY KEY, a frozen<a>, l list<frozen<a>>);",
    "CREATE TYPE a (x text, at bigint); CREATE TABLE t (id int PRIMARY KEY, a frozen<a>, l list<frozen<a>>);",
  ],
  [MAPS, MAPS.replace("at timestamp", "at bigint")],
  [MAPS, MAPS.replace(" m ", " n "), [{ kind: "column", table: "t", from: "m", to: "n" }]],
  [
    "CREATE TABLE t (id int, at int, s text STATIC, n int, PRIMARY KEY (id, at)); CREATE TABLE c (id int PRIMARY KEY, n counter);",
    "CREATE TABLE u (id int, at int, s2 text STATIC, n int, PRIMARY KEY (id, at)); CREATE TABLE c (id int PRIMARY KEY, m counter);",
    [
      { kind: "table", from: "t", to: "u" },
      { kind: "column", table: "u", from: "s", to: "s2" },
      { kind: "column", table: "c", from: "n", to: "m" },
    ],
  ],
];

function findRoot(): string {
  let directory = process.cwd();
  while (!existsSync(join(directory, "biome.json"))) {
    assert.notEqual(dirname(directory), directory, "the tests run inside of the repository");
    directory = dirname(directory);
  }
  return directory;
}

test("generated code passes the type checker", async () => {
  const root = findRoot();
  const directory = await mkdtemp(join(tmpdir(), "tidemark-types-"));
  try {
    await symlink(join(root, "node_modules"), join(directory, "node_modules"));
    await writeFile(join(directory, "package.json"), '{ "type": "module" }');
    for (const [index, [from, to, renames = []]] of CODE.entries()) {
      const { text } = generatedFile(from, to, { renames, format: "code" });
      await writeFile(join(directory, `m${index}.ts`), text);
    }
    const paths = { tidemark: [join(root, "src/migration/code-migration.ts")] };
    const compilerOptions = {
      ...{ noEmit: true, isolatedDeclarations: false, allowImportingTsExtensions: true, rootDir: "/" },
      ...{
        rewriteRelativeImportExtensions: false,
        declaration: false,
        paths,
        types: ["node"],
        typeRoots: [join(root, "node_modules/@types")],
      },
    };
    const config = { extends: join(root, "tsconfig.json"), compilerOptions, include: ["*.ts"] };
    await writeFile(join(directory, "tsconfig.json"), JSON.stringify(config));
    const { stdout, status } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", "."], {
      cwd: directory,
      encoding: "utf8",
    });
    assert.equal(stdout, "");
    assert.equal(status, 0);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

const FIRST = `CREATE TYPE IF NOT EXISTS a (x int); CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, brand text, v frozen<a>);
  CREATE INDEX IF NOT EXISTS by_brand ON t (brand);`;

for (const [what, from, to] of [
  ["additions", "", "CREATE TABLE u (id int PRIMARY KEY, n int); CREATE INDEX ON u (n);"],
  ["losses", "CREATE TABLE u (id int PRIMARY KEY, n int); CREATE TYPE b (x int);", "ALTER TABLE t DROP brand;"],
  ["no way back", "", "ALTER TYPE a ADD y int;"],
] as const) {
  test(`lint finds nothing in what is generated for ${what}`, () => {
    const drop = to.includes("DROP brand") ? FIRST.replace(/CREATE INDEX.*$/m, "") : FIRST;
    const { kind, text } = generatedFile(`${drop} ${from}`, `${drop} ${to}`);
    assert.equal(kind, "cql");
    const first = `${drop} ${from.replaceAll(/CREATE (TABLE|TYPE)/g, "CREATE $1 IF NOT EXISTS")}\n-- @down\nDROP TABLE IF EXISTS t;\n`;
    const files = Object.entries({ "V001__first.cql": first, "V002__second.cql": text });
    const { migrations, diagnostics } = assembleMigrations(
      files.map(([name, content]) => ({ name, path: name, content: { kind: "text", text: content } })),
    );
    assert.deepEqual(diagnostics, []);
    const capabilities = capabilitiesFor("cassandra", "5.0");
    const language = { rules: rulesFor("cql"), capabilities, keyspace: "shop", profile: undefined };
    const findings = lint(migrations, { variables: {}, levels: {}, language: { family: "cql", ...language } });
    assert.deepEqual(
      findings.filter(({ version }) => version === "2"),
      [],
      text,
    );
  });
}
