// Turns environment variables into raw values with a file's keys. Pure.
import { suggest } from "../base/suggest.ts";
import type { Path } from "./place.ts";
import type { Environment } from "./substitute-variables.ts";

export interface RawValue {
  readonly path: Path;
  /** The name of the variable or flag. */
  readonly name: string;
  readonly value: string | number | boolean | readonly string[];
}

/** The name behind `TIDEMARK_`, and the key that it sets, or those: each kind of target has its own. */
export const VARIABLES: Readonly<Record<string, string | readonly string[]>> = {
  CONTACT_POINTS: "cassandra.contact_points",
  PORT: "cassandra.port",
  LOCAL_DATACENTER: "cassandra.local_datacenter",
  USERNAME: "cassandra.auth.username",
  PASSWORD: "cassandra.auth.password",
  CONSISTENCY: "cassandra.consistency",
  SERIAL_CONSISTENCY: "cassandra.serial_consistency",
  CONNECT_TIMEOUT: ["cassandra.connect_timeout", "database.connect_timeout"],
  REQUEST_TIMEOUT: "cassandra.request_timeout",
  SSL: "cassandra.ssl.enabled",
  SSL_CA_CERTS: "cassandra.ssl.ca_certs",
  SSL_CERTFILE: "cassandra.ssl.certfile",
  SSL_KEYFILE: "cassandra.ssl.keyfile",
  SSL_VERIFY: "cassandra.ssl.verify",
  SECURE_CONNECT_BUNDLE: "cassandra.secure_connect_bundle",
  SCHEMA: "database.schema",
  LOCK_TIMEOUT: "database.lock_timeout",
  STATEMENT_TIMEOUT: "database.statement_timeout",
  SHADOW_URL: "database.shadow_url",
  DIALECT: "dialect",
  KEYSPACE: "keyspace",
  MIGRATIONS_DIR: "migrations.directory",
  OUT_OF_ORDER: "migrations.out_of_order",
  HISTORY_KEYSPACE: "history.keyspace",
  HISTORY_SCHEMA: "history.schema",
  HISTORY_TABLE: "history.table",
  LOCK_TTL: "lock.ttl",
  LOCK_WAIT: "lock.wait",
  AGREEMENT_WAIT: "schema.agreement_wait",
  AGREEMENT: "schema.agreement",
  TOLERATE_DOWN: "schema.tolerate_down",
  MODELS: "models",
  SYNC: "sync",
};
/** These set no key: they choose the file, the profile, the target. */
const CHOOSERS: readonly string[] = ["CONFIG", "PROFILE", "URL"];
const CQL_TRACK_VARIABLES: readonly string[] = [
  "CONTACT_POINTS",
  "KEYSPACE",
  "PORT",
  "USERNAME",
  "PASSWORD",
  "CONSISTENCY",
  "SECURE_CONNECT_BUNDLE",
];

/** The values of all `TIDEMARK_…` variables that set a key. */
export function readVariables(env: Environment): readonly RawValue[] {
  return collect(env, "TIDEMARK_", Object.keys(VARIABLES));
}

/** The values of cql-track's own variables, for its file. */
export function readCqlTrackVariables(env: Environment): readonly RawValue[] {
  return collect(env, "CQLTRACK_", CQL_TRACK_VARIABLES);
}

/** One sentence for each `TIDEMARK_…` variable that means nothing here. */
export function describeUnknownVariables(env: Environment): readonly string[] {
  const known = [...Object.keys(VARIABLES), ...CHOOSERS].map((name) => `TIDEMARK_${name}`);
  return Object.keys(env)
    .filter((name) => name.startsWith("TIDEMARK_") && !known.includes(name) && variableOf(env, name) !== undefined)
    .map((name) => {
      // Compared without the prefix, which would make any two names look near.
      const nearest = suggest(name.slice("TIDEMARK_".length).toLowerCase(), known.map(suffixOf));
      const question = nearest === undefined ? "" : `: did you mean \`TIDEMARK_${nearest.toUpperCase()}\`?`;
      return `the environment variable \`${name}\` is not known${question}`;
    });
}

/** The value of a variable; an empty one is an unset one. */
export function variableOf(env: Environment, name: string): string | undefined {
  const value = env[name];
  return value === "" ? undefined : value;
}

function suffixOf(name: string): string {
  return name.slice("TIDEMARK_".length).toLowerCase();
}

function collect(env: Environment, prefix: string, suffixes: readonly string[]): readonly RawValue[] {
  return suffixes.flatMap((suffix) => {
    const name = prefix + suffix;
    const value = variableOf(env, name);
    if (value === undefined) return [];
    return [VARIABLES[suffix] ?? suffix].flat().map((key) => ({ name, value, path: key.split(".") }));
  });
}
