// Goal: examples/fastify does what its README says. Method: it is started as a process, on a real server through a proxy that
// counts what it asks.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type TestServer, withServer } from "../integration/cassandra/server.ts";
import { startNativeProxy } from "../torture/native-proxy.ts";
import { withDocShell } from "./doc-shell.ts";

interface Service {
  readonly log: () => string;
  get(path: string): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }>;
  /** @returns the exit code, or the name of the signal that killed it */
  end(signal: NodeJS.Signals): Promise<number | string | null>;
  readonly ended: Promise<number | string | null>;
}

async function start(server: TestServer, keyspace: string, mode: string): Promise<Service> {
  const child = spawn(process.execPath, [resolve("examples/fastify/server.mjs")], {
    env: {
      PATH: process.env.PATH,
      MIGRATE: mode,
      PORT: "0",
      CASSANDRA_HOST: server.host,
      CASSANDRA_PORT: String(server.port),
      CASSANDRA_KEYSPACE: keyspace,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let log = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  const ended = once(child, "close").then(([code, signal]: (number | string | null)[]) => code ?? signal ?? null);
  const listening = (): string | undefined => /Server listening at (http:\/\/[\d.]+:\d+)/.exec(log)?.[1];
  for (let tries = 0; listening() === undefined && tries < 500; tries += 1) await sleep(20);
  const address = listening();
  assert.ok(address !== undefined, log);
  return {
    log: () => log,
    async get(path) {
      const response = await fetch(`${address}${path}`);
      return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> };
    },
    end(signal) {
      child.kill(signal);
      return ended;
    },
    ended,
  };
}

/** Asks until it is answered with 200. */
async function readOnce(service: Service, path: string): Promise<Readonly<Record<string, unknown>>> {
  for (let tries = 0; tries < 200; tries += 1) {
    const { status, body } = await service.get(path);
    if (status === 200) return body;
    await sleep(100);
  }
  return assert.fail(`${path} is never answered with 200:\n${service.log()}`);
}

async function logHolds({ log }: Service, words: RegExp): Promise<void> {
  for (let tries = 0; !words.test(log()) && tries < 200; tries += 1) await sleep(50);
  assert.match(log(), words);
}

withServer("examples/fastify runs on a real server", (server) => {
  test("it checks until another instance has migrated, asks seldom, and ends with 0", () =>
    withDocShell(server, async ({ keyspace }) => {
      const proxy = await startNativeProxy({ server, choose: () => undefined });
      const checking = await start(proxy, keyspace, "check");
      try {
        const first = await checking.get("/ready");
        assert.equal(first.status, 503);
        assert.match(String(first.body.reason), /^the keyspace \S+ does not exist, and 9 is the oldest/);
        assert.equal((await checking.get("/status")).status, 503);
        assert.equal((await checking.get("/live")).status, 200);

        const askedBefore = proxy.requests.length;
        for (let count = 0; count < 50; count += 1) assert.equal((await checking.get("/ready")).status, 503);
        const asked = proxy.requests.length - askedBefore;
        assert.ok(asked <= 12, `${asked} requests to the database for 50 to the service`);

        const migrating = await start(server, keyspace, "run");
        try {
          await readOnce(migrating, "/ready");
          // The last migration is there a moment before the lock is given back.
          await logHolds(migrating, /8 applied; \S+ is at 009/);
          assert.equal(await migrating.end("SIGTERM"), 0);
        } finally {
          await migrating.end("SIGKILL");
        }

        await readOnce(checking, "/ready");
        const body = await readOnce(checking, "/status");
        assert.equal(body.current, "9");
        assert.deepEqual(body.pendingVersions, []);

        const readyBefore = proxy.requests.length;
        await sleep(2_500);
        await checking.get("/ready");
        const history = proxy.requests.slice(readyBefore).filter(({ text }) => text.includes("tidemark_history"));
        assert.deepEqual(history, [], "once ready, it asks no more");
        assert.equal(await checking.end("SIGTERM"), 0);
      } finally {
        await checking.end("SIGKILL");
        await proxy.close();
      }
    }));

  test("a database that does not answer: checking waits for it, migrating ends with 5", async () => {
    const nowhere = { host: "127.0.0.1", port: 1 };
    const checking = await start(nowhere, "shop", "check");
    const { status, body } = await checking.get("/ready");
    assert.equal(status, 503);
    assert.match(String(body.reason), /^cannot connect to 127\.0\.0\.1:1/);
    assert.equal((await checking.get("/live")).status, 200);
    assert.equal(await checking.end("SIGTERM"), 0);
    assert.equal(await (await start(nowhere, "shop", "run")).ended, 5);
  });
});
