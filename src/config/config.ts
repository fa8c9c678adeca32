// The settled configuration: what every command works with, after file, profile, environment and flags.
import type { FailOn, Levels } from "../lint/finding.ts";
import type { GuardrailLimits } from "../lint/guardrail-keys.ts";
import type { OptionValues } from "../lint/rule-options.ts";
import type { Secret } from "./secret.ts";

export const DIALECT_NAMES = ["cassandra", "scylla", "astra", "dse", "cockroach", "postgres"] as const;
export type DialectName = (typeof DIALECT_NAMES)[number];

export const CONSISTENCIES = [
  "ONE",
  "TWO",
  "THREE",
  "LOCAL_ONE",
  "LOCAL_QUORUM",
  "QUORUM",
  "EACH_QUORUM",
  "ALL",
] as const;
export type Consistency = (typeof CONSISTENCIES)[number];

export const SERIAL_CONSISTENCIES = ["SERIAL", "LOCAL_SERIAL"] as const;
export type SerialConsistency = (typeof SERIAL_CONSISTENCIES)[number];

/** A plain object; all paths in it are absolute, all durations milliseconds. */
export interface Config {
  /** What was said; undefined: to be detected at the server. */
  readonly dialect: DialectName | undefined;
  /** Set when a contact point or a bundle is configured; never together with `database`. */
  readonly cassandra: CassandraConfig | undefined;
  /** Set when a URL of a SQL database is configured. */
  readonly database: DatabaseConfig | undefined;
  /** The managed keyspace. */
  readonly keyspace: KeyspaceConfig | undefined;
  readonly migrations: MigrationsConfig;
  readonly history: HistoryConfig;
  readonly lock: LockConfig;
  readonly schema: SchemaConfig;
  /** Modules that declare tables, and directories of them. */
  readonly models: readonly string[];
  readonly lint: LintConfig;
  /** What the servers limit for roles that are no superuser, where they do not tell; undefined: not said. */
  readonly guardrails: GuardrailLimits | undefined;
  /** Whether the profile allows `sync`. */
  readonly sync: boolean;
  /** Whether somebody said so: otherwise it is the default of the profile. */
  readonly isSyncSaid: boolean;
  /** The profile in use; `-- @env` of a migration file asks for it. */
  readonly profile: string | undefined;
  /** The names of all profiles of the file, in its order. */
  readonly profiles: readonly string[];
  readonly origin: ConfigOrigin;
  /** For people, one line each: variables that tidemark does not know, certificates that are not checked. */
  readonly warnings: readonly string[];
}

export interface CassandraConfig {
  /** Empty when a bundle names the servers. */
  readonly contactPoints: readonly ContactPoint[];
  /** Undefined: the first contact point's. */
  readonly localDatacenter: string | undefined;
  readonly auth: AuthConfig | undefined;
  readonly consistency: Consistency;
  readonly serialConsistency: SerialConsistency;
  readonly connectTimeoutMs: number;
  readonly requestTimeoutMs: number;
  /** Undefined: no TLS (a bundle brings its own). */
  readonly ssl: SslConfig | undefined;
  readonly secureConnectBundle: string | undefined;
}

/** `host` is without brackets. */
export interface ContactPoint {
  readonly host: string;
  readonly port: number;
}

export interface AuthConfig {
  readonly username: string;
  readonly password: Secret;
}

export interface SslConfig {
  readonly caCerts: string | undefined;
  readonly certfile: string | undefined;
  readonly keyfile: string | undefined;
  /** Whether the server's certificate and name are checked. */
  readonly verify: boolean;
}

export interface DatabaseConfig {
  /** Prints with its password masked. */
  readonly url: Secret;
  /** The managed schema. */
  readonly schema: string;
  /** Session settings, by name. */
  readonly settings: Readonly<Record<string, string>>;
  /** How long a statement waits for a lock; 0: without end. */
  readonly lockTimeoutMs: number;
  /** How long a statement may take, unless its file says so; 0: without end. */
  readonly statementTimeoutMs: number;
  readonly connectTimeoutMs: number;
  /** A database that migration files are tried on; undefined: an embedded one. Prints with its password masked. */
  readonly shadowUrl: Secret | undefined;
}

export interface KeyspaceConfig {
  readonly name: string;
  /** As in CQL (`class`, `replication_factor` or data centres), for creating the keyspace; undefined: not said. */
  readonly replication: Readonly<Record<string, string>> | undefined;
}

export interface MigrationsConfig {
  readonly directory: string;
  /** Whether a version below the current one may be applied. */
  readonly outOfOrder: boolean;
  readonly variables: Readonly<Record<string, string>>;
}

export interface HistoryConfig {
  /** The managed keyspace, unless said otherwise; undefined when there is none. */
  readonly keyspace: string | undefined;
  /** The managed schema of a SQL database, unless said otherwise; undefined when there is none. */
  readonly schema: string | undefined;
  /** For SQL the name of the log; the lease stands in a table of this name with `_lock` behind it. */
  readonly table: string;
}

export interface LockConfig {
  readonly ttlMs: number;
  readonly waitMs: number;
}

export const AGREEMENT_VIEWS = ["nodes", "coordinator"] as const;
export type AgreementView = (typeof AGREEMENT_VIEWS)[number];

export interface SchemaConfig {
  readonly agreementWaitMs: number;
  /** Whose word counts for a node that cannot be reached: nobody's, or the coordinator's. */
  readonly agreement: AgreementView;
  /** How many nodes may be down, joining or out of reach. */
  readonly tolerateDown: number;
}

export interface LintConfig {
  readonly levels: Levels;
  /** What is set of the options of rules, by the name of the rule. */
  readonly options: Readonly<Record<string, OptionValues>>;
  /** From which level on a finding is a failure. */
  readonly failOn: FailOn;
  /** Whose rules hold: "cassandra:4.1", "live"; none: the newest of the dialect. */
  readonly servers: readonly string[];
}

export interface ConfigOrigin {
  /** `none`: there was no file; `values`: given in code. */
  readonly kind: "tidemark" | "cql-track" | "values" | "none";
  /** The absolute path of the file. */
  readonly file: string | undefined;
}
