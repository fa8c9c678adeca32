import assert from "node:assert/strict";
import { test } from "node:test";
import { describeJsonSchema } from "./json-schema.ts";
import { isRecord, valueAt } from "./place.ts";

const schema = describeJsonSchema();

test("editors refuse an unknown key, at the top and in a section", () => {
  assert.deepEqual(schema.additionalProperties, { not: {} });
  assert.deepEqual(valueAt(schema, ["properties", "lock", "anyOf", 0, "additionalProperties"]), { not: {} });
});

test("editors offer names, and still take a variable", () => {
  const dialect = valueAt(schema, ["properties", "dialect", "anyOf"]);
  assert.deepEqual(dialect, [
    { enum: ["cassandra", "scylla", "astra", "dse", "cockroach", "postgres"] },
    { type: "string", pattern: "\\$\\{" },
  ]);
});

test("a keyspace is a name or a section", () => {
  const options = valueAt(schema, ["properties", "keyspace", "anyOf"]);
  assert.ok(Array.isArray(options));
  assert.deepEqual(
    options.map((option) => isRecord(option) && option.type),
    ["string", "object"],
  );
});

test("every key but the obvious is described, in profiles too", () => {
  const ttl = ["properties", "lock", "anyOf", 0, "properties", "ttl", "description"];
  assert.equal(valueAt(schema, ttl), "How long it lives without being renewed (30s)");
  const profile = ["properties", "profiles", "anyOf", 0, "additionalProperties", "anyOf", 0];
  assert.equal(valueAt(schema, [...profile, ...ttl]), "How long it lives without being renewed (30s)");
});

test("lint rules are described with their levels and options, and an unknown one is refused", () => {
  const lint = valueAt(schema, ["properties", "lint", "anyOf", 0]);
  assert.ok(isRecord(lint));
  assert.deepEqual(lint.additionalProperties, { not: {} });
  assert.equal(valueAt(lint, ["properties", "truncate", "description"]), "a TRUNCATE (error)");
  const [levels, , section] = valueAt(lint, ["properties", "many-columns", "anyOf"]) as readonly unknown[];
  assert.deepEqual(levels, { enum: ["off", "warn", "error"] });
  assert.match(String(valueAt(section, ["properties", "limit", "description"])), / \(100\)$/);
  assert.deepEqual(valueAt(section, ["additionalProperties"]), { not: {} });
});
