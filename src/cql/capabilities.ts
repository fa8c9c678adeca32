// What a product and version of it can do. Pure.
import { ToolError } from "../base/errors.ts";
import { CASSANDRA_RELEASES, type CassandraRelease } from "./cassandra-release.ts";
import type { Guardrails } from "./guardrails/guardrails.ts";

export type Product = "cassandra" | "scylla" | "astra" | "dse";

/** What an operator can switch, or what only the cluster knows. What is undefined is not known, and forbids nothing. */
export interface ServerSettings {
  readonly materializedViews?: boolean | undefined;
  readonly userDefinedFunctions?: boolean | undefined;
  /** Functions in languages other than Java, which Cassandra before 5.0 has. */
  readonly scriptedFunctions?: boolean | undefined;
  readonly sasiIndexes?: boolean | undefined;
  readonly dropCompactStorage?: boolean | undefined;
  readonly transientReplication?: boolean | undefined;
  /** Names of the data centres. */
  readonly datacenters?: readonly string[] | undefined;
  /** Classes of triggers that are installed. */
  readonly triggerClasses?: readonly string[] | undefined;
  /** Names of the memtable configurations beside "default". */
  readonly memtableConfigurations?: readonly string[] | undefined;
  /** Whether nodes keep change data; those that do not take the option `cdc` and forget it. */
  readonly changeDataCapture?: boolean | undefined;
  /** Whether columns may be masked; Cassandra 5.0 has it off by default. */
  readonly dynamicDataMasking?: boolean | undefined;
  /** Whether nodes repair on their own, so that tables have the option `auto_repair`. */
  readonly autoRepair?: boolean | undefined;
  /** What an operator limits for every role that is no superuser; Cassandra 4.1 and later tell. */
  readonly guardrails?: Guardrails | undefined;
}

export interface Capabilities {
  readonly product: Product;
  /** As the server says it: "5.0.8". */
  readonly version: string;
  /** The release of Cassandra whose rules hold: its own, or the one that another product follows. */
  readonly release: CassandraRelease;
  readonly settings: ServerSettings;
}

/**
 * @param version "5.0", "4.1.10", "6.8.50", "2025.1"; a Cassandra newer than is known here counts as the newest known
 * @throws ToolError `unsupported-server` for a Cassandra before 3.0, or what is no version
 */
export function capabilitiesFor(product: Product, version: string, settings: ServerSettings = {}): Capabilities {
  return { product, version, release: releaseOf(product, version), settings };
}

/** Whether the rules of this release of Cassandra hold, or those of a newer one. */
export function since(capabilities: Capabilities, release: CassandraRelease): boolean {
  return CASSANDRA_RELEASES.indexOf(capabilities.release) >= CASSANDRA_RELEASES.indexOf(release);
}

function releaseOf(product: Product, version: string): CassandraRelease {
  const [, majorText, minorText = "0"] = /^(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  if (majorText === undefined) {
    throw new ToolError("unsupported-server", `\`${version}\` is no version`, { hint: "a version reads like `5.0.8`" });
  }
  // ScyllaDB and DSE follow 3.11 in what DDL they take (docs/simulator.md); Astra follows 4.0 and has newer index types.
  if (product === "scylla" || product === "dse") return "3.11";
  if (product === "astra") return "4.1";
  const major = Number(majorText);
  const minor = Number(minorText);
  if (major < 3) {
    throw new ToolError("unsupported-server", `Cassandra ${version} is too old`, {
      hint: "tidemark knows the rules of Cassandra 3.11 to 5.0",
    });
  }
  if (major === 3) return "3.11";
  if (major === 4) return minor === 0 ? "4.0" : "4.1";
  return "5.0";
}
