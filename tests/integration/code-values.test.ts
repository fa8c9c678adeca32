// Goal: values of the driver's classes that modules make themselves reach the server, from the bundled command too.
// Method: a migration in code, with a helper in plain JavaScript, writes one of each and reads them back.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { Tidemark } from "../../src/tidemark.ts";
import { withKeyspace, withServer } from "./cassandra/server.ts";

const command = process.env.TEST_COMMAND ?? join(process.cwd(), "dist/bin/tidemark.js");

const FILES: Readonly<Record<string, string>> = {
  "migrations/V001__values.cql":
    "CREATE TABLE IF NOT EXISTS held (id uuid PRIMARY KEY, n bigint, d decimal, day date, dur duration, pair frozen<tuple<int, text>>);",
  "migrations/20260203_001_values.ts": [
    'import { types } from "cassandra-driver";',
    'import { defineMigration } from "tidemark";',
    'import { rows } from "./lib/rows.mjs";',
    "",
    "export default defineMigration({",
    "  async upgrade(ctx) {",
    "    if (ctx.types.Uuid !== types.Uuid) throw new Error('there are two copies of the driver');",
    "    for (const row of rows) await ctx.execute('INSERT INTO held (id, n, d, day, dur, pair) VALUES (?, ?, ?, ?, ?, ?)', row);",
    "    const first = await ctx.query('SELECT n FROM held').first();",
    "    if (!ctx.dryRun && !(first?.n instanceof types.Long)) throw new Error('it came back as something else');",
    "  },",
    "});",
  ].join("\n"),
  "migrations/lib/rows.mjs": [
    'import cassandra from "cassandra-driver";',
    "const { BigDecimal, Duration, LocalDate, Long, Tuple, Uuid } = cassandra.types;",
    "export const rows = [[Uuid.random(), Long.fromString('9007199254740993'), BigDecimal.fromString('1.5'),",
    "  LocalDate.fromString('2026-01-01'), Duration.fromString('1mo2d'), new Tuple(1, 'a')]];",
  ].join("\n"),
};

async function withProject(claim: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "tidemark-values-"));
  try {
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), text);
    }
    await claim(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

withServer("values of the driver's classes, made by a module", (server) => {
  const host = `${server.host}:${server.port}`;
  const expected = { n: "9007199254740993", d: "1.5", day: "2026-01-01", dur: "1mo2d", pair: "(1,a)" };

  for (const way of ["the bundled command", "the library"] as const) {
    test(`${way} sends them as what they are`, () =>
      withKeyspace(server, async ({ name, client }) =>
        withProject(async (cwd) => {
          if (way === "the library") {
            const tidemark = await Tidemark.open({
              contactPoints: [host],
              keyspace: name,
              cwd,
              migrationsDir: "migrations",
            });
            await tidemark.migrate().finally(() => tidemark.close());
          } else {
            const env = { ...process.env, XDG_CACHE_HOME: join(cwd, "cache") };
            const args = ["migrate", "--host", host, "-k", name];
            const { status, stderr } = spawnSync(process.execPath, [command, ...args], { cwd, env, encoding: "utf8" });
            assert.equal(status, 0, stderr);
          }
          const { rows } = await client.execute(`SELECT n, d, day, dur, pair FROM ${name}.held`);
          const found = Object.fromEntries(Object.keys(expected).map((key) => [key, String(rows[0]?.get(key))]));
          assert.deepEqual(found, expected);
        }),
      ));
  }
});
