// Goal: with a node down no schema change is sent, and every node is named. Method: a cluster of two, one of them killed.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type Sandbox, withCassandra } from "../../src/testing.ts";
import { Tidemark } from "../../src/tidemark.ts";
import { withServer } from "../integration/cassandra/server.ts";

async function openShop({ contactPoint, port }: Sandbox, directory: string): Promise<Tidemark> {
  return Tidemark.open({ contactPoints: [`${contactPoint}:${port}`], keyspace: "shop", migrationsDir: directory });
}

withServer("with a node down nothing is changed", () => {
  // macOS has one loopback address, and the nodes of a cluster need one each.
  test("with a node down nothing is changed", { skip: process.platform !== "linux" }, async () => {
    const directory = await mkdtemp(join(tmpdir(), "tidemark-docs-"));
    try {
      await writeFile(join(directory, "V1__one.cql"), "CREATE TABLE IF NOT EXISTS one (id int PRIMARY KEY);");
      await withCassandra({ nodes: 2 }, async (sandbox) => {
        const tidemark = await openShop(sandbox, directory);
        try {
          await tidemark.init();
          const [, second] = sandbox.nodes;
          assert.ok(second !== undefined);
          process.kill(second.pid, "SIGKILL");
          await assert.rejects(tidemark.migrate(), (error) => {
            assert.ok(error instanceof Error && "code" in error);
            assert.equal(error.code, "agreement-not-reached");
            for (const { address } of sandbox.nodes) assert.ok(error.message.includes(address), error.message);
            return true;
          });
          const [migration] = (await tidemark.status()).migrations;
          assert.equal(migration?.state, "pending");
          assert.deepEqual(await tidemark.history(), []);
        } finally {
          await tidemark.close();
        }
      });
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});
