// What differs between the release lines of Cassandra: Java, artifacts, names in cassandra.yaml. Pure.

/** A release line, such as 5.0, and what a sandbox must know of it. */
export interface ReleaseLine {
  /** The Java versions that it runs on, the preferred one first. */
  readonly javaVersions: readonly number[];
  /** Artifacts of group `org.apache.cassandra`, all of the server's own version. */
  readonly artifacts: readonly string[];
  /** Keys of cassandra.yaml that the line spells in its own way. */
  readonly settings: Readonly<Record<string, unknown>>;
}

const SETTINGS_40: Readonly<Record<string, unknown>> = {
  commitlog_sync_period_in_ms: 10_000,
  enable_materialized_views: true,
  enable_user_defined_functions: true,
  enable_sasi_indexes: true,
};

/** 4.1 gave most keys new names, and durations units. */
const SETTINGS_41: Readonly<Record<string, unknown>> = {
  commitlog_sync_period: "10000ms",
  materialized_views_enabled: true,
  user_defined_functions_enabled: true,
  sasi_indexes_enabled: true,
};

const LINES: ReadonlyMap<string, ReleaseLine> = new Map([
  ["5.0", { javaVersions: [17, 11], artifacts: ["cassandra-all"], settings: SETTINGS_41 }],
  ["4.1", { javaVersions: [11], artifacts: ["cassandra-all"], settings: SETTINGS_41 }],
  ["4.0", { javaVersions: [11], artifacts: ["cassandra-all"], settings: SETTINGS_40 }],
]);

export const SUPPORTED_LINES: readonly string[] = [...LINES.keys()];

/** The line of a version such as "5.0.8", or undefined when no sandbox can run it. */
export function releaseLineOf(version: string): ReleaseLine | undefined {
  return LINES.get(version.split(".").slice(0, 2).join("."));
}
