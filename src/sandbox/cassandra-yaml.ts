// A node's place in a sandbox → the text of its cassandra.yaml. Pure.
import type { ReleaseLine } from "./release-line.ts";

export interface NodeSettings {
  readonly line: ReleaseLine;
  readonly directory: string;
  readonly address: string;
  readonly nativePort: number;
  readonly storagePort: number;
  readonly seed: string;
  /** Keys that win over all others. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** One line a key, its value as JSON, which is YAML too. */
export function cassandraYaml(node: NodeSettings): string {
  const keys: Readonly<Record<string, unknown>> = {
    cluster_name: "tidemark sandbox",
    num_tokens: 1,
    // A first start has nothing to stream; without this a node waits for its ring.
    auto_bootstrap: false,
    partitioner: "org.apache.cassandra.dht.Murmur3Partitioner",
    endpoint_snitch: "SimpleSnitch",
    // A snapshot of what is dropped would make every DROP several times slower, and nobody wants it.
    auto_snapshot: false,
    data_file_directories: [`${node.directory}/data`],
    commitlog_directory: `${node.directory}/commitlog`,
    saved_caches_directory: `${node.directory}/saved_caches`,
    hints_directory: `${node.directory}/hints`,
    cdc_raw_directory: `${node.directory}/cdc_raw`,
    commitlog_sync: "periodic",
    listen_address: node.address,
    rpc_address: node.address,
    native_transport_port: node.nativePort,
    storage_port: node.storagePort,
    seed_provider: [
      {
        class_name: "org.apache.cassandra.locator.SimpleSeedProvider",
        parameters: [{ seeds: node.seed }],
      },
    ],
    ...node.line.settings,
    ...node.settings,
  };
  return Object.entries(keys)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join("");
}
