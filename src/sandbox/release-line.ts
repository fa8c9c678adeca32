// What differs between the release lines of Cassandra: Java, artifacts, names in cassandra.yaml. Pure.

/** A release line, such as 5.0, and what a sandbox must know of it. */
export interface ReleaseLine {
  /** The release that stands for the line when no exact one is named. */
  readonly newest: string;
  /** The first release whose cassandra.yaml has all of `settings`. */
  readonly oldest: string;
  /** The Java versions that it runs on, the preferred one first. */
  readonly javaVersions: readonly number[];
  /** What to fetch from Maven. */
  readonly artifacts: readonly Artifact[];
  /** Keys of cassandra.yaml that the line spells in its own way. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface Artifact {
  readonly group: string;
  readonly name: string;
  /** Undefined: the server's own. */
  readonly version?: string | undefined;
  readonly classifier?: string | undefined;
}

const SERVER: Artifact = { group: "org.apache.cassandra", name: "cassandra-all" };

/** Not named by the jar of 3.11 as what it needs: without Thrift it does not start, without the driver it has no CREATE FUNCTION. */
const UNDECLARED_311: readonly Artifact[] = [
  { group: "org.apache.cassandra", name: "cassandra-thrift" },
  { group: "com.datastax.cassandra", name: "cassandra-driver-core", version: "3.0.1", classifier: "shaded" },
];

const SETTINGS_311: Readonly<Record<string, unknown>> = {
  commitlog_sync_period_in_ms: 10_000,
  // 3.11 alone can serve Thrift, and does unless told otherwise; CQL it serves only when told.
  start_rpc: false,
  start_native_transport: true,
  enable_materialized_views: true,
  enable_user_defined_functions: true,
  enable_sasi_indexes: true,
  enable_drop_compact_storage: true,
};

const SETTINGS_40: Readonly<Record<string, unknown>> = {
  commitlog_sync_period_in_ms: 10_000,
  enable_materialized_views: true,
  enable_user_defined_functions: true,
  enable_sasi_indexes: true,
  enable_drop_compact_storage: true,
};

/** 4.1 gave most keys new names, and durations units. */
const SETTINGS_41: Readonly<Record<string, unknown>> = {
  commitlog_sync_period: "10000ms",
  materialized_views_enabled: true,
  user_defined_functions_enabled: true,
  sasi_indexes_enabled: true,
  drop_compact_storage_enabled: true,
};

const SETTINGS_50: Readonly<Record<string, unknown>> = { ...SETTINGS_41, dynamic_data_masking_enabled: true };

const LINES: ReadonlyMap<string, ReleaseLine> = new Map([
  ["5.0", { newest: "5.0.8", oldest: "5.0.0", javaVersions: [17, 11], artifacts: [SERVER], settings: SETTINGS_50 }],
  // Before 5.0 the server's memory meter cannot look into lambdas of Java 15 and later: it ends while it starts.
  ["4.1", { newest: "4.1.10", oldest: "4.1.0", javaVersions: [11], artifacts: [SERVER], settings: SETTINGS_41 }],
  ["4.0", { newest: "4.0.19", oldest: "4.0.0", javaVersions: [11], artifacts: [SERVER], settings: SETTINGS_40 }],
  [
    "3.11",
    {
      newest: "3.11.19",
      oldest: "3.11.11",
      javaVersions: [11],
      artifacts: [SERVER, ...UNDECLARED_311],
      settings: SETTINGS_311,
    },
  ],
]);

export const SUPPORTED_LINES: readonly string[] = [...LINES.keys()];

/** The line of a version such as "5.0.8", or undefined when no sandbox can run it. */
export function releaseLineOf(version: string): ReleaseLine | undefined {
  return LINES.get(version.split(".").slice(0, 2).join("."));
}
