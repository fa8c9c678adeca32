// Goal: on CockroachDB a migration of several schema changes is as many steps, and whatever happens to one of them, none is lost and none
// is made twice. Method: the library on a directory of files, through a proxy that passes for CockroachDB.
import assert from "node:assert/strict";
import { test } from "node:test";
import { exitCodeOf } from "../../../src/cli/exit-code.ts";
import { atStatement, kindsOf, type Story, withStory } from "../../cockroach/story.ts";
import { withPostgres } from "../postgres/server.ts";

const THREE = {
  "V1__three.sql":
    "CREATE TABLE a (id INT8 PRIMARY KEY);\nALTER TABLE a ADD COLUMN b STRING;\nCREATE INDEX a_by_b ON a (b);\n",
};
const GUARDED = { "V1__guarded.sql": "CREATE TABLE IF NOT EXISTS a (id INT8 PRIMARY KEY);\n" };

async function applied({ look }: Story): Promise<readonly string[]> {
  return look(async (tidemark) => (await tidemark.history()).map(({ kind, version }) => `${kind} ${version}`));
}

withPostgres("schema changes on CockroachDB", (url) => {
  test("three schema changes are three steps, each sent by itself", () =>
    withStory(url, THREE, {}, async (story) => {
      const { events, error } = await story.migrate();
      assert.equal(error, undefined);
      assert.equal(kindsOf(events).filter((kind) => kind === "step-finished").length, 3);
      assert.equal(story.sent().length, 3);
      assert.deepEqual(story.proxy.violations, []);
      assert.deepEqual(await applied(story), ["applied 1"]);
    }));

  test("autocommit_before_ddl is set before each schema change and in each transaction, where the server knows it", async () => {
    const files = { ...THREE, "V2__rows.sql": "INSERT INTO a (id) VALUES (1);\n" };
    const countSet = async (version: string): Promise<number> => {
      let count = 0;
      await withStory(url, files, { version }, async (story) => {
        assert.equal((await story.migrate()).error, undefined);
        count = story.proxy.values.filter((value) => value === "autocommit_before_ddl").length;
      });
      return count;
    };
    assert.equal(await countSet("25.2.1"), 4);
    assert.equal(await countSet("23.2.4"), 0);
  });

  test("what was set is recorded with each event", () =>
    withStory(url, THREE, {}, async (story) => {
      await story.migrate();
      const { rows } = await story.database.client.query("SELECT settings FROM tidemark_history");
      assert.deepEqual(rows, [{ settings: "autocommit_before_ddl=off" }]);
    }));

  test("rows are written in one transaction with what is recorded of them", () =>
    withStory(
      url,
      {
        "V1__a.sql": "CREATE TABLE a (id INT8 PRIMARY KEY);\n",
        "V2__rows.sql": "INSERT INTO a (id) VALUES (1);\nINSERT INTO a (id) VALUES (1);\n",
      },
      {},
      async (story) => {
        const { error } = await story.migrate();
        assert.equal(error?.code, "step-failed");
        assert.equal((await story.database.client.query("SELECT * FROM a")).rowCount, 0);
        assert.ok((await applied(story)).includes("applied 1"));
        assert.deepEqual(story.proxy.violations, []);
      },
    ));

  test("a runner whose connections end after the second step goes on with the third", async () => {
    let isDown = false;
    const choose = ({ text }: { readonly text: string }): { readonly kind: "cut-before" } | undefined => {
      if (text.startsWith("CREATE INDEX") && !hasBeenDown) isDown = true;
      return isDown ? { kind: "cut-before" } : undefined;
    };
    let hasBeenDown = false;
    await withStory(url, THREE, { choose }, async (story) => {
      const first = await story.migrate();
      assert.equal(first.error?.code, "connection-failed");
      isDown = false;
      hasBeenDown = true;
      const second = await story.migrate();
      assert.equal(second.error, undefined);
      const counts = ["CREATE TABLE a", "ALTER TABLE a", "CREATE INDEX"].map(
        (words) => story.sent().filter((text) => text.startsWith(words)).length,
      );
      assert.deepEqual(counts.slice(0, 2), [1, 1], "what was done is not sent again");
      assert.deepEqual(await applied(story), ["applied 1"]);
    });
  });

  test("a schema change whose answer is lost is found, and not sent again", () =>
    withStory(url, THREE, { choose: atStatement("CREATE INDEX", { kind: "cut-after" }) }, async (story) => {
      const { events, error } = await story.migrate();
      assert.equal(error, undefined);
      assert.ok(kindsOf(events).includes("step-found-done"));
      assert.equal(story.sent().filter((text) => text.startsWith("CREATE INDEX")).length, 1);
    }));

  test("a restart of the transaction (40001) is tried again", () =>
    withStory(
      url,
      THREE,
      { choose: atStatement("ALTER TABLE a", { kind: "refuse", code: "40001", message: "restart transaction: …" }, 1) },
      async (story) => {
        assert.equal((await story.migrate()).error, undefined);
        assert.equal(story.sent().filter((text) => text.startsWith("ALTER TABLE a")).length, 2);
      },
    ));

  test("an ambiguous schema change (40003) that was made is found, and not sent again", () =>
    withStory(
      url,
      THREE,
      { choose: atStatement("ALTER TABLE a", { kind: "refuse-after", code: "40003", message: "result is ambiguous" }) },
      async (story) => {
        const { events, error } = await story.migrate();
        assert.equal(error, undefined);
        assert.ok(kindsOf(events).includes("step-found-done"));
        assert.equal(story.sent().filter((text) => text.startsWith("ALTER TABLE a")).length, 1);
      },
    ));

  test("an ambiguous schema change (40003) that was not made is sent again, and that is said", () =>
    withStory(
      url,
      GUARDED,
      { choose: atStatement("NOT EXISTS a ", { kind: "refuse", code: "40003", message: "result is ambiguous" }, 1) },
      async (story) => {
        const { events, error } = await story.migrate();
        assert.equal(error, undefined);
        assert.ok(kindsOf(events).includes("step-repeated"));
        assert.equal(story.sent().length, 2);
      },
    ));

  test("a half done schema change (XXA00) is for a person, and nothing of it is called rolled back", () =>
    withStory(
      url,
      THREE,
      {
        choose: atStatement("ALTER TABLE a", {
          kind: "refuse",
          code: "XXA00",
          message: "transaction committed but schema change aborted with error: (23505): duplicate key value",
        }),
      },
      async (story) => {
        const { error } = await story.migrate();
        assert.equal(error?.code, "step-in-doubt");
        assert.equal(exitCodeOf(error, new AbortController().signal), 4);
        assert.match(error.hint ?? "", /nothing was rolled back/);
        assert.match(error.hint ?? "", /repair --mark-applied 1 --statement 2.*repair --retry 1/);
        assert.equal(story.sent().filter((text) => text.startsWith("ALTER TABLE a")).length, 1, "it is sent once");
        assert.deepEqual(await applied(story), [], "neither applied nor failed is recorded of what is in doubt");
      },
    ));

  test("a notice with the number of its job is no warning", () =>
    withStory(
      url,
      THREE,
      { choose: atStatement("CREATE INDEX", { kind: "notice", message: "waiting for job(s) to complete: 12" }) },
      async (story) => {
        const { events, error } = await story.migrate();
        assert.equal(error, undefined);
        assert.ok(!kindsOf(events).includes("server-warned"));
      },
    ));

  test("a URL that says cockroach is refused where PostgreSQL answers", () =>
    withStory(url, THREE, {}, async ({ database }) => {
      const { Tidemark } = await import("../../../src/tidemark.ts");
      await assert.rejects(Tidemark.open({ url: database.url.replace("postgres:", "cockroach:") }), {
        code: "unsupported-server",
      });
    }));
});
