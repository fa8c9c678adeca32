// Goal: nothing is lost and nothing is done twice when a run is killed, interrupted, or not alone.
// Method: migrate as processes of their own on a real server, ended at moments that its output shows; then the history and
// the keyspace are held against the files.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { withServer } from "../integration/cassandra/server.ts";
import { startNativeProxy } from "../torture/native-proxy.ts";
import { assertExit, documentOf, type Files, spawnCli } from "./cli.ts";
import { type CliWorld, tablesOf, withCliWorld } from "./keyspace.ts";

const FILE_COUNT = 12;
const TABLES_EACH = 5;

/** @param guard "IF NOT EXISTS ", or nothing: then a statement that runs twice fails. */
function files(guard: string): Files {
  const versions = Array.from({ length: FILE_COUNT }, (_, index) => index + 1);
  return Object.fromEntries(
    versions.map((version) => {
      const tables = Array.from(
        { length: TABLES_EACH },
        (_, index) => `CREATE TABLE ${guard}t${version}_${index} (id int PRIMARY KEY);`,
      );
      return [`migrations/V${version}__tables.cql`, tables.join("\n")];
    }),
  );
}

/** Every migration was applied, once, and everything that it makes is there. */
async function assertAllApplied(world: CliWorld): Promise<void> {
  const { events } = documentOf(await world.run(["history", "--json"])) as {
    events: readonly { kind: string; version: string }[];
  };
  const expected = Array.from({ length: FILE_COUNT }, (_, index) => `applied ${index + 1}`);
  assert.deepEqual(
    events.map(({ kind, version }) => `${kind} ${version}`),
    expected,
  );
  assert.equal((await tablesOf(world)).length, FILE_COUNT * TABLES_EACH);
  assertExit(await world.run(["validate"]), 0);
  assert.deepEqual(documentOf(await world.run(["lock", "status", "--json"])).lock, null);
}

/** @returns the process that still holds the lock. */
async function killAtWork(world: CliWorld): Promise<number | undefined> {
  const { child, ended, stdoutHolds } = spawnCli(["migrate"], world.directory);
  await stdoutHolds("applied  1 ");
  child.kill("SIGKILL");
  await ended;
  return child.pid;
}

withServer("interrupted runs", (server) => {
  test("after kill -9, at whatever moment, the next run goes on", () =>
    withCliWorld(server, { config: "lock: { ttl: 3s }\n", files: files("IF NOT EXISTS ") }, async (world) => {
      for (const [moment, delayMs] of [
        ["applied  1 ", 0],
        ["applied  4 ", 25],
        ["applied  8 ", 60],
      ] as const) {
        const run = spawnCli(["migrate"], world.directory);
        await run.stdoutHolds(moment);
        await sleep(delayMs);
        run.child.kill("SIGKILL");
        await run.ended;
      }
      const last = await spawnCli(["migrate"], world.directory).ended;
      assertExit(last, 0);
      await assertAllApplied(world);
    }));

  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    test(`${signal} lets the statement finish, gives the lock back and leaves with ${code}; the next run goes on`, () =>
      withCliWorld(server, { files: files("") }, async (world) => {
        const run = spawnCli(["migrate"], world.directory);
        await run.stdoutHolds("applied  2 ");
        run.child.kill(signal);
        const interrupted = await run.ended;
        assertExit(interrupted, code);
        assert.match(
          interrupted.stderr,
          /^error: interrupted\n {2}hint: run the command again: it goes on where it stopped$/m,
        );
        assert.deepEqual(documentOf(await world.run(["lock", "status", "--json"])).lock, null);
        const { pendingCount } = documentOf(await world.run(["status", "--json"]));
        assert.ok(Number(pendingCount) > 0, "it was interrupted before the end");
        assertExit(await world.run(["migrate"]), 0);
        await assertAllApplied(world);
      }));
  }

  test("a second SIGINT leaves at once, in the middle of a statement; the next run goes on", () =>
    withCliWorld(server, { config: "lock: { ttl: 3s }\n", files: files("") }, async (world) => {
      const slow = await startNativeProxy({
        server,
        choose: ({ text }) => (text.includes("t3_0") ? { kind: "hold", ms: 60_000 } : undefined),
      });
      try {
        const run = spawnCli(["migrate", "--host", `${slow.host}:${slow.port}`], world.directory);
        await run.stdoutHolds("applied  2 ");
        run.child.kill("SIGINT");
        // Longer than what counts as one key press.
        await sleep(500);
        assert.equal(run.child.exitCode, null);
        run.child.kill("SIGINT");
        const secondMs = performance.now();
        assertExit(await run.ended, 130);
        assert.ok(performance.now() - secondMs < 2_000);
      } finally {
        await slow.close();
      }
      assertExit(await world.run(["migrate"]), 0);
      await assertAllApplied(world);
    }));

  test("a reader that goes away does not stop a run in the middle", () =>
    withCliWorld(server, { files: files("") }, async (world) => {
      const run = spawnCli(["migrate", "-v"], world.directory);
      await run.stdoutHolds("applied  2 ");
      run.child.stdout?.destroy();
      run.child.stderr?.destroy();
      assert.equal((await run.ended).exitCode, 0);
      await assertAllApplied(world);
    }));

  test("a runner that waits for another one can be interrupted", () =>
    withCliWorld(server, { config: "lock: { ttl: 10s }\n", files: files("IF NOT EXISTS ") }, async (world) => {
      const pid = await killAtWork(world);
      const stop = new AbortController();
      setTimeout(() => stop.abort("SIGTERM"), 2_500);
      const waiting = await world.run(["migrate"], { signal: stop.signal });
      assertExit(waiting, 143);
      assert.match(waiting.stderr, new RegExp(`waiting for .*\\(migrate, process ${pid}\\) to finish`));
    }));

  test("who waits in vain leaves with 3 and names the holder", () =>
    withCliWorld(server, { config: "lock: { ttl: 5s }\n", files: files("IF NOT EXISTS ") }, async (world) => {
      const pid = await killAtWork(world);
      const waited = await world.run(["migrate", "--lock-wait", "500ms"]);
      assertExit(waited, 3);
      assert.match(waited.stderr, new RegExp(`^error: .*process ${pid}\\) holds the lock; gave up after 500 ms`, "m"));
      const { lock } = documentOf(await world.run(["lock", "status", "--json"])) as {
        lock: { holder: { pid: number } };
      };
      assert.equal(lock.holder.pid, pid);
    }));

  test("a lock is broken by its epoch, and no other; then the next run need not wait", () =>
    withCliWorld(server, { config: "lock: { ttl: 60s }\n", files: files("IF NOT EXISTS ") }, async (world) => {
      const pid = await killAtWork(world);
      const { lock } = documentOf(await world.run(["lock", "status", "--json"])) as { lock: { epoch: number } };
      assertExit(await world.run(["lock", "break", "--yes"]), 2);
      const other = await world.run(["lock", "break", "--yes", "--epoch", String(lock.epoch + 1)]);
      assertExit(other, 2);
      assert.match(other.stderr, /the lock has epoch \d+, not \d+: it is another one/);
      const broken = await world.run(["lock", "break", "--yes", "--epoch", String(lock.epoch)]);
      assertExit(broken, 0);
      assert.match(broken.stdout, new RegExp(`process ${pid}\\) no longer holds the lock`));
      assertExit(await world.run(["migrate", "--lock-wait", "1s"]), 0);
      await assertAllApplied(world);
    }));

  test("of eight runs at once on a keyspace without a history one applies, all succeed, and who waits names the holder", () =>
    withCliWorld(server, { files: files("") }, async (world) => {
      const runs = await Promise.all(Array.from({ length: 8 }, () => spawnCli(["migrate"], world.directory).ended));
      for (const run of runs) assertExit(run, 0);
      await assertAllApplied(world);
      const waiting = runs.filter(({ stderr }) =>
        /^waiting for .+@.+ \(migrate, process \d+\) to finish/m.test(stderr),
      );
      assert.ok(waiting.length > 0, runs.map(({ stderr }) => stderr).join("---\n"));
    }));
});
