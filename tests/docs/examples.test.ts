// Goal: the examples run as they are. Method: each is started as its README says, on a real server and a keyspace of its own.
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { type TestServer, withServer } from "../integration/cassandra/server.ts";
import { withDocShell } from "./doc-shell.ts";

function variablesOf({ host, port }: TestServer, keyspace: string): Readonly<Record<string, string>> {
  return {
    TIDEMARK_CONTACT_POINTS: host,
    TIDEMARK_PORT: String(port),
    TIDEMARK_KEYSPACE: keyspace,
    CASSANDRA_HOST: host,
    CASSANDRA_PORT: String(port),
    CASSANDRA_KEYSPACE: keyspace,
  };
}

withServer("the examples run on a real server", (server) => {
  test("examples/cli deploys the shop, and a second time finds nothing to do", async () => {
    await withDocShell(server, async ({ run, keyspace }) => {
      const env = variablesOf(server, keyspace);
      const first = await run(`"${resolve("examples/cli/deploy.sh")}"`, env);
      assert.equal(first.exitCode, 0, first.output);
      assert.match(first.output, /is at 009 \(9 migrations in /);
      const second = await run(`"${resolve("examples/cli/deploy.sh")}"`, env);
      assert.equal(second.exitCode, 0, second.output);
      assert.match(second.output, /is up to date: it is at 009/);
    });
  });

  test("examples/node migrates the shop, whatever it started with", async () => {
    await withDocShell(server, async ({ run, keyspace }) => {
      const command = `node "${resolve("examples/node/migrate.mjs")}"`;
      const first = await run(command, variablesOf(server, keyspace));
      assert.equal(first.exitCode, 0, first.output);
      // The one for dev and staging is not for a target without a profile.
      assert.match(first.output, /^8 applied; \S+ is at 009$/m);
      const second = await run(command, variablesOf(server, keyspace));
      assert.match(second.output, /^0 applied; \S+ is at 009\n$/);
    });
  });

  test("examples/node tells a server that does not answer from a real failure", async () => {
    await withDocShell(server, async ({ run, keyspace }) => {
      const env = { ...variablesOf(server, keyspace), CASSANDRA_PORT: "1" };
      const { output, exitCode } = await run(`node "${resolve("examples/node/migrate.mjs")}"`, env);
      assert.match(output, /^later, perhaps: cannot connect/);
      assert.equal(exitCode, 75);
    });
  });
});
