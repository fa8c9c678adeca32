// Goal: a session keeps its statements in order and its transactions whole. Method: a port that writes down what it is sent.
import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { test } from "node:test";
import { ToolError } from "../../base/errors.ts";
import type { SqlSession } from "../session.ts";
import { type OpenedSession, openSession, type SessionScopes } from "./open-session.ts";
import { transactionPort } from "./transaction-port.ts";

function scopes(): SessionScopes {
  const storage = new AsyncLocalStorage<readonly object[]>();
  return {
    run: (scope, work) => storage.run([...(storage.getStore() ?? []), scope], work),
    isWithin: (scope) => storage.getStore()?.includes(scope) === true,
  };
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));

/** What contains "fail" is refused, with the SQLSTATE that follows it. */
function fake(): { readonly opened: OpenedSession; readonly session: SqlSession; readonly sent: string[] } {
  const sent: string[] = [];
  const send = async (text: string, values: readonly unknown[]): Promise<readonly []> => {
    await pause();
    sent.push([text, ...values].join(" "));
    const [, sqlstate] = /fail (\w+)/.exec(text) ?? [];
    if (sqlstate !== undefined) throw new ToolError("step-failed", "refused", { details: { sqlstate } });
    return [];
  };
  const opened = openSession(
    {
      send,
      async transaction(work) {
        sent.push("BEGIN");
        const inside = transactionPort(send);
        try {
          const result = await work(inside);
          inside.assertWhole();
          sent.push("COMMIT");
          return result;
        } catch (error) {
          sent.push("ROLLBACK");
          throw error;
        }
      },
    },
    scopes(),
  );
  return { opened, session: opened.session, sent };
}

test("calls wait for each other, and a transaction is one of them", async () => {
  const { session, sent } = fake();
  await Promise.all([
    session.execute("1"),
    session.transaction(async (inside) => {
      await inside.execute("2");
      await pause();
      await inside.execute("3");
    }),
    session.execute("4"),
  ]);
  assert.deepEqual(sent, ["1", "BEGIN", "2", "3", "COMMIT", "4"]);
});

test("a session that is used in its own transaction says so, and does not wait for itself", async () => {
  const { session, sent } = fake();
  await assert.rejects(
    session.transaction(() => session.execute("1")),
    /waits for the transaction/,
  );
  await session.execute("2");
  assert.deepEqual(sent, ["BEGIN", "ROLLBACK", "2"]);
});

test("what a finished transaction has started may use its session again", async () => {
  const { session, sent } = fake();
  let later: Promise<unknown> | undefined;
  await session.transaction(async () => {
    later = pause()
      .then(pause)
      .then(() => session.execute("later"));
  });
  await later;
  assert.deepEqual(sent, ["BEGIN", "COMMIT", "later"]);
});

test("a transaction within one is a savepoint, and what it throws undoes it alone", async () => {
  const { session, sent } = fake();
  await session.transaction(async (outer) => {
    await outer.transaction((inner) => inner.execute("1"));
    await outer.transaction((inner) => inner.execute("fail 23505")).catch(() => undefined);
    await outer.execute("2");
  });
  assert.deepEqual(sent, [
    "BEGIN",
    "SAVEPOINT tidemark_1",
    "1",
    "RELEASE SAVEPOINT tidemark_1",
    "SAVEPOINT tidemark_1",
    "fail 23505",
    "ROLLBACK TO SAVEPOINT tidemark_1",
    "RELEASE SAVEPOINT tidemark_1",
    "2",
    "COMMIT",
  ]);
});

test("of a transaction with a failure that was caught nothing is kept", async () => {
  const { session, sent } = fake();
  const working = session.transaction(async (inside) => {
    await inside.execute("fail 23505").catch(() => undefined);
  });
  await assert.rejects(working, { details: { sqlstate: "23505" } });
  assert.equal(sent.at(-1), "ROLLBACK");
});

test("after a failure nothing more of a transaction is sent", async () => {
  const { session, sent } = fake();
  const working = session.transaction(async (inside) => {
    await inside.execute("fail 23505").catch(() => undefined);
    await inside.execute("more");
  });
  await assert.rejects(working, /an earlier statement of this transaction has failed/);
  assert.deepEqual(sent, ["BEGIN", "fail 23505", "ROLLBACK"]);
});

test("no savepoint keeps a transaction that the database wants to be begun again", async () => {
  const { session, sent } = fake();
  const working = session.transaction(async (outer) => {
    await outer.transaction((inner) => inner.execute("fail 40001")).catch(() => undefined);
  });
  await assert.rejects(working, { details: { sqlstate: "40001" } });
  assert.deepEqual(sent, ["BEGIN", "SAVEPOINT tidemark_1", "fail 40001", "ROLLBACK"]);
});

test("calls of a transaction that nobody awaited are a part of it", async () => {
  const { session, sent } = fake();
  await session.transaction(async (inside) => {
    void inside.execute("1");
    void inside.execute("2");
  });
  assert.deepEqual(sent, ["BEGIN", "1", "2", "COMMIT"]);
});

test("a session does not outlive its transaction", async () => {
  const { session } = fake();
  let kept: SqlSession | undefined;
  await session.transaction(async (inside) => {
    kept = inside;
  });
  await assert.rejects(async () => kept?.execute("1"), /the transaction has ended/);
});

for (const text of [
  "COMMIT",
  "begin",
  "-- a\n/* b /* c */ */ ROLLBACK TO x",
  "  ;START TRANSACTION",
  "savepoint a",
  "End",
]) {
  test(`${JSON.stringify(text)} is refused: a session keeps its transactions itself`, async () => {
    const { session, sent } = fake();
    await assert.rejects(session.execute(text), { code: "step-failed", message: /a session keeps its transactions/ });
    assert.deepEqual(sent, []);
  });
}

test("a value that is undefined is refused", async () => {
  await assert.rejects(fake().session.execute("SELECT $1", [undefined]), { code: "usage" });
});

test("an insert of more rows than one statement takes is all or nothing", async () => {
  const { session, sent } = fake();
  await session.insert(
    "t",
    Array.from({ length: 70_000 }, (_, id) => ({ id })),
  );
  assert.deepEqual([sent.length, sent[0], sent.at(-1)], [4, "BEGIN", "COMMIT"]);
});

test("a closed session waits for what is under way, and refuses what comes later", async () => {
  const { opened, session, sent } = fake();
  void session.execute("1");
  await opened.close("it is closed");
  assert.deepEqual(sent, ["1"]);
  await assert.rejects(session.execute("2"), /it is closed/);
});
