import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeClient } from "./fake-client.test.ts";
import { readModel } from "./read-model.ts";

/** A cluster whose schema version is another one each time it is asked for. */
async function warningsOf(replicationFactor: () => string): Promise<readonly string[] | undefined> {
  let version = 0;
  const client = fakeClient((query) => {
    const table = / FROM (\S+)/.exec(query)?.[1];
    if (table === "system.local") return { release_version: "3.11.19", data_center: "dc1", schema_version: ++version };
    if (table !== "system_schema.keyspaces") return undefined;
    const replication = { class: "SimpleStrategy", replication_factor: replicationFactor() };
    return { keyspace_name: "k", durable_writes: true, replication };
  });
  return (await readModel(client, "k"))?.warnings;
}

test("other people's changes are not worth a word, those of the keyspace itself are", async () => {
  let factor = 0;
  assert.deepEqual(await warningsOf(() => "1"), []);
  assert.match((await warningsOf(() => String(++factor)))?.join() ?? "", /changed the schema/);
});
