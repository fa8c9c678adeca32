// Guards on a real server: one that kept a statement from doing anything is not taken for its effect.
import assert from "node:assert/strict";
import { test } from "node:test";
import { realRunner } from "./real-runner.ts";
import { openTarget, withKeyspace, withServer } from "./server.ts";

const TABLE = "CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, a int) WITH comment = 'x';";

withServer("guards on Cassandra", (server) => {
  async function migrate(name: string, ...texts: readonly string[]): Promise<string | undefined> {
    const target = await openTarget(server, name);
    try {
      const files = Object.fromEntries(texts.map((text, index) => [`V${index + 1}__t.cql`, text]));
      return (await realRunner(target).migrate(files)).current;
    } finally {
      await target.close();
    }
  }

  test("what is there as the statement asks for it is done, whatever else was added", () =>
    withKeyspace(server, async ({ name, client }) => {
      await client.execute(
        `CREATE TABLE ${name}.t (id int PRIMARY KEY, a int) WITH comment = 'x' AND gc_grace_seconds = 60`,
      );
      await client.execute(`CREATE INDEX i ON ${name}.t (a)`);
      assert.equal(
        await migrate(name, TABLE, "CREATE INDEX IF NOT EXISTS i ON t (a);", "DROP TABLE IF EXISTS u;"),
        "3",
      );
    }));

  for (const [what, made, text, difference] of [
    [
      "a table of another definition",
      "CREATE TABLE KS.t (id int PRIMARY KEY, a text)",
      TABLE,
      /column a int as it is written, text in the schema/,
    ],
    [
      "a table with another option",
      "CREATE TABLE KS.t (id int PRIMARY KEY, a int) WITH comment = 'y'",
      TABLE,
      /comment 'x' as it is written, 'y' in the schema/,
    ],
    [
      "a type with other fields",
      "CREATE TYPE KS.u (x int)",
      "CREATE TYPE IF NOT EXISTS u (x text);",
      /fields \(x text\) as it is written/,
    ],
    [
      "a column of another type",
      "CREATE TABLE KS.t (id int PRIMARY KEY, a text)",
      "ALTER TABLE t ADD IF NOT EXISTS a int;",
      /column a is text in the schema, int as it is written/,
    ],
  ] as const) {
    test(`${what} under the name is an error that says so`, () =>
      withKeyspace(server, async ({ name, client }) => {
        await client.execute(made.replace("KS", name));
        await assert.rejects(migrate(name, text), { code: "step-failed", message: difference });
      }));
  }
});
