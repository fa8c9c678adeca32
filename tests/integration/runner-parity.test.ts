// Goal: what the runner of a peer in Python can be told, the command line and the library can be told as well, and where the
// peer guesses or runs on, ours stops. Method: its own examples, as files of the same names, on a real server.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ToolError } from "../../src/base/errors.ts";
import type { ConfigInputs } from "../../src/config/config-inputs.ts";
import { Tidemark } from "../../src/tidemark.ts";
import { assertExit, documentOf, type Files } from "../cli/cli.ts";
import { type CliWorld, tablesOf, withCliWorld } from "../cli/keyspace.ts";
import { type TestServer, withServer } from "./cassandra/server.ts";

const FILES: Files = {
  "migrations/20260115_001_create_reviews.cql":
    "CREATE TABLE reviews (id int PRIMARY KEY, stars int);\n-- @down\nDROP TABLE reviews;\n",
  "migrations/20260203_001_add_author.cql":
    "ALTER TABLE reviews ADD author text;\n-- @down\nALTER TABLE reviews DROP author;\n",
  "migrations/20260203_002_index_reviews.cql":
    "CREATE INDEX reviews_by_author ON reviews (author);\n-- @down\nDROP INDEX reviews_by_author;\n",
  "migrations/20260220_003_create_votes.cql": "CREATE TABLE votes (id int PRIMARY KEY);\n-- @down\nDROP TABLE votes;\n",
};
const VERSIONS = ["20260115.1", "20260203.1", "20260203.2", "20260220.3"];

function codeOf(upgrade: string, more = ""): string {
  return `import { defineMigration } from "tidemark";
export default defineMigration({ ${more}
  async upgrade(ctx) { ${upgrade} },
});
`;
}

type Use = (tidemark: Tidemark, world: CliWorld) => Promise<void>;

/** The library on the files of a world of its own. */
function withLibrary(server: TestServer, use: Use, inputs: Partial<ConfigInputs> = {}, config = ""): Promise<void> {
  return withCliWorld(server, { files: FILES, config }, async (world) => {
    const tidemark = await Tidemark.prepare({ cwd: world.directory, env: {}, flags: {}, ...inputs });
    try {
      await use(tidemark, world);
    } finally {
      await tidemark.close();
    }
  });
}

async function lockSecondsDuring(tidemark: Tidemark, { client, keyspace }: CliWorld): Promise<number> {
  const text = `SELECT ttl(lease_owner) AS seconds FROM ${keyspace}.tidemark_history LIMIT 1`;
  let asked: Promise<number> | undefined;
  await tidemark.migrate({
    onEvent: ({ kind }) => {
      if (kind === "step-finished") asked ??= client.execute(text).then(({ rows }) => Number(rows[0]?.seconds));
    },
  });
  assert.ok(asked !== undefined);
  return asked;
}

/** The server's clock counts whole seconds, and a lease begins a little before it is looked at. */
function assertLives(seconds: number, ttl: number): void {
  assert.ok(seconds >= ttl - 3 && seconds <= ttl + 1, `${seconds} s, of ${ttl}`);
}

withServer("a runner that can be told what its peers can", (server) => {
  for (const [title, target, applied] of [
    ["a version", "20260203_001", 2],
    ["the beginning of one file's name", "20260203_002_ind", 3],
    ["the beginning of several files' names", "202602", undefined],
    ["a name that no file has", "20260204_001", undefined],
  ] as const) {
    const outcome = applied === undefined ? "is refused, and nothing is applied" : "ends it there, inclusive";
    test(`apply: a target that is ${title} ${outcome}`, () =>
      withLibrary(server, async (tidemark, world) => {
        const line = await world.run(["migrate", "--target", target]);
        if (applied === undefined) {
          assertExit(line, 2);
          await assert.rejects(tidemark.migrate({ target }), { code: "usage" });
          assert.deepEqual(await tablesOf(world), []);
          return;
        }
        assertExit(line, 0);
        assert.deepEqual(await tidemark.applied(), VERSIONS.slice(0, applied));
        assert.deepEqual((await tidemark.migrate({ target })).applied, []);
      }));
  }

  test("apply: the refusal of a beginning that several files have names them", () =>
    withLibrary(server, async (tidemark) => {
      await assert.rejects(tidemark.migrate({ target: "20260203" }), (error) => {
        assert.ok(error instanceof ToolError && error.code === "usage");
        assert.match(error.hint ?? "", /20260203_001_add_author\.cql.*20260203_002_index_reviews\.cql/);
        return true;
      });
    }));

  test("dry run: apply and rollback show their CQL, as lines and as data, and change nothing", () =>
    withLibrary(server, async (tidemark, world) => {
      const shown = await world.run(["migrate", "--dry-run", "--target", "20260203_001"]);
      assertExit(shown, 0);
      assert.match(shown.stdout, /^CREATE TABLE reviews \(id int PRIMARY KEY, stars int\);$/m);
      assert.match(shown.stdout, /^ALTER TABLE reviews ADD author text;$/m);
      assert.doesNotMatch(shown.stdout, /votes|INDEX/);
      const { plan, applied } = await tidemark.migrate({ dryRun: true });
      assert.deepEqual(applied, []);
      assert.equal(plan?.migrations.length, VERSIONS.length);
      assert.deepEqual(await tablesOf(world), []);

      await tidemark.migrate();
      const back = await world.run(["rollback", "--dry-run", "--steps", "2"]);
      assertExit(back, 0);
      assert.match(back.stdout, /^DROP TABLE votes;$[\s\S]*^DROP INDEX reviews_by_author;$/m);
      assert.deepEqual(await tidemark.applied(), VERSIONS);
    }));

  test("rollback: as many steps as are asked for, the latest first, by the command line and by the library", () =>
    withLibrary(server, async (tidemark, world) => {
      await tidemark.migrate();
      assertExit(await world.run(["rollback", "--steps", "2", "--yes"]), 0);
      assert.deepEqual(await tidemark.applied(), VERSIONS.slice(0, 2));
      assert.deepEqual((await tidemark.rollback({ steps: 2 })).rolledBack, VERSIONS.slice(0, 2).toReversed());
      assert.deepEqual(await tablesOf(world), []);
    }));

  test("rollback: what cannot be undone stops it before anything is undone", () =>
    withLibrary(server, async (tidemark, world) => {
      await world.write({
        "migrations/20260203_002_index_reviews.cql": "CREATE INDEX reviews_by_author ON reviews (author);\n",
      });
      await tidemark.migrate();
      assertExit(await world.run(["rollback", "--steps", "3", "--yes"]), 1);
      await assert.rejects(tidemark.rollback({ steps: 3 }), { code: "no-down-side" });
      assert.deepEqual(await tidemark.applied(), VERSIONS);
    }));

  test("status and pending: every migration with its state; a pending one is exit code 1", () =>
    withLibrary(server, async (tidemark, world) => {
      assertExit(await world.run(["pending"]), 1);
      await tidemark.migrate({ target: "20260203_002" });
      const status = documentOf(await world.run(["status", "--json"]));
      assert.ok(Array.isArray(status.migrations));
      const states = status.migrations.map(({ version, state, at }) => [version, state, typeof at]);
      assert.deepEqual(states, [
        ...VERSIONS.slice(0, 3).map((version) => [version, "applied", "string"]),
        ["20260220.3", "pending", "undefined"],
      ]);
      assert.equal((await tidemark.status()).current, "20260203.2");
      assert.deepEqual(
        (await tidemark.pending()).map(({ name }) => name),
        ["20260220_003_create_votes.cql"],
      );
      await tidemark.migrate();
      assertExit(await world.run(["pending"]), 0);
    }));

  for (const [title, inputs, config] of [
    ["the configuration file", {}, "lock: { ttl: 7s }\n"],
    ["the environment", { env: { TIDEMARK_LOCK_TTL: "7s" } }, ""],
  ] as const) {
    test(`lock: how long it lives without its runner is set by ${title}`, () =>
      withLibrary(
        server,
        async (tidemark, world) => {
          const seconds = await lockSecondsDuring(tidemark, world);
          assertLives(seconds, 7);
        },
        inputs,
        config,
      ));
  }

  test("lock: how long it lives without its runner is set in code", () =>
    withCliWorld(server, { files: FILES }, async (world) => {
      const { keyspace, directory } = world;
      const contactPoints = [`${server.host}:${server.port}`];
      const tidemark = await Tidemark.open({ contactPoints, keyspace, cwd: directory, lockTtl: 7 });
      try {
        const seconds = await lockSecondsDuring(tidemark, world);
        assertLives(seconds, 7);
      } finally {
        await tidemark.close();
      }
    }));

  test("lock: it lives for 30 seconds where nothing is said", () =>
    withLibrary(server, async (tidemark, world) => {
      const seconds = await lockSecondsDuring(tidemark, world);
      assertLives(seconds, 30);
    }));

  test("code: a target is the beginning of its name, a dry run shows what it would send, and looks at what is there", () =>
    withLibrary(server, async (tidemark, world) => {
      await world.write({
        "migrations/20260221_001_fill_author.ts": codeOf(`
          if (await ctx.columnExists("reviews", "author")) {
            await ctx.execute("UPDATE reviews SET author = ? WHERE id = ?", ["ann", 1]);
          }`),
      });
      await tidemark.migrate({ target: "20260220_003" });
      const shown = await world.run(["migrate", "--dry-run"]);
      assertExit(shown, 0);
      assert.match(shown.stdout, /^UPDATE reviews SET author = \? WHERE id = \?;$/m);
      assertExit(await world.run(["migrate", "--target", "20260221"]), 0);
      const { rows } = await world.client.execute(`SELECT author FROM ${world.keyspace}.reviews WHERE id = 1`);
      assert.equal(rows[0]?.author, "ann");
    }));

  test("code: what removes is refused before it is sent, unless the migration says so", () =>
    withLibrary(server, async (tidemark, world) => {
      const drop = 'await ctx.execute("DROP TABLE votes");';
      await world.write({ "migrations/20260221_001_drop_votes.ts": codeOf(drop) });
      await tidemark.migrate({ target: "20260220_003" });
      const refused = await world.run(["migrate"]);
      assertExit(refused, 1);
      assert.match(refused.stderr, /allowDestructive/);
      assert.deepEqual(await tablesOf(world), ["reviews", "votes"]);
      await world.write({ "migrations/20260221_001_drop_votes.ts": codeOf(drop, "allowDestructive: true,") });
      assertExit(await world.run(["migrate"]), 0);
      assert.deepEqual(await tablesOf(world), ["reviews"]);
    }));

  test("code: one that says that it cannot be undone stops a rollback before anything is undone", () =>
    withLibrary(server, async (tidemark, world) => {
      const name = "migrations/20260219_001_fill.ts";
      await world.write({ [name]: codeOf("ctx.log('nothing');", "reversible: false,") });
      await tidemark.migrate();
      const before = await tidemark.applied();
      assertExit(await world.run(["rollback", "--steps", "2", "--yes"]), 1);
      assert.deepEqual(await tidemark.applied(), before);
      assert.deepEqual(await tablesOf(world), ["reviews", "votes"]);
    }));
});
