import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilitiesFor, type Product } from "../capabilities.ts";
import { schemaQueries } from "./schema-queries.ts";

test("one keyspace is asked for by a parameter, all of them by none", () => {
  const capabilities = capabilitiesFor("cassandra", "4.1.10");
  assert.deepEqual(schemaQueries(capabilities, "My Keyspace")[0], {
    table: "keyspaces",
    text: "SELECT * FROM system_schema.keyspaces WHERE keyspace_name = ?",
    params: ["My Keyspace"],
    isOptional: false,
  });
  assert.deepEqual(schemaQueries(capabilities)[1], {
    table: "tables",
    text: "SELECT * FROM system_schema.tables",
    params: [],
    isOptional: false,
  });
});

test("only tables that the server has are asked for", () => {
  const extra = (product: Product, version: string): readonly string[] =>
    schemaQueries(capabilitiesFor(product, version))
      .map(({ table }) => table)
      .slice(10);
  assert.deepEqual(extra("cassandra", "3.11"), []);
  assert.deepEqual(extra("cassandra", "5.0"), ["column_masks"]);
  assert.deepEqual(extra("scylla", "2025.1"), ["scylla_keyspaces", "scylla_tables"]);
  assert.deepEqual(extra("astra", "4.0"), []);
});
