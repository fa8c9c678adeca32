// What may be given in code instead of a configuration file.
import { ToolError } from "./base/errors.ts";
import type { ConfigFile } from "./config/config-file.ts";
import type { ConfigInputs } from "./config/config-inputs.ts";

/** A target given in code. Durations: a number of seconds, or "500ms", "30s", "10m". */
export interface TidemarkOptions {
  /**
   * `cassandra://user:password@host1,host2:9042/keyspace?localDatacenter=dc1`, instead of the parts below; or a SQL database:
   * `postgres://user:password@host:5432/shop`, `cockroach://…`, `pglite:DIRECTORY`, `pglite:memory`.
   */
  readonly url?: string | undefined;
  /** The managed schema of a SQL database; "public" by default. */
  readonly schema?: string | undefined;
  /** Session settings of a SQL database, by name: `{ "app.environment": "staging" }`. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** How long a statement of SQL waits for a lock before it is tried again; 5 s by default, 0: without end. */
  readonly lockTimeout?: number | string | undefined;
  /** How long a statement of SQL may take, unless its file says so; 0 by default: without end. */
  readonly statementTimeout?: number | string | undefined;
  /** A SQL database that migration files are tried on, for `drift`, `plan` and `diff`; an embedded one by default. */
  readonly shadowUrl?: string | undefined;
  /** "host" or "host:port" each. */
  readonly contactPoints?: readonly string[] | undefined;
  readonly port?: number | undefined;
  readonly localDatacenter?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** TLS: with the authorities of the system, or with those and the certificates given. */
  readonly ssl?: true | TlsFiles | undefined;
  /** Path of Astra's secure connect bundle, instead of `contactPoints`. */
  readonly secureConnectBundle?: string | undefined;
  /** "LOCAL_QUORUM" by default; the names are those of CQL. */
  readonly consistency?: string | undefined;
  /** "SERIAL" by default, for Astra "LOCAL_SERIAL". */
  readonly serialConsistency?: "SERIAL" | "LOCAL_SERIAL" | undefined;
  readonly keyspace?:
    | string
    | { readonly name: string; readonly replication?: Readonly<Record<string, string | number>> }
    | undefined;
  readonly dialect?: string | undefined;
  readonly migrationsDir?: string | undefined;
  /** Whether a version below the current one may be applied. */
  readonly outOfOrder?: boolean | undefined;
  /** What `${name}` in migration files stands for. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** How long the lock lives without being renewed, which a dead runner leaves behind; 30 s by default. */
  readonly lockTtl?: number | string | undefined;
  /** How long another runner is waited for; 5 minutes by default. */
  readonly lockWait?: number | string | undefined;
  /** How long the nodes may take to agree on the schema. */
  readonly agreementWait?: number | string | undefined;
  /** "coordinator": of nodes that cannot be reached, the word of the coordinator counts. */
  readonly agreement?: "nodes" | "coordinator" | undefined;
  /** How many nodes may be down, joining or out of reach; 0 by default. */
  readonly tolerateDown?: number | undefined;
  /** Paths of modules that declare tables, and of directories of them. */
  readonly models?: string | readonly string[] | undefined;
  /** Whether `sync` may run; true by default, but for a profile named `prod` or `production`. */
  readonly sync?: boolean | undefined;
  /** A configuration file, for what is not given here. Without one only what is given here counts. */
  readonly config?: string | undefined;
  readonly profile?: string | undefined;
  /** What relative paths are relative to; the working directory by default. */
  readonly cwd?: string | undefined;
}

/** Paths of PEM files. */
export interface TlsFiles {
  /** Of the authorities that are trusted; the system's by default. */
  readonly caCerts?: string | undefined;
  /** Of the client's certificate, for a server that demands one. */
  readonly certfile?: string | undefined;
  /** Of its key, if it is not in `certfile`. */
  readonly keyfile?: string | undefined;
  /** Whether the server's certificate and name are checked; true by default, and false puts a warning into `config.warnings`. */
  readonly verify?: boolean | undefined;
}

/** @param source a configuration file, options, or nothing: the file in the working directory */
export function toConfigInputs(source: string | TidemarkOptions | undefined): ConfigInputs {
  const options: TidemarkOptions = typeof source === "string" ? { config: source } : (source ?? {});
  const { config, profile, url, sync } = options;
  const cwd = options.cwd ?? process.cwd();
  const values = toValues(options);
  const usesFile = config !== undefined || Object.keys(values).length + (url === undefined ? 0 : 1) === 0;
  if (usesFile) {
    refuseBesideFile(options);
    return { cwd, env: process.env, flags: { config, profile, url, ...toFlags(options) } };
  }
  return { cwd, env: {}, flags: { profile, url, sync }, values };
}

/** @throws ToolError "usage": some options cannot stand beside a file, and are never left out in silence. */
function refuseBesideFile(options: TidemarkOptions): void {
  const { localDatacenter, username, password, ssl, secureConnectBundle, consistency, serialConsistency } = options;
  const { outOfOrder, variables, agreementWait, settings, lockTimeout, statementTimeout } = options;
  const servers = { localDatacenter, username, password, ssl, secureConnectBundle, consistency, serialConsistency };
  const fileOnly = { ...servers, outOfOrder, variables, agreementWait, settings, lockTimeout, statementTimeout };
  const names = Object.keys(withoutUndefined(fileOnly) ?? {});
  if (names.length === 0) return;
  throw new ToolError("usage", `${names.join(", ")} cannot be given beside a configuration file`, {
    hint: "put it into the file, where ${NAME} reads the environment; or give everything in code and no file",
  });
}

/** On top of a file, options weigh what flags weigh. */
function toFlags({
  contactPoints,
  port,
  keyspace,
  dialect,
  migrationsDir,
  lockTtl,
  lockWait,
  agreement,
  tolerateDown,
  models,
  sync,
  schema,
  shadowUrl,
}: TidemarkOptions): ConfigInputs["flags"] {
  const name = typeof keyspace === "object" ? keyspace.name : keyspace;
  const host = contactPoints?.join(",");
  const lock = { lockTtl, lockWait };
  const sql = { schema, shadowUrl };
  return { host, port, keyspace: name, ...sql, dialect, migrationsDir, ...lock, agreement, tolerateDown, models, sync };
}

function toValues(options: TidemarkOptions): ConfigFile {
  const { keyspace, dialect, models } = options;
  const cassandra = toServers(options);
  const { settings, lockTimeout: lock_timeout, statementTimeout: statement_timeout, shadowUrl: shadow_url } = options;
  const database = withoutUndefined({ schema: options.schema, settings, lock_timeout, statement_timeout, shadow_url });
  const { migrationsDir: directory, outOfOrder: out_of_order, variables, lockTtl: ttl, lockWait: wait } = options;
  const migrations = withoutUndefined({ directory, out_of_order, variables });
  const lock = withoutUndefined({ ttl, wait });
  const { agreementWait: agreement_wait, agreement, tolerateDown: tolerate_down } = options;
  const schema = withoutUndefined({ agreement_wait, agreement, tolerate_down });
  return (withoutUndefined({ cassandra, database, keyspace, dialect, migrations, lock, schema, models }) ??
    {}) as ConfigFile;
}

function toServers(options: TidemarkOptions): Record<string, unknown> | undefined {
  const { contactPoints: contact_points, port, localDatacenter: local_datacenter, username, password } = options;
  const { consistency, serialConsistency: serial_consistency, secureConnectBundle: secure_connect_bundle } = options;
  return withoutUndefined({
    contact_points,
    port,
    local_datacenter,
    auth: withoutUndefined({ username, password }),
    consistency,
    serial_consistency,
    ssl: options.ssl && toSsl(options.ssl),
    secure_connect_bundle,
  });
}

function toSsl(ssl: true | TlsFiles): Record<string, unknown> {
  const { caCerts: ca_certs, certfile, keyfile, verify } = ssl === true ? {} : ssl;
  return { enabled: true, ...withoutUndefined({ ca_certs, certfile, keyfile, verify }) };
}

/** @returns undefined for an object that has nothing in it. */
function withoutUndefined(values: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return given.length === 0 ? undefined : Object.fromEntries(given);
}
