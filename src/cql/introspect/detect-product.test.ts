import assert from "node:assert/strict";
import { test } from "node:test";
import { detectProduct } from "./detect-product.ts";

test("a Cassandra says its release, a snapshot the one that it will be", () => {
  const detect = (release_version: string): unknown =>
    detectProduct({ local: { release_version, cluster_name: "Test" }, scyllaVersion: undefined });
  assert.deepEqual(detect("5.0.8"), { product: "cassandra", version: "5.0.8" });
  assert.deepEqual(detect("4.1-alpha1-SNAPSHOT"), { product: "cassandra", version: "4.1" });
});

test("ScyllaDB is known by its own version (made up)", () => {
  const local = { release_version: "3.0.8", cluster_name: "" };
  const scyllaVersion = { version: "2025.1.3-0.20250601.abc" };
  assert.deepEqual(detectProduct({ local, scyllaVersion }), { product: "scylla", version: "2025.1.3" });
});

test("DSE says its version beside the one of Cassandra (made up)", () => {
  const local = { release_version: "4.0.0.6850", dse_version: "6.8.50", cluster_name: "dse" };
  assert.deepEqual(detectProduct({ local, scyllaVersion: undefined }), { product: "dse", version: "6.8.50" });
});

test("Astra and Amazon Keyspaces are known by the name of their cluster (made up)", () => {
  const detect = (local: object): unknown => detectProduct({ local: { ...local }, scyllaVersion: undefined });
  assert.deepEqual(detect({ release_version: "4.0.0.6816", dse_version: "6.8", cluster_name: "cndb" }), {
    product: "astra",
    version: "4.0.0.6816",
  });
  assert.deepEqual(detect({ release_version: "3.11.2", cluster_name: "Amazon Keyspaces" }), {
    product: "amazon-keyspaces",
    version: "3.11.2",
  });
});
