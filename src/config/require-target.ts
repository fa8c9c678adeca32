// Demands a target of a settled config. Pure.
import { joinAdvice } from "../base/advice.ts";
import { ToolError } from "../base/errors.ts";
import type { CassandraConfig, Config, DatabaseConfig, DialectName, KeyspaceConfig } from "./config.ts";
import { ConfigError } from "./config-error.ts";

export type ConfiguredTarget = CqlTarget | SqlTarget;

export interface CqlTarget {
  readonly kind: "cql";
  readonly dialect: DialectName | undefined;
  readonly cassandra: CassandraConfig;
  readonly keyspace: KeyspaceConfig;
  /** The keyspace and table of the history. */
  readonly history: { readonly keyspace: string; readonly table: string };
}

export interface SqlTarget {
  readonly kind: "sql";
  readonly dialect: DialectName | undefined;
  readonly database: DatabaseConfig;
  /** The schema and table of the history. */
  readonly history: { readonly schema: string; readonly table: string };
}

/**
 * The target of a command that needs a server. Nothing is assumed: what was not said is missing.
 * @throws ConfigError when there is no target or no keyspace; ToolError `unsupported-server` for Amazon Keyspaces
 */
export function requireTarget(config: Config): ConfiguredTarget {
  const { cassandra, database, dialect, keyspace, history } = config;
  if (database !== undefined) {
    const schema = history.schema ?? database.schema;
    return { kind: "sql", dialect, database, history: { schema, table: history.table } };
  }
  if (cassandra === undefined) {
    const keys =
      config.origin.kind === "cql-track"
        ? "`cassandra.contact_points`"
        : "`cassandra.contact_points` or `database.url`";
    const others = `set ${keys} in ${nameFile(config)}, or give --host or --url, or set TIDEMARK_CONTACT_POINTS or TIDEMARK_URL`;
    const hint = joinAdvice(hintProfiles(config), others);
    throw new ConfigError([{ message: "no target is configured", hint }]);
  }
  refuseAmazonKeyspaces(cassandra);
  if (keyspace === undefined) {
    const hint = `set \`keyspace\` in ${nameFile(config)}, or give --keyspace, or set TIDEMARK_KEYSPACE`;
    throw new ConfigError([{ message: "no keyspace is configured", hint }]);
  }
  const historyKeyspace = history.keyspace ?? keyspace.name;
  return { kind: "cql", dialect, cassandra, keyspace, history: { keyspace: historyKeyspace, table: history.table } };
}

/** What `SqlOptions` of the adapter asks for. */
export type SqlTargetOptions = Omit<DatabaseConfig, "shadowUrl"> & Pick<SqlTarget, "history">;

export function sqlOptionsOf({ database, history }: SqlTarget): SqlTargetOptions {
  const { shadowUrl: _shadowUrl, ...options } = database;
  return { ...options, history };
}

/**
 * @param what "sync", as a sentence about it begins
 * @throws ToolError "usage" for a SQL database
 */
export function refuseForSql(
  { database, dialect }: Pick<Config, "database" | "dialect">,
  what: string,
  hint: string,
): void {
  const isSql = database !== undefined || dialect === "postgres" || dialect === "cockroach";
  if (isSql) throw new ToolError("usage", `${what} is for CQL, and the target is a SQL database`, { hint });
}

// The service endpoints and VPC endpoints of Amazon Keyspaces; other hosts of amazonaws.com may be one's own clusters.
const AMAZON_KEYSPACES = /(?:^|\.)cassandra(?:-fips)?\.[\w-]+\.(?:vpce\.)?amazonaws\.com(?:\.cn)?$/i;

function refuseAmazonKeyspaces({ contactPoints }: CassandraConfig): void {
  const point = contactPoints.find(({ host }) => AMAZON_KEYSPACES.test(host));
  if (point === undefined) return;
  throw new ToolError("unsupported-server", `\`${point.host}\` is Amazon Keyspaces, which tidemark does not support`, {
    hint: "it changes tables asynchronously and has no logged batches, so a history could not be kept safely there",
  });
}

/** A file may name its targets in profiles alone. */
function hintProfiles({ profile, profiles }: Config): string | undefined {
  if (profile !== undefined || profiles.length === 0) return undefined;
  const what = profiles.length === 1 ? "profile" : "profiles";
  return `the file has the ${what} ${profiles.join(", ")}: --profile NAME`;
}

function nameFile({ origin }: Config): string {
  return origin.kind === "cql-track" ? "cqltrack.yml" : "tidemark.yaml";
}
