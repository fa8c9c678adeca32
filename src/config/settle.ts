// Turns layers into the settled config, or into the mistakes that only their sum shows. Pure.
import { resolve } from "node:path";
import { judgedLimits } from "../lint/guardrail-keys.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { CassandraConfig, Config, ConfigOrigin, DatabaseConfig, SslConfig } from "./config.ts";
import type { CassandraTree, ConfigTree, SslTree } from "./config-tree.ts";
import { DEFAULTS } from "./defaults.ts";
import type { Layer } from "./layer.ts";
import { maskUrls } from "./mask-secrets.ts";
import { familyOfDialect, mergeLayers } from "./merge-layers.ts";
import { diagnosticAt, type Path, type Place, valueAt } from "./place.ts";
import { secretOf } from "./secret.ts";

export interface SettleFacts {
  readonly origin: ConfigOrigin;
  /** The directory that defaults of paths are relative to. */
  readonly base: string;
  readonly profile: string | undefined;
  readonly profiles: readonly string[];
  readonly warnings: readonly string[];
}

export interface Settled {
  readonly config: Config;
  /** With any of these, the config is not to be used. */
  readonly mistakes: readonly Diagnostic[];
}

/** Later layers win. */
export function settle(layers: readonly Layer[], facts: SettleFacts): Settled {
  const { tree, family } = mergeLayers(layers.map((layer) => layer.tree));
  const { keyspace, migrations, history, lock, schema } = tree;
  const cassandra = family === "cql" ? settleServers(tree, facts.origin) : undefined;
  const config: Config = {
    dialect: tree.dialect,
    cassandra,
    database: family === "sql" ? settleDatabase(tree) : undefined,
    keyspace: keyspace?.name === undefined ? undefined : { name: keyspace.name, replication: keyspace.replication },
    migrations: {
      directory: migrations?.directory ?? resolve(facts.base, DEFAULTS.migrationsDirectory),
      outOfOrder: migrations?.out_of_order ?? false,
      variables: migrations?.variables ?? {},
    },
    history: { keyspace: history?.keyspace ?? keyspace?.name, table: history?.table ?? DEFAULTS.historyTable },
    lock: { ttlMs: lock?.ttl ?? DEFAULTS.lockTtlMs, waitMs: lock?.wait ?? DEFAULTS.lockWaitMs },
    schema: {
      agreementWaitMs: schema?.agreement_wait ?? DEFAULTS.agreementWaitMs,
      agreement: schema?.agreement ?? DEFAULTS.agreement,
      tolerateDown: schema?.tolerate_down ?? DEFAULTS.tolerateDown,
    },
    models: tree.models ?? [],
    lint: tree.lint ?? {},
    guardrails: judgedLimits(tree.guardrails),
    sync: tree.sync ?? !isProduction(facts.profile),
    isSyncSaid: tree.sync !== undefined,
    profile: facts.profile,
    profiles: facts.profiles,
    origin: facts.origin,
    warnings: [...facts.warnings, ...warnOf(cassandra)],
  };
  return { config, mistakes: [...findRivals(layers), ...findHalves(config, tree, layers)] };
}

/** There the schema is changed by what was reviewed. */
function isProduction(profile: string | undefined): boolean {
  return profile !== undefined && ["prod", "production"].includes(profile.toLowerCase());
}

function settleServers({ cassandra, dialect }: ConfigTree, origin: ConfigOrigin): CassandraConfig {
  const tree: CassandraTree = cassandra ?? {};
  const port = tree.port ?? DEFAULTS.port;
  const { username, password } = tree.auth ?? {};
  const bundle = tree.secure_connect_bundle;
  const isAstra = bundle !== undefined || dialect === "astra";
  const serialConsistency = isAstra ? DEFAULTS.astraSerialConsistency : DEFAULTS.serialConsistency;
  return {
    contactPoints: (tree.contact_points ?? []).map((point) => ({ host: point.host, port: point.port ?? port })),
    localDatacenter: tree.local_datacenter,
    auth: username === undefined || password === undefined ? undefined : { username, password: secretOf(password) },
    consistency: tree.consistency ?? DEFAULTS.consistency,
    serialConsistency: tree.serial_consistency ?? serialConsistency,
    connectTimeoutMs: tree.connect_timeout ?? DEFAULTS.connectTimeoutMs,
    requestTimeoutMs: tree.request_timeout ?? DEFAULTS.requestTimeoutMs,
    ssl: bundle === undefined ? settleSsl(tree.ssl ?? {}, origin) : undefined,
    secureConnectBundle: bundle,
  };
}

/** Said with every command, so that nobody gets used to it in silence. */
function warnOf(cassandra: CassandraConfig | undefined): readonly string[] {
  if (cassandra?.ssl?.verify !== false) return [];
  return [
    "cassandra.ssl.verify is false: the server's certificate is not checked, so whoever stands in between can read and change what is sent, the password too",
  ];
}

/** Who names a certificate means TLS, and must not speak in clear because `enabled` is missing; cql-track demands `enabled`. */
function settleSsl(tree: SslTree, origin: ConfigOrigin): SslConfig | undefined {
  const isMeant = Object.values(tree).some((value) => value !== undefined) && origin.kind !== "cql-track";
  if (!(tree.enabled ?? isMeant)) return undefined;
  const { ca_certs: caCerts, certfile, keyfile, verify } = tree;
  return { caCerts, certfile, keyfile, verify: verify ?? true };
}

function settleDatabase({ database }: ConfigTree): DatabaseConfig {
  const url = database?.url ?? "";
  return { url: secretOf(url, maskUrls(url)), schema: database?.schema, settings: database?.settings ?? {} };
}

const TARGET_PATHS: readonly Path[] = [
  ["cassandra", "contact_points"],
  ["cassandra", "secure_connect_bundle"],
  ["database", "url"],
];

/** Two targets in one group of layers: none of them is the last. */
function findRivals(layers: readonly Layer[]): readonly Diagnostic[] {
  const placesByGroup = new Map<string, Place[]>();
  for (const { group, tree, locate } of layers) {
    const places = TARGET_PATHS.filter((path) => valueAt(tree, path) !== undefined).map((path) => locate(path, "key"));
    placesByGroup.set(group, [...(placesByGroup.get(group) ?? []), ...places]);
  }
  return [...placesByGroup.values()].flatMap((places) => {
    const last = places.at(-1);
    if (last === undefined || places.length < 2) return [];
    const labels = places.map((place) => place.label).join(" and ");
    return [diagnosticAt(last, `${labels} each name a target`, "keep one of them")];
  });
}

/** The values that lack a variable, unless a later layer gives the value. */
export function findUnset(layers: readonly Layer[]): readonly Diagnostic[] {
  return layers.flatMap((layer, index) =>
    layer.unset
      .filter(({ path }) => !layers.slice(index + 1).some((later) => valueAt(later.raw, path) !== undefined))
      .map(({ diagnostic }) => diagnostic),
  );
}

/** What needs its other half: a user and a password, a key and its certificate, a dialect and a target that speaks it. */
function findHalves(config: Config, tree: ConfigTree, layers: readonly Layer[]): readonly Diagnostic[] {
  const mistakes: Diagnostic[] = [];
  const { cassandra, database, dialect } = config;
  const { username, password } = tree.cassandra?.auth ?? {};
  if (cassandra !== undefined && username !== undefined && password === undefined) {
    const place = placeOf(layers, ["cassandra", "auth", "username"]);
    const hint = "set `cassandra.auth.password` or TIDEMARK_PASSWORD";
    mistakes.push(diagnosticAt(place, `${place.label} has no password beside it`, hint));
  }
  if (cassandra !== undefined && password !== undefined && username === undefined) {
    const place = placeOf(layers, ["cassandra", "auth", "password"]);
    const hint = "set `cassandra.auth.username` or TIDEMARK_USERNAME";
    mistakes.push(diagnosticAt(place, `${place.label} has no user beside it`, hint));
  }
  if (cassandra?.ssl?.keyfile !== undefined && cassandra.ssl.certfile === undefined) {
    const place = placeOf(layers, ["cassandra", "ssl", "keyfile"]);
    mistakes.push(diagnosticAt(place, `${place.label} has no certificate beside it`, "set `cassandra.ssl.certfile`"));
  }
  const configured = cassandra !== undefined ? "cql" : database !== undefined ? "sql" : undefined;
  if (dialect !== undefined && configured !== undefined && familyOfDialect(dialect) !== configured) {
    const place = placeOf(layers, ["dialect"]);
    const target = configured === "cql" ? "a CQL cluster" : "a SQL database";
    mistakes.push(diagnosticAt(place, `${place.label} is \`${dialect}\`, but the configured target is ${target}`));
  }
  return mistakes;
}

/** The place of the value that won. */
function placeOf(layers: readonly Layer[], path: Path): Place {
  const layer = layers.findLast(({ tree }) => valueAt(tree, path) !== undefined);
  return layer?.locate(path, "value") ?? { label: `\`${path.join(".")}\`` };
}
