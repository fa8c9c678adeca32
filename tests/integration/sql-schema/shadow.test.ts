// Goal: what `snapshot`, `diff`, `drift` and `plan` say of a SQL database is what a database says that carries the files out.
// Method: a directory of migrations on an embedded database, through the library.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ToolError } from "../../../src/base/errors.ts";
import { Tidemark } from "../../../src/tidemark.ts";
import type { TidemarkOptions } from "../../../src/tidemark-options.ts";
import { freshDatabase, withPostgres } from "../postgres/server.ts";
import { runAll, withDatabaseAt } from "./on-shadow.ts";

interface Place {
  readonly url: string;
  readonly directory: string;
  write(name: string, text: string): Promise<void>;
  open<Result>(use: (tidemark: Tidemark) => Promise<Result>, options?: Partial<TidemarkOptions>): Promise<Result>;
  byHand(...texts: readonly string[]): Promise<void>;
}

async function withPlace(use: (place: Place) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "tidemark-schema-"));
  const url = `pglite:${join(directory, "db")}`;
  try {
    await use({
      url,
      directory,
      write: (name, text) => writeFile(join(directory, name), text),
      async open(claim, options = {}) {
        const tidemark = await Tidemark.open({ url, migrationsDir: directory, ...options } as TidemarkOptions);
        try {
          return await claim(tidemark);
        } finally {
          await tidemark.close();
        }
      },
      byHand: (...texts) => withDatabaseAt(url, (connection) => runAll(connection, texts)),
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const USERS =
  "CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);\nCREATE INDEX users_email ON users (email);\n";

test("a table that was changed by hand is drift, and one that was not is none", () =>
  withPlace(async ({ write, open, byHand }) => {
    await write("V1__users.sql", USERS);
    await open(async (tidemark) => {
      await tidemark.migrate();
      const { changes, unknown } = await tidemark.drift();
      assert.deepEqual([changes, unknown], [[], []]);
    });
    await byHand("ALTER TABLE users ADD COLUMN nick text", "DROP INDEX users_email");
    await open(async (tidemark) => {
      const { changes } = await tidemark.drift();
      assert.deepEqual(
        changes.map(({ kind, object, description }) => [kind, object, description]),
        [
          ["add-column", "table users", "column nick text only live"],
          ["drop-index", "index users_email", "only in the history (on users (email))"],
        ],
      );
    });
  }));

test("an applied file that was edited since is named, and what it did is drift", () =>
  withPlace(async ({ write, open }) => {
    await write("V1__users.sql", USERS);
    await open((tidemark) => tidemark.migrate());
    await write("V1__users.sql", `${USERS}-- edited\n`);
    await open(async (tidemark) => {
      const { changes, unknown } = await tidemark.drift();
      assert.deepEqual(
        unknown.map(({ version }) => version),
        ["1"],
      );
      assert.deepEqual(
        changes.map(({ kind }) => kind),
        ["create-table"],
      );
    });
  }));

test("the files up to a version, a snapshot of statements and one in JSON compare with the live schema", () =>
  withPlace(async ({ directory, write, open }) => {
    await write("V1__users.sql", USERS);
    await write(
      "V2__orders.sql",
      "CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));\n",
    );
    await open(async (tidemark) => {
      await tidemark.migrate();
      const { model } = await tidemark.snapshot();
      const [statements, json] = [join(directory, "schema.txt"), join(directory, "schema.json")];
      await writeFile(statements, model.print());
      await writeFile(json, JSON.stringify(model.encode()));
      for (const other of ["files", "files@2", statements, json]) {
        assert.deepEqual((await tidemark.diff("live", other)).changes, [], other);
      }
      const { changes, statements: texts } = await tidemark.diff("live", "files@1");
      assert.deepEqual(
        changes.map(({ kind, object, loss }) => [kind, object, loss]),
        [["drop-table", "table orders", "every row of table `orders` is lost"]],
      );
      assert.deepEqual(texts, ["DROP TABLE orders"]);
    });
  }));

test("a statement that the database refuses is told with its place, and the others count", () =>
  withPlace(async ({ write, open }) => {
    await write(
      "V1__users.sql",
      "CREATE TABLE users (id bigint);\nALTER TABLE people ADD COLUMN a text;\nCREATE TABLE last (id int);\n",
    );
    await open(async (tidemark) => {
      const { model, problems, isWhole } = await tidemark.snapshot({ from: "files" });
      assert.equal(isWhole, false);
      assert.deepEqual(
        problems.map(({ message, source, span }) => [message, source?.text.slice(span?.start, span?.end)]),
        [['relation "people" does not exist', "ALTER TABLE people ADD COLUMN a text"]],
      );
      assert.match(model.print(), /CREATE TABLE last[\s\S]*CREATE TABLE users/);
    });
  }));

test("a plan says what each statement changes and which is refused, rows aside, and changes nothing", () =>
  withPlace(async ({ write, open }) => {
    await write("V1__users.sql", USERS);
    await open((tidemark) => tidemark.migrate());
    await write(
      "V2__more.sql",
      [
        "ALTER TABLE users ADD COLUMN nick text",
        "INSERT INTO users (id, email) VALUES (1, 'a')",
        "DO $$ BEGIN EXECUTE 'CREATE TABLE made (id int)'; END $$",
        "CREATE TABLE IF NOT EXISTS users (id bigint)",
        "ALTER TABLE users DROP COLUMN nobody",
        "DO $$ BEGIN RAISE EXCEPTION 'rows are missing'; END $$",
      ].join(";\n"),
    );
    await write("V3__alone.sql", "CREATE INDEX CONCURRENTLY users_nick ON users (nick);\n");
    await open(async (tidemark) => {
      const plan = await tidemark.plan();
      const predictions = await tidemark.predict(plan);
      assert.deepEqual(
        predictions.map(({ version, outcome, changes, refusal }) => [
          version,
          outcome,
          changes[0]?.object,
          refusal?.message,
        ]),
        [
          ["2", "changes", "table users", undefined],
          ["2", "data", undefined, undefined],
          ["2", "changes", "table made", undefined],
          [
            "2",
            "refused",
            undefined,
            "its guard left what is there as it is, and that is another: table users would need `drop column email`, `drop column nick`, `column id: drop not null`, `drop constraint users_pkey PRIMARY KEY (id)`",
          ],
          ["2", "refused", undefined, 'column "nobody" of relation "users" does not exist'],
          ["2", "unknown", undefined, undefined],
          ["3", "changes", "index users_nick", undefined],
        ],
      );
      assert.deepEqual((await tidemark.drift()).changes, []);
    });
  }));

test("settings of the configuration hold for what is tried", () =>
  withPlace(async ({ write, open }) => {
    await write(
      "V1__if.sql",
      "DO $$ BEGIN IF current_setting('app.environment') = 'test' THEN CREATE TABLE only_test (id int); END IF; END $$;\n",
    );
    await open(
      async (tidemark) =>
        assert.match((await tidemark.snapshot({ from: "files" })).model.print(), /CREATE TABLE only_test/),
      { settings: { "app.environment": "test" } },
    );
  }));

test("what only a real server takes is refused with the way to one", () =>
  withPlace(async ({ write, open }) => {
    await write("V1__x.sql", "CREATE TABLE a (id int);\nCREATE EXTENSION postgis;\n");
    await open(async (tidemark) => {
      await assert.rejects(tidemark.snapshot({ from: "files" }), (error: unknown) => {
        assert.ok(error instanceof ToolError);
        assert.equal(error.code, "unsupported-server");
        assert.match(error.message, /V1__x\.sql:2: the embedded PostgreSQL does not have this extension/);
        assert.match(error.hint ?? "", /--shadow-url/);
        return true;
      });
    });
  }));

test("a policy for a role that only the server has is tried all the same", () =>
  withPlace(async ({ write, open }) => {
    await write(
      "V1__x.sql",
      "CREATE TABLE a (id int);\nCREATE POLICY p ON a TO app USING (true);\nGRANT SELECT ON a TO app;\n",
    );
    await open(async (tidemark) => {
      const { model, problems } = await tidemark.snapshot({ from: "files" });
      assert.deepEqual(problems, []);
      assert.match(model.print(), /CREATE POLICY p ON a AS PERMISSIVE FOR ALL TO app USING \(true\)/);
    });
  }));

withPostgres("PostgreSQL: a shadow on a server", (server) => {
  test("PostgreSQL: a shadow on a server is made there, and dropped", () =>
    withPlace(async ({ write, open }) => {
      const database = await freshDatabase(server);
      try {
        await write("V1__users.sql", USERS);
        const count = "SELECT count(*)::int AS n FROM pg_database WHERE datname LIKE 'tidemark_shadow_%'";
        const before = (await database.client.query(count)).rows[0].n;
        await open(
          async (tidemark) =>
            assert.match((await tidemark.snapshot({ from: "files" })).model.print(), /CREATE TABLE users/),
          { shadowUrl: database.url },
        );
        assert.equal((await database.client.query(count)).rows[0].n, before);
        assert.equal((await database.client.query("SELECT to_regclass('users') AS t")).rows[0].t, null);
      } finally {
        await database.drop();
      }
    }));
});

test("an index that rows are in the way of on the shadow is made, under its own statement, and is no drift", () =>
  withPlace(async ({ write, open, byHand }) => {
    await write(
      "V1__users.sql",
      "CREATE TABLE users (id int, email text);\nINSERT INTO users VALUES (1, 'a'), (1, 'a');\n",
    );
    await write(
      "V2__unique.sql",
      "CREATE UNIQUE INDEX CONCURRENTLY users_id ON users (id);\nALTER TABLE users ADD UNIQUE (email);\n",
    );
    await open(async (tidemark) => {
      await tidemark.migrate({ target: "1" });
      await tidemark.rollback({ dryRun: true }).catch(() => undefined);
    });
    await byHand("DELETE FROM users");
    await open(async (tidemark) => {
      await tidemark.migrate();
      const { changes, problems, warnings } = await tidemark.drift();
      assert.deepEqual([changes, problems, warnings], [[], [], []]);
    });
  }));

test("a dry run shows an index under its own statement, whatever rows the files before it insert", () =>
  withPlace(async ({ write, open }) => {
    await write(
      "V1__users.sql",
      "CREATE TABLE users (id int, email text);\nINSERT INTO users VALUES (1, 'a'), (1, 'a');\n",
    );
    await write("V2__unique.sql", "CREATE UNIQUE INDEX CONCURRENTLY users_id ON users (id);\n");
    await write("V3__more.sql", "CREATE TABLE more (id int);\n");
    await open(async (tidemark) => {
      await tidemark.init();
      const predictions = await tidemark.predict(await tidemark.plan());
      assert.deepEqual(
        predictions.map(({ version, outcome, changes }) => [version, outcome, changes.map(({ object }) => object)]),
        [
          ["1", "changes", ["table users"]],
          ["1", "data", []],
          ["2", "changes", ["index users_id"]],
          ["3", "changes", ["table more"]],
        ],
      );
    });
  }));

test("code is not asked of tables that files before it make", () =>
  withPlace(async ({ write, open }) => {
    await write("20260203_001_users.sql", "CREATE TABLE users (id int PRIMARY KEY, email text);\n");
    await write(
      "20260203_002_fill.mjs",
      [
        "export default {",
        "  transaction: false,",
        "  async upgrade(ctx) {",
        "    await ctx.batches({ table: 'users', key: 'id' }, async (rows, session) => {",
        "      for (const row of rows) await session.execute('UPDATE users SET email = lower(email) WHERE id = $1', [row.id]);",
        "    });",
        "    await ctx.updateInBatches({ name: 'b', table: 'users', key: 'id', set: 'email = lower(email)' });",
        "    for await (const row of ctx.query('SELECT id FROM users')) ctx.log(String(row));",
        "  },",
        "};",
        "",
      ].join("\n"),
    );
    await open(async (tidemark) => {
      await tidemark.init();
      const predictions = await tidemark.predict(await tidemark.plan());
      assert.deepEqual(
        predictions.map(({ refusal, endedEarly }) => [refusal, endedEarly]),
        [
          [undefined, undefined],
          [undefined, undefined],
        ],
      );
      const { checks } = await tidemark.preflight();
      assert.deepEqual(
        checks.filter(({ verdict }) => verdict === "problem"),
        [],
      );
    });
  }));
