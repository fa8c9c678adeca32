// What `inspect` finds of the settings that the configuration names.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openSqlTarget } from "../../../src/adapters/sql/sql-target.ts";
import { withRunner } from "./run-transaction.ts";
import { withDatabase, withPostgres } from "./server.ts";
import { sqlOptions } from "./sql-options.ts";

withPostgres("inspect", (url) => {
  async function settingsOf(own: string, settings: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const target = await openSqlTarget(sqlOptions(own, { settings }), "postgres");
    try {
      const { checks } = await target.inspect([], "whole");
      return checks
        .filter(({ name }) => name === "settings")
        .map(({ verdict, finding, hint }) => [verdict, finding, hint].join("; "));
    } finally {
      await target.close();
    }
  }

  test("a setting with a slip of the pen, without a dot, or of a value that is none, is a problem", () =>
    withDatabase(url, async (database) => {
      const [slip, own, value] = await settingsOf(database.url, {
        wrk_mem: "7MB",
        environment_of_app: "x",
        work_mem: "much",
        "app.environment": "test",
      });
      assert.match(slip ?? "", /^problem; .*`wrk_mem`.*; do you mean `work_mem`\?$/);
      assert.match(own ?? "", /^problem; .*`environment_of_app`.*needs a dot/);
      assert.match(value ?? "", /^problem; .*`work_mem`.*invalid value/);
    }));

  test("settings that the server takes are named, and stay unset", () =>
    withDatabase(url, async (database) => {
      const settings = { work_mem: "7MB", "app.environment": "test" };
      assert.deepEqual(await settingsOf(database.url, settings), [
        "ok; the server takes `work_mem`, `app.environment`; ",
      ]);
      assert.deepEqual(await settingsOf(database.url, {}), []);
      await withRunner(database.url, async ({ target }) => {
        const { rows } = await target.query({ text: "SHOW work_mem", keyspace: "public", pageSize: 1 });
        assert.deepEqual(rows, [{ work_mem: "4MB" }]);
      });
    }));
});
