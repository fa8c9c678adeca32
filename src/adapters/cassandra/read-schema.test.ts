import assert from "node:assert/strict";
import { test } from "node:test";
import { driverError, fakeClient } from "./fake-client.test.ts";
import { readCapabilities } from "./read-capabilities.ts";
import { readSchema } from "./read-schema.ts";

const KEYSPACE = { keyspace_name: "k", durable_writes: true, replication: { class: "SimpleStrategy" } };
const LOCAL = { release_version: "3.11.19", cluster_name: "c", data_center: "dc1" };
const INVALID = 0x2200;

/** What a query is about: the table. */
function tableOf(query: string): string {
  return / FROM (\S+)/.exec(query)?.[1] ?? "";
}

test("a schema that changed while it was read is read again", async () => {
  const versions = ["1", "2", "2"];
  let reads = 0;
  const client = fakeClient((query) => {
    if (tableOf(query) === "system.local") return { ...LOCAL, schema_version: versions.shift() };
    if (tableOf(query) === "system_schema.keyspaces") return { ...KEYSPACE, keyspace_name: `k${++reads}` };
    return {};
  });
  const { schema } = await readSchema(client);
  assert.deepEqual([...schema.keyspaces.keys()], ["k2"]);
});

test("of a schema that changes all the time the last reading counts, and is marked", async () => {
  let version = 0;
  const client = fakeClient((query) => {
    if (tableOf(query) === "system.local") return { ...LOCAL, schema_version: ++version };
    return tableOf(query) === "system_schema.keyspaces" ? KEYSPACE : undefined;
  });
  const { schema, isConsistent } = await readSchema(client);
  assert.deepEqual([[...schema.keyspaces.keys()], isConsistent], [["k"], false]);
});

test("ScyllaDB is told apart by a table that Cassandra does not have", async () => {
  const asked: string[] = [];
  const client = fakeClient((query) => {
    asked.push(tableOf(query));
    if (tableOf(query) === "system.local") return { ...LOCAL, release_version: "3.0.8" };
    if (tableOf(query) === "system.versions") return { version: "2025.1.0-0.2025" };
    // An older ScyllaDB does not have it.
    if (tableOf(query) === "system_schema.scylla_keyspaces") throw driverError("ResponseError", INVALID);
    return tableOf(query) === "system_schema.keyspaces" ? KEYSPACE : {};
  });
  const { capabilities, schema } = await readSchema(client);
  assert.deepEqual([capabilities.product, capabilities.version], ["scylla", "2025.1.0"]);
  assert.ok(asked.includes("system_schema.scylla_tables") && schema.keyspaces.has("k"));
});

test("a table of the schema that cannot be read is an error, not an empty schema", async () => {
  const client = fakeClient((query) => {
    if (tableOf(query) === "system_schema.views") throw driverError("ResponseError", INVALID);
    return tableOf(query) === "system.local" ? LOCAL : {};
  });
  await assert.rejects(readSchema(client), { code: "server-failed" });
});

test("settings that nobody shows us stay unknown", async () => {
  const client = fakeClient((query) => {
    if (tableOf(query) === "system.local") return { ...LOCAL, release_version: "5.0.8" };
    throw driverError("ResponseError", 0x2100);
  });
  assert.deepEqual((await readCapabilities(client)).settings, { datacenters: ["dc1"] });
});

test("Amazon Keyspaces is refused with the reason", async () => {
  const client = fakeClient(() => ({ ...LOCAL, cluster_name: "Amazon Keyspaces" }));
  await assert.rejects(readCapabilities(client), { code: "unsupported-server" });
});
