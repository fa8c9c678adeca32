// Turns layers into the settled config, or into the mistakes that only their sum shows. Pure.
import { resolve } from "node:path";
import { parseSqlUrl } from "../dialect/sql-url.ts";
import { judgedLimits } from "../lint/guardrail-keys.ts";
import type { OptionValues } from "../lint/rule-options.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { CassandraConfig, Config, ConfigOrigin, DatabaseConfig, LintConfig, SslConfig } from "./config.ts";
import type { CassandraTree, ConfigTree, LintTree, RuleTree, SslTree } from "./config-tree.ts";
import { DEFAULTS } from "./defaults.ts";
import type { Layer } from "./layer.ts";
import { maskUrls } from "./mask-secrets.ts";
import { type Family, familiesOf, familyOfDialect, mergeLayers } from "./merge-layers.ts";
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
  const { migrations, history, lock, schema } = tree;
  const cassandra = family === "cql" ? settleServers(tree, facts.origin) : undefined;
  const database = family === "sql" ? settleDatabase(tree) : undefined;
  // A keyspace of the file is that of the cluster that a SQL database has replaced.
  const keyspace = database === undefined ? tree.keyspace : undefined;
  const config: Config = {
    dialect: tree.dialect ?? parseSqlUrl(database?.url.reveal() ?? "")?.product,
    cassandra,
    database,
    keyspace: keyspace?.name === undefined ? undefined : { name: keyspace.name, replication: keyspace.replication },
    migrations: {
      directory: migrations?.directory ?? resolve(facts.base, DEFAULTS.migrationsDirectory),
      outOfOrder: migrations?.out_of_order ?? false,
      variables: migrations?.variables ?? {},
    },
    history: {
      keyspace: database === undefined ? (history?.keyspace ?? keyspace?.name) : undefined,
      schema: database === undefined ? undefined : (history?.schema ?? database.schema),
      table: history?.table ?? DEFAULTS.historyTable,
    },
    lock: { ttlMs: lock?.ttl ?? DEFAULTS.lockTtlMs, waitMs: lock?.wait ?? DEFAULTS.lockWaitMs },
    schema: {
      agreementWaitMs: schema?.agreement_wait ?? DEFAULTS.agreementWaitMs,
      agreement: schema?.agreement ?? DEFAULTS.agreement,
      tolerateDown: schema?.tolerate_down ?? DEFAULTS.tolerateDown,
    },
    models: tree.models ?? [],
    lint: settleLint(tree.lint ?? {}),
    guardrails: judgedLimits(tree.guardrails),
    sync: tree.sync ?? !isProduction(facts.profile),
    isSyncSaid: tree.sync !== undefined,
    profile: facts.profile,
    profiles: facts.profiles,
    origin: facts.origin,
    warnings: [...facts.warnings, ...warnOf(cassandra), ...warnOfUrl(tree)],
  };
  const mistakes = [...findRivals(layers), ...findStrangers(layers, family), ...findHalves(config, tree, layers)];
  return { config, mistakes: [...mistakes, ...findClashes(config, layers)] };
}

function settleLint({ fail_on: failOn = "error", servers = [], ...rules }: LintTree): LintConfig {
  const settings = Object.entries(rules as Readonly<Record<string, RuleTree>>);
  const levels = settings.flatMap(([name, { level }]) => (level === undefined ? [] : [[name, level] as const]));
  const options = settings.flatMap(([name, { level: _level, ...set }]) =>
    Object.keys(set).length === 0 ? [] : [[name, set as OptionValues] as const],
  );
  return { levels: Object.fromEntries(levels), options: Object.fromEntries(options), failOn, servers };
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

function warnOfUrl({ database }: ConfigTree): readonly string[] {
  const url = parseSqlUrl(database?.url ?? "");
  const isUnverified =
    url?.kind === "server" && url.parameters.some(([name, value]) => name === "sslmode" && value === "no-verify");
  if (!isUnverified) return [];
  return [
    "database.url says sslmode=no-verify: the server's certificate is not checked, so whoever stands in between can read and change what is sent, the password too",
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
  const { url = "", shadow_url: shadowUrl, ...tree } = database ?? {};
  return {
    url: secretOf(url, maskUrls(url)),
    schema: tree.schema ?? DEFAULTS.sqlSchema,
    settings: tree.settings ?? {},
    lockTimeoutMs: tree.lock_timeout ?? DEFAULTS.lockTimeoutMs,
    statementTimeoutMs: tree.statement_timeout ?? DEFAULTS.statementTimeoutMs,
    connectTimeoutMs: tree.connect_timeout ?? DEFAULTS.connectTimeoutMs,
    shadowUrl: shadowUrl === undefined ? undefined : secretOf(shadowUrl, maskUrls(shadowUrl)),
  };
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

/** Keys that only one kind of target has, and what says the same of the other. */
const OWN_PATHS: Readonly<Record<Family, readonly (readonly [path: Path, hint: string])[]>> = {
  cql: [
    [
      ["keyspace", "name"],
      "the schema of a SQL database is `database.schema`, or --schema; the database stands in its URL",
    ],
    [["history", "keyspace"], "of a SQL database it is `history.schema`"],
  ],
  sql: [
    [["database", "schema"], "what is managed on a CQL cluster is `keyspace`, or --keyspace"],
    [["database", "shadow_url"], "a CQL schema is tried in memory: it needs no shadow"],
    [["history", "schema"], "on a CQL cluster it is `history.keyspace`"],
  ],
};

/** Beside the target, or after it; what was said before is of another target, which this one has replaced. */
function findStrangers(layers: readonly Layer[], family: Family | undefined): readonly Diagnostic[] {
  const index = layers.findLastIndex(({ tree }) => familiesOf(tree).length > 0);
  const group = layers[index]?.group;
  if (family === undefined) return [];
  const foreign: Family = family === "cql" ? "sql" : "cql";
  const target = family === "cql" ? "a CQL cluster" : "a SQL database";
  return layers
    .filter((layer, at) => at >= index || layer.group === group)
    .flatMap(({ tree, locate }) =>
      OWN_PATHS[foreign]
        .filter(([path]) => valueAt(tree, path) !== undefined)
        .map(([path, hint]) => {
          const place = locate(path, "value");
          return diagnosticAt(place, `${place.label} means nothing to ${target}, which is the configured target`, hint);
        }),
    );
}

/** What contradicts the URL of a database: another product, and a shadow that is the database itself. */
function findClashes({ dialect, database }: Config, layers: readonly Layer[]): readonly Diagnostic[] {
  if (database === undefined) return [];
  const mistakes: Diagnostic[] = [];
  const url = database.url.reveal();
  const named = parseSqlUrl(url)?.product;
  if (dialect !== undefined && named !== undefined && familyOfDialect(dialect) === "sql" && dialect !== named) {
    const place = placeOf(layers, ["dialect"]);
    mistakes.push(
      diagnosticAt(place, `${place.label} is \`${dialect}\`, but the URL of the database says \`${named}\``),
    );
  }
  if (database.shadowUrl?.reveal() === url && url !== "pglite:memory") {
    const place = placeOf(layers, ["database", "shadow_url"]);
    const hint = "name a database of its own, which nobody else uses";
    mistakes.push(diagnosticAt(place, `${place.label} is the target itself: migration files are tried on it`, hint));
  }
  return mistakes;
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
