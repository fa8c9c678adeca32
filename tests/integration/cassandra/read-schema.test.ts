// Goal: what is read from a server's tables is the schema that its statements made, and the one that it describes.
// Method: a keyspace with everything, made on the server and in the simulator; DESCRIBE as a third witness.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Client } from "cassandra-driver";
import { readCapabilities } from "../../../src/adapters/cassandra/read-capabilities.ts";
import { readSchema } from "../../../src/adapters/cassandra/read-schema.ts";
import { type Capabilities, since } from "../../../src/cql/capabilities.ts";
import { parse } from "../../../src/cql/parser/parse.ts";
import { encodeSchema } from "../../../src/cql/schema/encode-schema.ts";
import { emptySchema, type Schema } from "../../../src/cql/schema/schema.ts";
import { simulate } from "../../../src/cql/simulate/simulate.ts";
import { describeDifferences } from "./described-schema.ts";
import { everything, masks } from "./everything.ts";
import { type TestKeyspace, withKeyspace, withServer } from "./server.ts";

/** Makes everything that the server knows, and says by which statements. */
async function makeEverything({ client, name }: TestKeyspace, capabilities: Capabilities): Promise<readonly string[]> {
  const statements = [...everything(name, capabilities), ...((await isMasking(client)) ? masks(name) : [])];
  for (const text of statements) await client.execute(text);
  return [
    `CREATE KEYSPACE ${name} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
    ...statements,
  ];
}

/** Cassandra 5.0 has it switched off by default; older ones do not know it. */
async function isMasking(client: Client): Promise<boolean> {
  const text = "SELECT value FROM system_views.settings WHERE name = 'dynamic_data_masking_enabled'";
  const answer = await client.execute(text).catch(() => undefined);
  return answer?.first()?.value === "true";
}

function simulateTexts(texts: readonly string[], capabilities: Capabilities): Schema {
  let schema = emptySchema();
  for (const text of texts) {
    const { statements, diagnostics } = parse(text);
    assert.deepEqual(diagnostics, [], text);
    for (const statement of statements) {
      const simulation = simulate(schema, statement, capabilities);
      assert.deepEqual(simulation.diagnostics, [], text);
      schema = simulation.schema;
    }
  }
  return schema;
}

withServer("the schema is read from Cassandra", (server) => {
  test("a keyspace with everything", (context) =>
    withKeyspace(server, async (keyspace) => {
      const { client, name } = keyspace;
      const capabilities = await readCapabilities(client);
      const made = await makeEverything(keyspace, capabilities);
      const reading = await readSchema(client, { keyspaces: [name] });
      assert.deepEqual(reading.diagnostics, []);

      await context.test("is what the simulator makes of its statements", () => {
        const options = { leaveOut: ["ids", "dropped-at"] } as const;
        const simulated = simulateTexts(made, capabilities);
        assert.deepEqual(encodeSchema(reading.schema, options), encodeSchema(simulated, options));
      });

      for (const how of ["plain", "internals"] as const) {
        const skip = since(capabilities, "4.0") ? false : "Cassandra 3.11 does not know DESCRIBE";
        await context.test(`is what the server describes (${how})`, { skip }, async () => {
          assert.deepEqual(await describeDifferences(client, reading, name, how), []);
        });
      }

      await context.test("is the same when all keyspaces are read, without the server's own", async () => {
        const { keyspaces } = encodeSchema((await readSchema(client)).schema);
        const found = keyspaces.find((each) => each.name === name);
        assert.deepEqual(found, encodeSchema(reading.schema).keyspaces[0]);
        assert.ok(keyspaces.every((each) => !each.name.startsWith("system")));
      });
    }));

  test("a keyspace that does not exist is not there, and the server's own is when it is asked for", () =>
    withKeyspace(server, async ({ client }) => {
      const { schema } = await readSchema(client, { keyspaces: ["nowhere", "system_auth"] });
      assert.deepEqual([...schema.keyspaces.keys()], ["system_auth"]);
      assert.ok(schema.keyspaces.get("system_auth")?.tables.has("roles"));
    }));

  test("product, version and settings are those of the server", () =>
    withKeyspace(server, async ({ client }) => {
      const capabilities = await readCapabilities(client);
      const local = (await client.execute("SELECT release_version, data_center FROM system.local")).first();
      assert.equal(capabilities.product, "cassandra");
      assert.equal(capabilities.version, local?.release_version);
      assert.deepEqual(capabilities.settings.datacenters, [local?.data_center]);
      const type = since(capabilities, "4.0") ? "boolean" : "undefined";
      assert.equal(typeof capabilities.settings.materializedViews, type);
      assert.equal(typeof capabilities.settings.dropCompactStorage, type);
    }));

  test("more columns than fit on a page are all read", () =>
    withKeyspace(server, async ({ name, client }) => {
      const columns = Array.from({ length: 180 }, (_, index) => `c${index} int`).join(", ");
      for (let index = 0; index < 30; index++) {
        await client.execute(`CREATE TABLE ${name}.t${index} (k int PRIMARY KEY, ${columns})`);
      }
      const { schema, diagnostics } = await readSchema(client, { keyspaces: [name] });
      assert.deepEqual(diagnostics, []);
      const tables = [...(schema.keyspaces.get(name)?.tables.values() ?? [])];
      assert.equal(tables.length, 30);
      assert.ok(tables.every((table) => table.columns.size === 181));
    }));
});
