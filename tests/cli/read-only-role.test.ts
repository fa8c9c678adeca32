// Goal: a role with SELECT on the history table alone can look: connect, ask what is applied, and refuse to start.
// Method: a server with passwords and permissions of its own; a superuser migrates, the role does the rest.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Tidemark } from "../../src/tidemark.ts";
import { withServer } from "../integration/cassandra/server.ts";
import { withServerWithRoles } from "../integration/server-with-roles.ts";
import { assertExit, type CliResult, documentOf, type Files, runCli, withDirectory } from "./cli.ts";

const FILES: Files = { "migrations/V1__users.cql": "CREATE TABLE users (id int PRIMARY KEY);\n" };

const GRANTED = [
  "CREATE ROLE reader WITH LOGIN = true AND PASSWORD = 'reads'",
  "GRANT SELECT ON shop.tidemark_history TO reader",
  "CREATE ROLE stranger WITH LOGIN = true AND PASSWORD = 'strange'",
];

// A server of its own is started where there is one for the other tests.
withServer("a role that can only read", () => {
  describe("a role that can only read", () => {
    const server = withServerWithRoles({}, async ({ admin }) => {
      await as("cassandra", "cassandra", async (run) => {
        assertExit(await run("init"), 0);
        assertExit(await run("migrate"), 0);
      });
      for (const statement of GRANTED) await admin.execute(statement);
    });

    async function as(
      username: string,
      password: string,
      use: (run: (line: string) => Promise<CliResult>) => Promise<void>,
    ): Promise<void> {
      const { place } = server();
      const config = `cassandra: { contact_points: ["${place.contactPoint}:${place.port}"] }\nkeyspace: shop\n`;
      await withDirectory({ ...FILES, "tidemark.yaml": config }, (cwd) =>
        use((line) =>
          runCli(line.split(" "), { cwd, env: { TIDEMARK_USERNAME: username, TIDEMARK_PASSWORD: password } }),
        ),
      );
    }

    test("what only looks works: pending, status, history, lock status, validate, plan, drift", () =>
      as("reader", "reads", async (run) => {
        for (const line of [
          "pending --min 1",
          "pending",
          "status",
          "history",
          "lock status",
          "validate",
          "plan",
          "drift",
        ]) {
          assertExit(await run(line), 0);
        }
        assertExit(await run("pending --min 2"), 1);
        assert.equal(documentOf(await run("status --json")).current, "1");
      }));

    test("the library asserts, and waits, with it", async () => {
      const { place } = server();
      const contactPoints = [`${place.contactPoint}:${place.port}`];
      const tidemark = await Tidemark.open({ contactPoints, keyspace: "shop", username: "reader", password: "reads" });
      try {
        assert.deepEqual(await tidemark.assertCompatible({ min: "1", max: "1" }), { current: "1", currentLabel: "1" });
        await assert.rejects(tidemark.assertCompatible({ min: "2", wait: "500ms" }), {
          code: "schema-incompatible",
          details: { current: "1", min: "2", max: null },
        });
      } finally {
        await tidemark.close();
      }
    });

    test("it changes nothing: a migration that is pending is refused by the server", () =>
      as("reader", "reads", async (run) => {
        assertExit(await run("new add items"), 0);
        const result = await run("migrate");
        assert.notEqual(result.exitCode, 0);
        assert.match(result.stderr, /User reader has no MODIFY permission on <table shop\.tidemark_history>/);
      }));

    test("a role without SELECT is told which permission is missing, and is not kept waiting", () =>
      as("stranger", "strange", async (run) => {
        const result = await run("pending --min 1 --wait 1m");
        assertExit(result, 1);
        assert.match(result.stderr, /User stranger has no SELECT permission on <table shop\.tidemark_history>/);
      }));
  });
});
