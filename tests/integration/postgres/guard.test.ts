// A guard that leaves another definition as it is: an error with the differences, and nothing of its transaction stays.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { TransactionEnd } from "../../../src/engine/ports.ts";
import { type Runner, withRunner } from "./run-transaction.ts";
import { type TestDatabase, withDatabase, withPostgres } from "./server.ts";

interface Case {
  readonly there: string;
  readonly statement: string;
  /** What the failure names; undefined: it is the same. */
  readonly difference?: RegExp;
  /** It could not be tried: the warning. */
  readonly warning?: RegExp;
}

const BOOKS = "CREATE TABLE books (id int PRIMARY KEY, title text)";
const CASES: Readonly<Record<string, Case>> = {
  "a table that is the same": {
    there: "CREATE TABLE users (id serial PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), CHECK (id > 0))",
    statement:
      "CREATE TABLE IF NOT EXISTS users (id serial PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), CHECK (id > 0))",
  },
  "a table with indexes, triggers and comments that other statements added": {
    there: `${BOOKS}; CREATE INDEX ON books (title); COMMENT ON TABLE books IS 'x'; COMMENT ON COLUMN books.id IS 'y'`,
    statement: "CREATE TABLE IF NOT EXISTS books (id int PRIMARY KEY, title text)",
  },
  "a table without a column": {
    there: BOOKS,
    statement: "CREATE TABLE IF NOT EXISTS books (id int PRIMARY KEY, title text, pages int)",
    difference: /table books would need `add column pages integer`/,
  },
  "a table with a column more": {
    there: BOOKS,
    statement: "CREATE TABLE IF NOT EXISTS books (id int PRIMARY KEY)",
    difference: /drop column title/,
  },
  "a table with another type, default and constraint": {
    there: BOOKS,
    statement: "CREATE TABLE IF NOT EXISTS books (id bigint, title text DEFAULT 'none')",
    difference: /column id: integer → bigint.*set default 'none'.*constraint books_pkey/,
  },
  "a table that refers to another of the schema, and to itself": {
    there: `${BOOKS}; CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE copies (id int PRIMARY KEY, of int REFERENCES books, before int REFERENCES copies, felt mood DEFAULT 'sad')`,
    statement:
      "CREATE TABLE IF NOT EXISTS copies (id int PRIMARY KEY, of int REFERENCES books, before int REFERENCES copies, felt mood DEFAULT 'sad')",
  },
  "a table by its qualified name": {
    there: BOOKS,
    statement: "CREATE TABLE IF NOT EXISTS public.books (id int PRIMARY KEY, title varchar)",
    difference: /title: text → character varying/,
  },
  "a table in another schema": {
    there: 'CREATE SCHEMA "Other"; CREATE TABLE "Other".books (id int)',
    statement: 'CREATE TABLE IF NOT EXISTS "Other".books (id int, title text)',
    difference: /add column title text/,
  },
  "a view where a table is asked for": {
    there: "CREATE VIEW books AS SELECT 1 AS id",
    statement: "CREATE TABLE IF NOT EXISTS books (id int)",
    difference: /books is no table/,
  },
  "a table of a query": {
    there: "CREATE TABLE books AS SELECT 1 AS id",
    statement: "CREATE TABLE IF NOT EXISTS books AS SELECT 'a'::text AS id, pg_sleep(100)::text",
    difference: /id: integer → text/,
  },
  "an index that is the same": {
    there: `${BOOKS}; CREATE INDEX by_title ON books (lower(title)) WHERE id > 3`,
    statement: "CREATE INDEX IF NOT EXISTS by_title ON public.books (LOWER(title)) WHERE (id > 3)",
  },
  "an index of another expression": {
    there: `${BOOKS}; CREATE INDEX by_title ON books (lower(title))`,
    statement: "CREATE INDEX IF NOT EXISTS by_title ON books (upper(title))",
    difference: /index by_title is `CREATE INDEX by_title ON books.*lower.*not `.*upper/,
  },
  "an index of a partitioned table": {
    there: "CREATE TABLE logs (at date) PARTITION BY RANGE (at); CREATE INDEX by_at ON logs (at)",
    statement: "CREATE INDEX IF NOT EXISTS by_at ON logs (at)",
  },
  "an index of a materialized view": {
    there: "CREATE MATERIALIZED VIEW v AS SELECT 1 AS id; CREATE INDEX by_id ON v (id)",
    statement: "CREATE UNIQUE INDEX IF NOT EXISTS by_id ON v (id)",
    difference: /not `CREATE UNIQUE INDEX/,
  },
  "a sequence that is the same": {
    there: `${BOOKS}; CREATE SEQUENCE numbers INCREMENT 5 OWNED BY books.id`,
    statement: "CREATE SEQUENCE IF NOT EXISTS numbers INCREMENT 5",
  },
  "a sequence that counts otherwise": {
    there: "CREATE SEQUENCE numbers INCREMENT 5",
    statement: "CREATE SEQUENCE IF NOT EXISTS numbers INCREMENT 6",
    difference: /sequence numbers would need/,
  },
  "a materialized view of the same query": {
    there: `${BOOKS}; CREATE MATERIALIZED VIEW titles AS SELECT title FROM books`,
    statement: "CREATE MATERIALIZED VIEW IF NOT EXISTS titles AS SELECT title FROM books WITH DATA",
  },
  "a materialized view of another query": {
    there: `${BOOKS}; CREATE MATERIALIZED VIEW titles AS SELECT title FROM books`,
    statement: "CREATE MATERIALIZED VIEW IF NOT EXISTS titles AS SELECT title FROM books WHERE id > 3",
    difference: /titles would need/,
  },
  "a column that is the same": {
    there: BOOKS,
    statement: "ALTER TABLE books ADD COLUMN IF NOT EXISTS title text",
  },
  "a column of another type": {
    there: BOOKS,
    statement: "ALTER TABLE books ADD COLUMN IF NOT EXISTS title varchar(20) NOT NULL",
    difference: /title: text → character varying\(20\).*set not null/,
  },
  "what cannot be tried elsewhere": {
    there: `${BOOKS}; CREATE SEQUENCE numbers OWNED BY books.id`,
    statement: "CREATE SEQUENCE IF NOT EXISTS numbers OWNED BY books.id",
    warning: /whether the sequence numbers, which is there already, is the same could not be tried: /,
  },
};

withPostgres("what a guard hides", (url) => {
  function claim(title: string, use: (runner: Runner, database: TestDatabase) => Promise<void>): void {
    test(title, () => withDatabase(url, (database) => withRunner(database.url, (runner) => use(runner, database))));
  }

  for (const [name, each] of Object.entries(CASES)) {
    claim(name, async ({ run, execute, runCode }, { client }) => {
      await client.query(each.there);
      const end = await run("CREATE TABLE before (id int)", each.statement, "CREATE TABLE after (id int)");
      const { rows } = await client.query("SELECT to_regclass('after') IS NOT NULL AS is_done");
      assert.deepEqual(rows, [{ is_done: each.difference === undefined }]);
      assertEnd(end, each);
      const alone = await execute(each.statement);
      const [inCode] = await runCode(each.statement);
      for (const outcome of [alone, inCode]) {
        assert.equal(outcome?.kind, each.difference === undefined ? "done" : "failed");
        if (each.difference !== undefined && outcome?.kind === "failed") assert.match(outcome.message, each.difference);
        if (outcome?.kind === "done") assert.match(outcome.warnings.join("; "), each.warning ?? /skipping$/);
      }
      const left = await client.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'tidemark_probe%'");
      assert.deepEqual(left.rows, []);
    });
  }

  function assertEnd(end: TransactionEnd, { difference, warning }: Case): void {
    if (difference !== undefined) {
      assert.ok(end.kind === "failed", JSON.stringify(end));
      assert.equal(end.index, 1);
      assert.match(end.message, difference);
      return;
    }
    assert.ok(end.kind === "done", JSON.stringify(end));
    assert.equal(end.outcomes.length, 3);
    assert.match(end.outcomes[1]?.warnings.join("; ") ?? "", warning ?? /already exists, skipping$/);
  }

  claim(
    "it is compared as it was when the statement came, not as the rest of the file leaves it",
    async ({ run }, { client }) => {
      await client.query(BOOKS);
      const statements = [
        "ALTER TABLE books ADD COLUMN pages int",
        "CREATE TABLE IF NOT EXISTS books (id int PRIMARY KEY, title text, pages int)",
        "ALTER TABLE books DROP COLUMN title",
        "CREATE TABLE IF NOT EXISTS books (id int PRIMARY KEY, pages int)",
      ];
      assert.equal((await run(...statements)).kind, "done");
    },
  );

  claim("what one transaction makes and asks for again is compared, too", async ({ run }) => {
    const end = await run("CREATE TABLE IF NOT EXISTS a (id int)", "CREATE TABLE IF NOT EXISTS a (id text)");
    assert.ok(end.kind === "failed");
    assert.match(end.message, /id: integer → text/);
  });

  claim("no statement is carried out twice", async ({ run }, { client }) => {
    await client.query(`${BOOKS}; CREATE SEQUENCE runs`);
    await run(
      "SELECT nextval('runs')",
      "CREATE TABLE IF NOT EXISTS books (id int PRIMARY KEY, title text)",
      "SELECT nextval('runs')",
    );
    assert.deepEqual((await client.query("SELECT last_value::int FROM runs")).rows, [{ last_value: 2 }]);
  });

  claim("of a schema that is there as a whole each statement is compared", async ({ run }, { client }) => {
    const texts = Array.from(
      { length: 300 },
      (_none, index) => `CREATE TABLE IF NOT EXISTS t${index} (id int PRIMARY KEY)`,
    );
    assert.equal((await run(...texts)).kind, "done");
    assert.equal((await run(...texts)).kind, "done");
    await client.query("ALTER TABLE t299 ADD note text");
    const end = await run(...texts);
    assert.ok(end.kind === "failed" && end.index === 299);
  });

  test("where no schema may be made for it, a warning says so", () =>
    withDatabase(url, async (database) => {
      const role = `r_${database.name}`;
      await database.client.query(
        `CREATE ROLE ${role} LOGIN; CREATE SCHEMA shop AUTHORIZATION ${role}; SET ROLE ${role}; CREATE TABLE shop.books (id int); RESET ROLE`,
      );
      const own = new URL(database.url);
      own.username = role;
      await withRunner(
        own.href,
        async ({ run }) => {
          const end = await run("CREATE TABLE IF NOT EXISTS books (id int)", "CREATE TABLE more (id int)");
          assert.ok(end.kind === "done", JSON.stringify(end));
          assert.match(end.outcomes[0]?.warnings.join() ?? "", /could not be tried: permission denied for database/);
        },
        { schema: "shop" },
      );
      await database.client.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }));
});
