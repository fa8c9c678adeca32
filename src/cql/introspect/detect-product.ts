// Tells which product a server is, and its version, from what its system tables hold. Pure.
import type { Product } from "../capabilities.ts";
import { optionalTextIn, textIn } from "./row-value.ts";
import type { SystemRow } from "./schema-rows.ts";

export interface ProductFacts {
  /** The row of system.local. */
  readonly local: SystemRow;
  /** The row of system.versions, which only ScyllaDB has. */
  readonly scyllaVersion: SystemRow | undefined;
}

/** Amazon Keyspaces is told apart in order to be refused: it is no product that tidemark knows. */
export interface DetectedProduct {
  readonly product: Product | "amazon-keyspaces";
  /** As the product counts: "5.0.8", "2025.1.3", "6.8.50". */
  readonly version: string;
}

export function detectProduct({ local, scyllaVersion }: ProductFacts): DetectedProduct {
  const release = textIn(local, "release_version");
  const cluster = textIn(local, "cluster_name");
  // ScyllaDB calls itself Cassandra 3.0.8 for the sake of drivers; its own version reads "2025.1.3-0.20250601.abc".
  if (scyllaVersion !== undefined) {
    return { product: "scylla", version: versionOf(textIn(scyllaVersion, "version")) ?? release };
  }
  // The cluster of every Astra database has this name: cqlsh shows it ("Connected to cndb").
  if (cluster === "cndb") return { product: "astra", version: versionOf(release) ?? release };
  if (cluster === "Amazon Keyspaces") return { product: "amazon-keyspaces", version: release };
  const dse = optionalTextIn(local, "dse_version");
  if (dse !== undefined) return { product: "dse", version: versionOf(dse) ?? dse };
  return { product: "cassandra", version: versionOf(release) ?? release };
}

/** The numbers at the start: of "4.1-alpha1-SNAPSHOT" it is "4.1". */
function versionOf(text: string): string | undefined {
  return /^\d+(?:\.\d+)*/.exec(text)?.[0];
}
