// A real runner is killed with SIGKILL between a statement and its record, and another takes up its work.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { HistoryError } from "../../../src/engine/disagreement.ts";
import { settle } from "../../../src/engine/repair.ts";
import { migrationsOf } from "../../../src/testing/memory-runner.ts";
import { type RealRunner, realRunner } from "./real-runner.ts";
import { openTarget, type TestKeyspace, type TestServer, withKeyspace, withServer } from "./server.ts";

const FILES = {
  "V1__t.cql": [
    "CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, v text);",
    "INSERT INTO t (id, v) VALUES (1, 'a');",
    "CREATE TABLE visits (id int PRIMARY KEY, n counter);",
    "UPDATE visits SET n = n + 1 WHERE id = 1;",
    "INSERT INTO t (id, v) VALUES (2, 'b');",
  ].join("\n"),
};

async function killAfter(server: TestServer, keyspace: string, stepIndex: number): Promise<void> {
  const script = fileURLToPath(import.meta.url.replace("kill.test", "doomed-runner"));
  const args = [server.host, String(server.port), keyspace, JSON.stringify(FILES), String(stepIndex)];
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const [chunk] = await Promise.race([once(child.stdout, "data"), exited]);
  assert.equal(String(chunk), "stopped\n");
  child.kill("SIGKILL");
  await exited;
}

function afterKill(
  server: TestServer,
  stepIndex: number,
  use: (runner: RealRunner, keyspace: TestKeyspace) => Promise<void>,
): Promise<void> {
  return withKeyspace(server, async (keyspace) => {
    await killAfter(server, keyspace.name, stepIndex);
    const target = await openTarget(server, keyspace.name);
    try {
      await use(realRunner(target), keyspace);
    } finally {
      await target.close();
    }
  });
}

withServer("a runner that is killed on Cassandra", (server) => {
  test("after a guarded statement: the next one waits for the lease to expire, and goes on", () =>
    afterKill(server, 0, async (runner) => {
      assert.equal((await runner.migrate(FILES)).current, "1");
      assert.ok(runner.events.some(({ kind }) => kind === "waiting-for-lease"));
    }));

  test("after data: the next one writes it again with the same timestamp", () =>
    afterKill(server, 1, async (runner, { name, client }) => {
      const writtenAt = async (): Promise<string> => {
        const { rows } = await client.execute(`SELECT writetime(v) AS at FROM ${name}.t WHERE id = 1`);
        return String(rows[0]?.at);
      };
      const before = await writtenAt();
      assert.equal((await runner.migrate(FILES)).current, "1");
      assert.equal(await writtenAt(), before);
    }));

  test("after a plain CREATE: the next one looks, takes it as done, and goes on", () =>
    afterKill(server, 2, async (runner) => {
      assert.equal((await runner.migrate(FILES)).current, "1");
      assert.ok(runner.events.some((event) => event.kind === "step-found-done" && event.step.index === 2));
    }));

  test("after a counter: the next one stops, and goes on once a person has said that it counted", () =>
    afterKill(server, 3, async (runner, { name, client }) => {
      await assert.rejects(runner.migrate(FILES), (error) => {
        assert.ok(error instanceof HistoryError);
        const [doubt] = error.disagreements;
        assert.ok(doubt?.kind === "in-doubt");
        assert.equal(doubt.statementNumber, 4);
        return true;
      });
      const options = { ...runner.planOptions, migrations: migrationsOf(FILES) };
      await settle(runner.context, options, { version: "1", kind: "applied", statementNumber: 4 });
      assert.equal((await runner.migrate(FILES)).current, "1");
      const visits = await client.execute(`SELECT n FROM ${name}.visits`);
      assert.equal(String(visits.first()?.n), "1");
      const { rows } = await client.execute(`SELECT v FROM ${name}.t WHERE id = 2`);
      assert.equal(rows[0]?.v, "b");
    }));
});
