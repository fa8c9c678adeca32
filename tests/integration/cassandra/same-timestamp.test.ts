// What running a data statement twice with one client timestamp does: the facts behind the rule that lists are asked for.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { connect, type Session } from "../../../src/adapters/cassandra/connect.ts";
import { classify } from "../../../src/cql/classify.ts";
import type { Target } from "../../../src/engine/ports.ts";
import { hashStatement, type Step } from "../../../src/plan/plan.ts";
import { openTarget, sessionOptions, withServer } from "./server.ts";

const TIMESTAMP_MICROS = 1_790_000_000_000_000;

withServer("one client timestamp on Cassandra", (server) => {
  const keyspace = `t_same_${process.pid}`;
  let target: Target;
  let session: Session;

  before(async () => {
    target = await openTarget(server, keyspace);
    await target.initialize({ createScope: true });
    session = await connect(sessionOptions(server, keyspace));
    await session.client.execute(
      `CREATE TABLE ${keyspace}.t (id text PRIMARY KEY, l list<int>, s set<int>, m map<text, int>, f frozen<list<int>>, v text)`,
    );
  });

  after(async () => {
    await session.client.execute(`DROP KEYSPACE IF EXISTS ${keyspace}`);
    await session.client.shutdown();
    await target.close();
  });

  async function runAt(text: string, timestampMicros: number): Promise<void> {
    const { kind, effect, object, onRetry } = classify(text);
    const facts = { statementKind: kind, effect, object, onRetry };
    const step: Step = {
      kind: "execute",
      index: 0,
      text,
      hash: hashStatement(text),
      ...facts,
      keyspace,
      file: "t.cql",
      line: 1,
    };
    const outcome = await target.execute(step, { timestampMicros });
    assert.equal(outcome.kind, "done");
  }

  async function runTwice(text: string): Promise<void> {
    for (const _time of [1, 2]) await runAt(text, TIMESTAMP_MICROS);
  }

  async function readValue(id: string, column: string): Promise<unknown> {
    const { rows } = await session.client.execute(`SELECT ${column} FROM ${keyspace}.t WHERE id = ?`, [id]);
    return rows[0]?.get(column);
  }

  test("a list that is overwritten twice holds its elements twice", async () => {
    await runTwice("UPDATE t SET l = [1, 2] WHERE id = 'list'");
    assert.deepEqual(await readValue("list", "l"), [1, 2, 1, 2]);
    assert.equal(classify("UPDATE t SET l = [1, 2] WHERE id = 'list'").onRetry, "ask");
  });

  for (const [what, column, literal, value] of [
    ["set", "s", "{1, 2}", [1, 2]],
    ["map", "m", "{'a': 1, 'b': 2}", { a: 1, b: 2 }],
    ["scalar", "v", "'x'", "x"],
  ] as const) {
    test(`a ${what} that is overwritten twice is as after once`, async () => {
      const text = `UPDATE t SET ${column} = ${literal} WHERE id = '${what}'`;
      await runTwice(text);
      assert.deepEqual(await readValue(what, column), value);
      assert.equal(classify(text).onRetry, "same-timestamp");
    });
  }

  test("a frozen list that is overwritten twice is as after once, though text alone does not tell", async () => {
    await runTwice("UPDATE t SET f = [1, 2] WHERE id = 'frozen'");
    assert.deepEqual(await readValue("frozen", "f"), [1, 2]);
  });

  test("a set that is added to twice is as after once", async () => {
    await runTwice("UPDATE t SET s = s + {7} WHERE id = 'added'");
    assert.deepEqual(await readValue("added", "s"), [7]);
  });

  test("what an application wrote between the tries wins over the second", async () => {
    await runAt("UPDATE t SET v = 'seed' WHERE id = 'app'", TIMESTAMP_MICROS);
    await session.client.execute(`UPDATE ${keyspace}.t SET v = 'app' WHERE id = 'app'`);
    await runAt("UPDATE t SET v = 'seed' WHERE id = 'app'", TIMESTAMP_MICROS);
    assert.equal(await readValue("app", "v"), "app");
  });

  test("a conditional statement takes no client timestamp, and is carried out all the same", async () => {
    await runAt("INSERT INTO t (id, v) VALUES ('once', 'a') IF NOT EXISTS", TIMESTAMP_MICROS);
    const { rows } = await session.client.execute(`SELECT writetime(v) AS at FROM ${keyspace}.t WHERE id = 'once'`);
    assert.notEqual(String(rows[0]?.at), String(TIMESTAMP_MICROS));
  });
});
