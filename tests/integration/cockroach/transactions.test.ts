// Goal: a transaction that CockroachDB ends in whatever way is carried out once and recorded once. Method: its end is disturbed in each
// way, through a proxy before a real PostgreSQL.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Fault } from "../../cockroach/proxy.ts";
import { kindsOf, withStory } from "../../cockroach/story.ts";
import { withPostgres } from "../postgres/server.ts";

const FILES = {
  "V1__a.sql": "CREATE TABLE a (id INT8, note STRING);\n",
  "V2__rows.sql": "INSERT INTO a (id) VALUES (1);\nUPDATE a SET note = 'x' WHERE id = 1;\n",
};

/** At the COMMIT of the transaction that holds the INSERT. */
function atCommit(fault: Fault): (request: { readonly text: string }) => Fault | undefined {
  let isNext = false;
  let isDone = false;
  return ({ text }) => {
    if (text.startsWith("INSERT INTO a")) isNext = !isDone;
    if (!isNext || text !== "COMMIT") return undefined;
    isNext = false;
    isDone = true;
    return fault;
  };
}

const AMBIGUOUS = { code: "40003", message: "result is ambiguous" };
const RESTART = { code: "40001", message: "restart transaction: TransactionRetryWithProtoRefreshError" };

withPostgres("transactions on CockroachDB", (url) => {
  const cases: readonly (readonly [string, Fault, boolean])[] = [
    ["the connection ends before COMMIT", { kind: "cut-before" }, true],
    ["the connection ends after COMMIT", { kind: "cut-after" }, false],
    ["COMMIT is ambiguous (40003), and was not carried out", { kind: "refuse", ...AMBIGUOUS }, true],
    ["COMMIT is ambiguous (40003), and was carried out", { kind: "refuse-after", ...AMBIGUOUS }, false],
    ["COMMIT has to be restarted (40001)", { kind: "refuse", ...RESTART }, true],
  ];
  for (const [what, fault, isRepeated] of cases) {
    test(`${what}: it is carried out once and recorded once`, () =>
      withStory(url, FILES, { choose: atCommit(fault) }, async (story) => {
        const { events, error } = await story.migrate();
        assert.equal(error, undefined);
        assert.equal(kindsOf(events).includes("transaction-repeated"), isRepeated, "that it is tried again is said");
        assert.deepEqual((await story.database.client.query("SELECT id::int, note FROM a")).rows, [
          { id: 1, note: "x" },
        ]);
        const history = await story.look((tidemark) => tidemark.history());
        assert.deepEqual(
          history.map(({ version, kind }) => `${kind} ${version}`),
          ["applied 1", "applied 2"],
        );
        assert.deepEqual(story.proxy.violations, []);
      }));
  }

  test("a statement that has to be restarted (40001) is tried again from the beginning of its transaction", () => {
    let count = 0;
    const choose = ({ text }: { readonly text: string }): Fault | undefined => {
      if (!text.startsWith("UPDATE a")) return undefined;
      count += 1;
      return count <= 2 ? { kind: "refuse", ...RESTART } : undefined;
    };
    return withStory(url, FILES, { choose }, async (story) => {
      const { events, error } = await story.migrate();
      assert.equal(error, undefined);
      assert.equal(kindsOf(events).filter((kind) => kind === "transaction-repeated").length, 2);
      assert.equal((await story.database.client.query("SELECT * FROM a")).rowCount, 1);
    });
  });

  test("a half done transaction (XXA00) is for a person", () =>
    withStory(
      url,
      FILES,
      {
        choose: atCommit({
          kind: "refuse-after",
          code: "XXA00",
          message: "transaction committed but schema change aborted",
        }),
      },
      async (story) => {
        const { error } = await story.migrate();
        assert.equal(error?.code, "step-in-doubt");
        assert.match(error.hint ?? "", /nothing was rolled back/);
      },
    ));
});
