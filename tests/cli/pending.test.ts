// Goal: `pending --min` answers whether a program can use the schema, without migration files, and waits for what may come.
// Method: on a real server, with another runner, and a relay that stands for a database that is still starting.
import assert from "node:assert/strict";
import { type AddressInfo, createServer, connect as openSocket, type Server, type Socket } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type TestServer, withServer } from "../integration/cassandra/server.ts";
import { assertExit, documentOf, errorOf, runCli, withDirectory, writeFiles } from "./cli.ts";
import { type CliWorld, withCliWorld } from "./keyspace.ts";

const FILES = {
  "V001__users.cql": "CREATE TABLE users (id int PRIMARY KEY);\n-- @down\nDROP TABLE users;\n",
  "V002__items.cql": "CREATE TABLE items (id int PRIMARY KEY);\n-- @down\nDROP TABLE items;\n",
};

/** Migrates with the files of another directory: that of the program has none. */
async function migrate({ config }: CliWorld, files: Readonly<Record<string, string>> = FILES): Promise<void> {
  await withDirectory({ "tidemark.yaml": config }, async (cwd) => {
    await writeFiles(
      cwd,
      Object.fromEntries(Object.entries(files).map(([name, text]) => [`migrations/${name}`, text])),
    );
    assertExit(await runCli(["migrate"], { cwd }), 0);
  });
}

const NOWHERE = { "tidemark.yaml": 'cassandra: { contact_points: ["127.0.0.1:1"] }\nkeyspace: shop\n' };

test("what cannot be asked is refused before any database is", () =>
  withDirectory(NOWHERE, async (cwd) => {
    for (const [line, message] of [
      ["pending --wait 5m", "--wait goes with --min or --max"],
      ["pending --min soon", '`--min` must be a version (such as 9, V009, 1.2 or 20260203_001), found "soon"'],
      ["pending --min 9 --max 8", "no version is at least 9 and at most 8"],
      [
        "pending --min 9 --wait soon",
        '`--wait` must be a duration (30 seconds are 30 or 30s; 500ms, 10m), found "soon"',
      ],
    ] as const) {
      const result = await runCli(line.split(" "), { cwd });
      assertExit(result, 2);
      assert.ok(result.stderr.startsWith(`error: ${message}\n`), result.stderr);
    }
  }));

test("a database that never answers is exit code 5, at once or after the wait, and why is told meanwhile", () =>
  withDirectory(NOWHERE, async (cwd) => {
    const atOnce = await runCli(["pending", "--min", "9", "--json"], { cwd });
    assertExit(atOnce, 5);
    assert.equal(errorOf(atOnce).code, "connection-failed");
    const startedMs = performance.now();
    const result = await runCli(["pending", "--min", "9", "--wait", "1s"], { cwd });
    assertExit(result, 5);
    assert.ok(performance.now() - startedMs >= 1_000);
    assert.match(result.stderr, /^waiting: cannot connect to 127\.0\.0\.1:1: nobody listens there/);
  }));

test("an interrupted wait is exit code 130", () =>
  withDirectory(NOWHERE, async (cwd) => {
    const interrupt = new AbortController();
    const running = runCli(["pending", "--min", "9", "--wait", "1m"], { cwd, signal: interrupt.signal });
    await sleep(300);
    interrupt.abort("SIGINT");
    assertExit(await running, 130);
  }));

withServer("the gate of a program", (server) => {
  test("the schema will do or not, and no migration files are needed", () =>
    withCliWorld(server, {}, async (world) => {
      const none = await world.run(["pending", "--min", "V001"]);
      assertExit(none, 1);
      const { keyspace } = world;
      assert.equal(
        none.stdout,
        `${keyspace} has no history of migrations, and 001 is the oldest that this program can use\n`,
      );
      assert.equal(none.stderr, "hint: run tidemark migrate, or wait for whoever does\n");
      await migrate(world);
      const both = await world.run(["pending", "--min", "1", "--max", "2.0"]);
      assertExit(both, 0);
      assert.equal(both.stdout, `${keyspace} is at 002, which will do\n`);
      const tooNew = await world.run(["pending", "--max", "1", "--wait", "1m"]);
      assertExit(tooNew, 1);
      assert.equal(tooNew.stdout, `${keyspace} is at 002, and 1 is the newest that this program can use\n`);
    }));

  test("without a bound the files are still asked for", () =>
    withCliWorld(server, {}, async (world) => {
      const result = await world.run(["pending"]);
      assertExit(result, 2);
      assert.match(result.stderr, /migrations/);
    }));

  test("as JSON it is one document, whatever the answer", () =>
    withCliWorld(server, {}, async (world) => {
      await migrate(world);
      const fits = await world.run(["pending", "--min", "V002", "--json"]);
      assertExit(fits, 0);
      const { keyspace } = world;
      const head = { format: 1, command: "pending", keyspace };
      assert.deepEqual(documentOf(fits), {
        ...head,
        compatible: true,
        current: "2",
        min: "2",
        max: null,
        reason: null,
      });
      const tooOld = await world.run(["pending", "--min", "V009", "--max", "12", "--json"]);
      assertExit(tooOld, 1);
      const reason = `${keyspace} is at 002, and 009 is the oldest that this program can use`;
      assert.deepEqual(documentOf(tooOld), { ...head, compatible: false, current: "2", min: "9", max: "12", reason });
    }));

  test("it waits for a keyspace, a history and a version that others make", () =>
    withCliWorld(server, {}, async (world) => {
      const { client, keyspace } = world;
      await client.execute(`DROP KEYSPACE ${keyspace}`);
      const waiting = world.run(["pending", "--min", "2", "--wait", "1m"]);
      await sleep(700);
      await client.execute(
        `CREATE KEYSPACE ${keyspace} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
      );
      await sleep(500);
      const other = await import("../../src/tidemark.ts");
      await withDirectory(FILES, async (migrationsDir) => {
        const contactPoints = [`${server.host}:${server.port}`];
        const tidemark = await other.Tidemark.open({ contactPoints, keyspace, migrationsDir });
        await tidemark.migrate().finally(() => tidemark.close());
      });
      const result = await waiting;
      assertExit(result, 0);
      assert.match(result.stderr, /^waiting: the keyspace \S+ does not exist, and 2 is the oldest/);
    }));

  test("it waits for a database that is still starting", () =>
    withCliWorld(server, {}, async (world) => {
      await migrate(world);
      const relay = await reserveRelay(server);
      try {
        const waiting = world.run(["pending", "--min", "2", "--wait", "1m", "--host", `127.0.0.1:${relay.port}`]);
        await sleep(1_000);
        await relay.open();
        const result = await waiting;
        assertExit(result, 0);
        assert.match(result.stderr, /^waiting: cannot connect to /);
      } finally {
        await relay.close();
      }
    }));

  test("who is at work is told while waiting, and what is under way is no version yet", () =>
    withCliWorld(server, {}, async (world) => {
      await migrate(world);
      const { client, keyspace } = world;
      const holder = JSON.stringify({ by: "ann", host: "build-7", pid: 4711, command: "migrate", since: 0 });
      const journal = {
        run: "r",
        version: "3",
        name: "V003__x.cql",
        checksum: "sha256:00",
        direction: "up",
        startedAt: 0,
      };
      await client.execute(
        `UPDATE ${keyspace}.tidemark_history USING TTL 60 SET lease_owner = 'one', lease_holder = ? WHERE scope = ?`,
        [holder, keyspace],
      );
      await client.execute(`UPDATE ${keyspace}.tidemark_history SET running = ? WHERE scope = ?`, [
        JSON.stringify({ ...journal, doneCount: 1 }),
        keyspace,
      ]);
      const result = await world.run(["pending", "--min", "3", "--wait", "500ms"]);
      assertExit(result, 1);
      assert.match(
        result.stderr,
        /^waiting: .*; 003 is being applied now; ann@build-7 \(migrate, process 4711\) is at work/,
      );
      assert.match(result.stdout, /; 003 is being applied now; gave up after 500 ms\n$/);
    }));
});

interface Relay {
  readonly port: number;
  /** Nobody listens before. */
  open(): Promise<void>;
  close(): Promise<void>;
}

/** A port at which the server will be found. */
async function reserveRelay({ host, port: serverPort }: TestServer): Promise<Relay> {
  const port = await freePort();
  const sockets = new Set<Socket>();
  const server: Server = createServer((incoming) => {
    const outgoing = openSocket(serverPort, host);
    for (const [socket, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on("error", () => other.destroy());
      socket.once("close", () => other.destroy());
    }
  });
  return {
    port,
    open: () => new Promise((resolve) => server.listen(port, "127.0.0.1", resolve)),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
