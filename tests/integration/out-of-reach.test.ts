// Goal: a node that clients cannot reach stops a run, and does not when the coordinator's word may count for it.
// Method: two nodes, the second of which tells clients an address where nobody listens.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { EngineEvent } from "../../src/engine/event.ts";
import { type Sandbox, withCassandra } from "../../src/testing.ts";
import { Tidemark } from "../../src/tidemark.ts";
import type { TidemarkOptions } from "../../src/tidemark-options.ts";
import { withServer } from "./cassandra/server.ts";

/** Of the last loopback addresses, which no sandbox takes. */
const NOWHERE = "127.255.255.250";

async function withTidemark<Result>(
  { contactPoint, port }: Sandbox,
  options: TidemarkOptions,
  use: (tidemark: Tidemark) => Promise<Result>,
): Promise<Result> {
  const tidemark = await Tidemark.open({ contactPoints: [`${contactPoint}:${port}`], keyspace: "shop", ...options });
  try {
    return await use(tidemark);
  } finally {
    await tidemark.close();
  }
}

withServer("a node out of reach", () => {
  // macOS has one loopback address, and the nodes of a cluster need one each.
  test("a node out of reach", { skip: process.platform !== "linux" }, async (context) => {
    const directory = await mkdtemp(join(tmpdir(), "tidemark-reach-"));
    try {
      await writeFile(join(directory, "V1__one.cql"), "CREATE TABLE one (id int PRIMARY KEY);");
      await writeFile(join(directory, "V2__two.cql"), "CREATE TABLE two (id int PRIMARY KEY);");
      const nodeSettings = [{}, { broadcast_rpc_address: NOWHERE }];
      await withCassandra({ nodes: 2, nodeSettings }, async (sandbox) => {
        const options = { migrationsDir: directory };

        await context.test("stops init, and is named", () =>
          withTidemark(sandbox, options, (tidemark) =>
            assert.rejects(tidemark.init(), {
              code: "agreement-not-reached",
              message: new RegExp(`1 of 2 nodes cannot be asked.*${NOWHERE}:\\d+: is down, or out of reach`, "s"),
              hint: /--agreement coordinator/,
            }),
          ),
        );

        await context.test("counts by the coordinator's word, which is told and kept", () =>
          withTidemark(sandbox, { ...options, agreement: "coordinator" }, async (tidemark) => {
            const { absent } = await tidemark.init();
            assert.deepEqual(
              absent.map(({ reason }) => reason),
              ["coordinator"],
            );
            const events: EngineEvent[] = [];
            const { applied } = await tidemark.migrate({ onEvent: (event) => events.push(event) });
            assert.equal(applied.length, 2);
            const told = events.filter(({ kind }) => kind === "nodes-absent");
            assert.equal(told.length, 1);
            for (const { warnings } of await tidemark.history()) {
              assert.equal(warnings.length, 1);
              assert.match(
                warnings[0] ?? "",
                new RegExp(`settled without ${NOWHERE}.*the coordinator's word is taken`),
              );
            }
          }),
        );
      });
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});
