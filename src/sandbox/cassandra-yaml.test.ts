import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "yaml";
import { cassandraYaml, type NodeSettings } from "./cassandra-yaml.ts";
import { releaseLineOf } from "./release-line.ts";

test("it reads as YAML with the node's place in it", () => {
  const yaml = parse(cassandraYaml(node("5.0.8", {})));
  assert.equal(yaml.listen_address, "127.64.0.1");
  assert.equal(yaml.native_transport_port, 9_042);
  assert.deepEqual(yaml.data_file_directories, ['/tmp/a "b": c/data']);
  assert.equal(yaml.seed_provider[0].parameters[0].seeds, "127.64.0.9");
});

test("given settings win over the sandbox's own, whatever their shape", () => {
  const settings = { num_tokens: 16, client_encryption_options: { enabled: true, keystore: "/k" } };
  const yaml = parse(cassandraYaml(node("5.0.8", settings)));
  assert.equal(yaml.num_tokens, 16);
  assert.deepEqual(yaml.client_encryption_options, { enabled: true, keystore: "/k" });
});

test("a setting that is undefined is left out", () => {
  assert.equal("auto_bootstrap" in parse(cassandraYaml(node("5.0.8", { auto_bootstrap: undefined }))), false);
});

for (const [version, key] of [
  ["5.0.8", "materialized_views_enabled"],
  ["4.1.10", "materialized_views_enabled"],
  ["4.0.19", "enable_materialized_views"],
] as const) {
  test(`${version} switches views on by \`${key}\``, () => {
    assert.equal(parse(cassandraYaml(node(version, {})))[key], true);
  });
}

function node(version: string, settings: NodeSettings["settings"]): NodeSettings {
  const line = releaseLineOf(version);
  assert.ok(line !== undefined);
  const ports = { nativePort: 9_042, storagePort: 7_000 };
  return { line, directory: '/tmp/a "b": c', address: "127.64.0.1", ...ports, seed: "127.64.0.9", settings };
}
