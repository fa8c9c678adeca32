// Goal: examples/models is what its README says: generated, without a gap, and it runs beside a program that writes.
// Method: a copy of it is carried out on a real server; the newest generated file is taken away and generated again.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cp, readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { type Client, types } from "cassandra-driver";
import { connect } from "../../src/adapters/cassandra/connect.ts";
import { sessionOptions, type TestServer, withServer } from "../integration/cassandra/server.ts";
import { type DocShell, type ShellResult, withDocShell } from "./doc-shell.ts";

const EXAMPLE = "examples/models";
const CODE = "migrations/20261122_001_copy_reviews_to_authors.ts";
const GENERATED = "migrations/V002__create_reviews_by_author.cql";

type Run = (command: string, exitCode?: number) => Promise<string>;

function withExample(server: TestServer, use: (run: Run, shell: DocShell) => Promise<void>): Promise<void> {
  return withDocShell(server, async (shell) => {
    await cp(resolve(EXAMPLE), shell.directory, { recursive: true });
    const env = { TIDEMARK_CONTACT_POINTS: `${server.host}:${server.port}`, TIDEMARK_KEYSPACE: shell.keyspace };
    const run: Run = async (command, exitCode = 0) => {
      const result: ShellResult = await shell.run(command, env);
      assert.equal(result.exitCode, exitCode, `$ ${command}\n${result.output}`);
      return result.output;
    };
    await use(run, shell);
  });
}

async function withClient(
  server: TestServer,
  { keyspace }: DocShell,
  use: (client: Client) => Promise<void>,
): Promise<void> {
  const { client } = await connect(sessionOptions(server, keyspace));
  try {
    await client.execute(`USE ${keyspace}`);
    await use(client);
  } finally {
    await client.shutdown();
  }
}

test("examples/models is right for the type checker", () => {
  const options = [
    "--ignoreConfig",
    "--noEmit",
    "--strict",
    "--skipLibCheck",
    "--module",
    "nodenext",
    "--target",
    "es2023",
  ];
  const files = [join(EXAMPLE, "models.ts"), join(EXAMPLE, CODE)];
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", ...options, "--types", "node", ...files], {
    stdio: ["ignore", "inherit", "inherit"],
  });
});

withServer("examples/models runs on a real server", (server) => {
  test("its files lead to its models, and the last generated one is what generate writes", () =>
    withExample(server, async (run, { directory }) => {
      assert.match(await run("tidemark diff files models"), /^no differences/);
      assert.match(await run("tidemark generate nothing"), /^nothing to do/);
      const committed = await readFile(join(directory, GENERATED), "utf8");
      await Promise.all([rm(join(directory, GENERATED)), rm(join(directory, CODE))]);
      await run("tidemark diff files models", 1);
      assert.equal(await run("tidemark generate create_reviews_by_author"), `created ${GENERATED}\n`);
      assert.equal(await readFile(join(directory, GENERATED), "utf8"), committed);
    }));

  test("its README's command makes the keyspace that the models declare; sync finds nothing, and prod refuses it", () =>
    withExample(server, async (run) => {
      await run("tidemark init && tidemark migrate && tidemark diff live models");
      assert.match(await run("tidemark sync --profile dev"), /^in sync: 2 tables/);
      assert.match(await run("tidemark sync --profile prod", 2), /tidemark generate/);
    }));

  test("its code copies the rows, and what the program wrote since then wins; its rollback empties the table", () =>
    withExample(server, async (run, shell) => {
      await run("tidemark init && tidemark migrate --target 2");
      await withClient(server, shell, async (client) => {
        const at = new Date("2026-02-03T04:05:06Z");
        const ids = Array.from({ length: 1_200 }, () => types.Uuid.random());
        const first = "INSERT INTO reviews (product, at, id, author, stars) VALUES ('tea', ?, ?, ?, 3)";
        await Promise.all(
          ids.map((id, index) => client.execute(first, [at, id, index < 10 ? null : "ann"], { prepare: true })),
        );
        const later = "INSERT INTO reviews_by_author (author, at, id, stars) VALUES ('ann', ?, ?, 5)";
        await client.execute(later, [at, ids[1_199]], { prepare: true });

        assert.match(await run("tidemark migrate --dry-run"), /^-- 1190 times, .*\nINSERT INTO reviews_by_author/m);
        assert.match(await run("tidemark migrate"), /1190 reviews copied/);
        const stars =
          "SELECT stars, count(*) AS count FROM reviews_by_author WHERE author = 'ann' AND stars = ? ALLOW FILTERING";
        const countOf = async (value: number): Promise<number> =>
          Number((await client.execute(stars, [value], { prepare: true })).rows[0]?.count);
        assert.deepEqual([await countOf(3), await countOf(5)], [1_189, 1]);

        await run("tidemark rollback --yes");
        assert.equal(await countOf(5), 0);
        assert.match(await run("tidemark pending", 1), /copy reviews to authors/);
      });
    }));
});
