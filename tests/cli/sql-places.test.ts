// Goal: what a SQL database refuses is told with its line, before and while it runs, and a setting that it refuses as one.
// Method: the command line, on an embedded database and on a real server.
import assert from "node:assert/strict";
import { assertExit } from "./cli.ts";
import { onEachDatabase } from "./sql-database.ts";

const NO_COLUMN = "CREATE TABLE t (id int PRIMARY KEY);\n\nCREATE VIEW v AS\n  SELECT id,\n    nme\n  FROM t;\n";

onEachDatabase("a dry run, plan, preflight and migrate tell the same line", async (withWorld) =>
  withWorld({ files: { "migrations/V001__t.sql": NO_COLUMN } }, async ({ run }) => {
    assertExit(await run(["init"]), 0);
    const place = "migrations/V001__t.sql:5";
    const dry = await run(["migrate", "--dry-run"]);
    assert.match(dry.stdout, /would be refused: column "nme" does not exist/);
    assert.ok(dry.stdout.includes(`at ${place}`), dry.stdout);
    for (const command of ["plan", "preflight"]) {
      const { stdout } = await run([command]);
      assert.ok(stdout.includes(place), stdout);
      assert.ok(!stdout.includes("V001__t.sql:3"), stdout);
    }
    const { stderr } = await run(["migrate"]);
    assert.ok(stderr.startsWith(`error: ${place}: `), stderr);
  }),
);

onEachDatabase("a failure within a function names its line", async (withWorld) => {
  const text =
    "CREATE TABLE t (id int PRIMARY KEY);\nDO $$\nBEGIN\n  INSERT INTO t VALUES (1);\n  INSERT INTO t VALUES (1);\nEND\n$$;\n";
  await withWorld({ files: { "migrations/V001__t.sql": text } }, async ({ run }) => {
    const { stderr } = await run(["migrate"]);
    assert.match(
      stderr,
      /, in PL\/pgSQL function inline_code_block line 4 at SQL statement \(Key \(id\)=\(1\) already exists\)/,
    );
  });
});

onEachDatabase("a setting that the server does not take is the configuration's mistake", async (withWorld) => {
  const config = "  settings: { statment_timeout: '5s' }\n";
  const code = "export default {\n  async upgrade(ctx) {\n    await ctx.execute('SELECT 1');\n  },\n};\n";
  for (const [name, text] of [
    ["V001__t.sql", "CREATE TABLE t (id int PRIMARY KEY);\n"],
    ["20260203_001_code.mjs", code],
  ] as const) {
    await withWorld({ config, files: { [`migrations/${name}`]: text } }, async ({ run }) => {
      for (const flags of [[], ["--no-preflight"]]) {
        const result = await run(["migrate", ...flags]);
        assertExit(result, 2);
        assert.match(result.stderr, /^error: database\.settings: .*statment_timeout/m, name);
        assert.doesNotMatch(result.stderr, new RegExp(name.replace(".", "\\.")));
      }
      const { stdout } = await run(["history", "--json"]);
      assert.doesNotMatch(stdout, /"failed"/);
    });
  }
});
