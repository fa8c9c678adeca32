// Goal: a library user finds the calls of a migration engine as they are commonly described: create, load, migrate, to a version and
// back to nothing, ask what is applied; with SQL and with CQL the same.
// Method: one story a claim, each on an embedded database, on a real PostgreSQL and on a real Cassandra.
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Tidemark } from "../../src/tidemark.ts";
import type { TidemarkOptions } from "../../src/tidemark-options.ts";
import { withKeyspace, withServer } from "./cassandra/server.ts";
import { withDatabase, withPostgres } from "./postgres/server.ts";

interface World {
  readonly tidemark: Tidemark;
  readonly directory: string;
  readonly extension: "sql" | "cql";
  /** The tables that are there, without tidemark's own. */
  tables(): Promise<readonly string[]>;
}

type Story = (world: World) => Promise<void>;

async function within(options: TidemarkOptions, extension: World["extension"], story: Story): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "tidemark-calls-"));
  const tidemark = await Tidemark.open({ ...options, migrationsDir: directory });
  try {
    const tables = async (): Promise<readonly string[]> => {
      const text = (await tidemark.snapshot()).model.print();
      return [...text.matchAll(/CREATE TABLE (?:\w+\.)?(\w+)/g)].map(([, name = ""]) => name).sort();
    };
    await story({ tidemark, directory, extension, tables });
  } finally {
    await tidemark.close();
    await rm(directory, { recursive: true });
  }
}

function onEach(title: string, story: Story): void {
  test(`${title} (PGlite)`, () => within({ url: "pglite:memory" }, "sql", story));
  withPostgres(`${title} (PostgreSQL)`, (url) => {
    test(`${title} (PostgreSQL)`, () => withDatabase(url, (database) => within({ url: database.url }, "sql", story)));
  });
  withServer(`${title} (Cassandra)`, ({ host, port }) => {
    test(`${title} (Cassandra)`, () =>
      withKeyspace({ host, port }, ({ name }) =>
        within({ contactPoints: [`${host}:${port}`], keyspace: name }, "cql", story),
      ));
  });
}

/** Three migrations, each a table, written by `createMigration` itself. */
async function createThree({ tidemark }: World): Promise<void> {
  for (const name of ["a", "b", "c"]) {
    const up = `CREATE TABLE ${name} (id int PRIMARY KEY);`;
    await tidemark.createMigration({
      description: `create ${name}`,
      up,
      down: `DROP TABLE ${name};`,
      format: "paired",
    });
  }
}

onEach("migrateTo goes up and down to exactly there, and 0 is nothing applied", async (world) => {
  const { tidemark, tables } = world;
  await tidemark.init();
  await createThree(world);
  for (const [version, applied, found] of [
    [2, ["1", "2"], ["a", "b"]],
    ["3", ["1", "2", "3"], ["a", "b", "c"]],
    ["V001", ["1"], ["a"]],
    [1, ["1"], ["a"]],
    [0, [], []],
    ["0", [], []],
  ] as const) {
    await tidemark.migrateTo(version);
    assert.deepEqual([await tidemark.applied(), await tables()], [applied, found], `after migrateTo(${version})`);
    assert.equal(await tidemark.currentVersion(), applied.at(-1));
  }
});

onEach("a version that there is not is an error, above and below, and changes nothing", async (world) => {
  const { tidemark } = world;
  await tidemark.init();
  await createThree(world);
  await tidemark.migrateTo(2);
  for (const version of [99, "1.5", -5, "nothing"]) {
    await assert.rejects(tidemark.migrateTo(version), { code: "usage" }, String(version));
  }
  assert.deepEqual(await tidemark.applied(), ["1", "2"]);
});

onEach("migrate and rollback take a target, rollback a number of steps, and say what they did", async (world) => {
  const { tidemark, tables } = world;
  await tidemark.init();
  await createThree(world);
  const { applied, current } = await tidemark.migrate({ target: "2" });
  assert.deepEqual([applied.map(({ version }) => version), current], [["1", "2"], "2"]);
  assert.deepEqual(
    (await tidemark.migrate()).applied.map(({ version }) => version),
    ["3"],
  );
  assert.deepEqual((await tidemark.migrate()).applied, []);
  assert.deepEqual((await tidemark.rollback({ steps: 2 })).rolledBack, ["3", "2"]);
  await tidemark.migrate();
  assert.deepEqual((await tidemark.rollback({ target: "1" })).rolledBack, ["3", "2"]);
  assert.deepEqual(await tables(), ["a"]);
  assert.deepEqual((await tidemark.rollback({ target: "0" })).rolledBack, ["1"]);
});

onEach("a migration without a down side stops a rollback before anything is undone", async (world) => {
  const { tidemark, tables } = world;
  await tidemark.init();
  await tidemark.createMigration({ description: "create a", up: "CREATE TABLE a (id int PRIMARY KEY);" });
  const up = "CREATE TABLE b (id int PRIMARY KEY);";
  await tidemark.createMigration({ description: "create b", up, down: "DROP TABLE b;" });
  await tidemark.migrate();
  await assert.rejects(tidemark.migrateTo(0), { code: "no-down-side" });
  await assert.rejects(tidemark.rollback({ steps: 2 }), { code: "no-down-side" });
  assert.deepEqual(
    [await tidemark.applied(), await tables()],
    [
      ["1", "2"],
      ["a", "b"],
    ],
  );
});

onEach("isApplied, applied and currentVersion answer before the first migration too", async (world) => {
  const { tidemark } = world;
  await tidemark.init();
  assert.deepEqual([await tidemark.applied(), await tidemark.currentVersion()], [[], undefined]);
  await createThree(world);
  await tidemark.migrateTo("2");
  const asked = await Promise.all(["1", "002", 2, "V2", 3].map((version) => tidemark.isApplied(version)));
  assert.deepEqual(asked, [true, true, true, true, false]);
  await assert.rejects(tidemark.isApplied("x"), { code: "usage", message: "`x` is no version" });
});

onEach("versions from the time are versions as any other", async (world) => {
  const { tidemark, directory, extension } = world;
  await tidemark.init();
  const file = (version: string, table: string): Promise<void> =>
    writeFile(
      join(directory, `${version}_create_${table}.${extension}`),
      `CREATE TABLE ${table} (id int PRIMARY KEY);\n\n-- @UNDO\nDROP TABLE ${table};\n`,
    );
  await file("20230101120000", "users");
  await file("20230102120000", "orders");
  await tidemark.migrateTo(20230101120000);
  assert.deepEqual(await tidemark.applied(), ["20230101120000"]);
  await tidemark.migrate();
  await tidemark.migrateTo("20230101120000");
  assert.equal(await tidemark.isApplied("20230102120000"), false);
});

onEach(
  "createMigration writes a pair or one file, init makes the directory, and loadMigrations reads what is there",
  async (world) => {
    const { tidemark, directory, extension } = world;
    await rm(directory, { recursive: true });
    await tidemark.init();
    assert.deepEqual(await readdir(directory), []);
    const texts = { up: "CREATE TABLE a (id int PRIMARY KEY);", down: "DROP TABLE a;" };
    await tidemark.createMigration({ description: "Create users table", ...texts, format: "paired" });
    await tidemark.createMigration({ description: "second", ...texts });
    assert.deepEqual((await readdir(directory)).sort(), [
      `U001__undo_create_users_table.${extension}`,
      `V001__create_users_table.${extension}`,
      `V002__second.${extension}`,
    ]);
    const down = await readFile(join(directory, `U001__undo_create_users_table.${extension}`), "utf8");
    assert.equal(down, `${texts.down}\n`);
    const loaded = await tidemark.loadMigrations();
    assert.deepEqual(
      loaded.map(({ version, description, down: side }) => [version, description, side !== undefined]),
      [
        ["1", "create users table", true],
        ["2", "second", true],
      ],
    );
  },
);
