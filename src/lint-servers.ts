// Turns what names servers ("cassandra:4.1", "live") into what lint needs of each. Loads PostgreSQL's parser only for PostgreSQL.
import { assert } from "./base/assert.ts";
import { ToolError } from "./base/errors.ts";
import type { Config } from "./config/config.ts";
import type { Capabilities } from "./cql/capabilities.ts";
import { CqlSchemaModel, NEWEST, parseServer } from "./dialect/cql-schema-model.ts";
import { type Dialect, isCqlDialect } from "./dialect/dialect.ts";
import { sqlDialect } from "./dialect/sql-dialect.ts";
import type { Target } from "./engine/ports.ts";
import { parseSidesOnce } from "./lint/cql/parse-side.ts";
import type { LintServer } from "./lint/lint.ts";
import { rulesFor } from "./lint/rules/rules.ts";
import { loadPgParser, type PgParse, parseOnce } from "./lint/sql/pg-parser.ts";
import { NEWEST_SQL, nameOfSqlServer, parseSqlServer, type SqlServer } from "./lint/sql/sql-server.ts";
import { saysNoDialect } from "./refuse-unsaid-dialect.ts";

/** The word for the product and version of the configured target, which is asked for them. */
export const LIVE = "live";

/** SQL, when nothing is configured and every server that is named is one of SQL: lint needs no configuration. */
export function dialectNamed(servers: readonly string[], config: Config): "postgres" | "cockroach" | undefined {
  if (!saysNoDialect(config)) return undefined;
  const products = servers.map((text) => /^\s*(postgres|cockroach)\s*(?::|$)/i.exec(text)?.[1]?.toLowerCase());
  if (products.length === 0 || products.includes(undefined)) return undefined;
  return products[0] === "cockroach" ? "cockroach" : "postgres";
}

/**
 * One each, in the order in which they are named; without any, the newest of the dialect.
 * @throws ToolError "usage" for what names no server of the dialect; for "live" also "connection-failed"
 */
export async function lintServersOf(
  names: readonly string[],
  config: Config,
  dialect: Dialect,
  target: () => Promise<Target>,
): Promise<readonly LintServer[]> {
  for (const text of names) refuseOtherLanguage(text, dialect);
  const servers = isCqlDialect(dialect.name)
    ? await cqlServers(names, config, dialect.name, target)
    : await sqlServers(names, config, dialect.name, target);
  const byRelease = new Map<string, LintServer>();
  for (const [index, server] of servers.entries()) {
    const release = releaseOf(server);
    // The live one tells more of itself than its release does.
    if (!byRelease.has(release) || isLiveWord(names[index] ?? "")) byRelease.set(release, server);
  }
  return [...byRelease.values()];
}

/** "postgres:14", "cassandra:5.0": by what comes after it no rule differs. */
function releaseOf({ name }: LintServer): string {
  return /^(?:postgres:\d+|[a-z]+:\d+\.\d+)/.exec(name)?.[0] ?? name;
}

function refuseOtherLanguage(text: string, { family }: Dialect): void {
  const [, product = ""] = /^\s*([a-z]+)\s*(?::|$)/i.exec(text) ?? [];
  const isCql = /^(cassandra|scylla|astra|dse)$/i.test(product);
  const isSql = /^(postgres|cockroach)$/i.test(product);
  if (family === "cql" ? !isSql : !isCql) return;
  const [server, files] = isSql ? ["a SQL server", "CQL"] : ["a CQL server", "SQL"];
  throw new ToolError("usage", `\`${text.trim()}\` is ${server}, and the files are ${files}`, {
    hint: "name a server of the same language; --dialect or another configuration says what the files are",
  });
}

async function cqlServers(
  names: readonly string[],
  { keyspace, profile, guardrails }: Config,
  dialect: Capabilities["product"],
  target: () => Promise<Target>,
): Promise<readonly LintServer[]> {
  const parse = names.length > 1 ? parseSidesOnce() : undefined;
  const common = { family: "cql", rules: rulesFor("cql"), keyspace: keyspace?.name, profile, parse } as const;
  const settled: LintServer[] = [];
  for (const text of names.length === 0 ? [`${dialect}:${NEWEST[dialect]}`] : names) {
    const isLive = isLiveWord(text);
    const capabilities = isLive ? await readCapabilities(await target()) : parseServer(text, dialect);
    // What the server says of its limits is truer than the configuration, which is for those that do not tell.
    const limits = (isLive ? capabilities.settings.guardrails : undefined) ?? guardrails;
    const name = `${capabilities.product}:${capabilities.version}`;
    settled.push({ name, language: { ...common, capabilities, guardrails: limits } });
  }
  return settled;
}

/** Every server has the keyspace `system`, also where the managed one is still to be made. */
async function readCapabilities(target: Target): Promise<Capabilities> {
  const model = await target.readSchema("system", "scope");
  assert(model instanceof CqlSchemaModel, "a target of CQL has models of CQL");
  return model.capabilities;
}

async function sqlServers(
  names: readonly string[],
  config: Config,
  dialect: "postgres" | "cockroach",
  target: () => Promise<Target>,
): Promise<readonly LintServer[]> {
  const servers: SqlServer[] = [];
  for (const text of names) {
    servers.push(isLiveWord(text) ? await readSqlServer(await target()) : parseSqlServer(text, dialect));
  }
  if (servers.length === 0) servers.push(NEWEST_SQL[dialect]);
  const parser = await parserFor(servers);
  const { database, profile } = config;
  const schema = database?.schema ?? "public";
  return servers.map((server): LintServer => {
    const { product } = server;
    const rules = sqlDialect(product);
    return {
      name: nameOfSqlServer(server),
      language: {
        family: "sql",
        rules: rulesFor(product),
        server,
        schema,
        profile,
        parse: product === "postgres" ? parser : undefined,
        transactionsOf: (statements, isWanted) => rules.transactionsOf?.(statements, isWanted) ?? [],
        judge: (statements, transactions) => [
          ...(rules.judgeSide?.(statements, transactions) ?? []),
          ...(rules.judgeOwnTables?.(
            statements,
            { namespace: config.history.schema, name: config.history.table },
            schema,
          ) ?? []),
        ],
      },
    };
  });
}

async function parserFor(servers: readonly SqlServer[]): Promise<PgParse | undefined> {
  const count = servers.filter(({ product }) => product === "postgres").length;
  if (count === 0) return undefined;
  const parse = await loadPgParser();
  return count > 1 ? parseOnce(parse) : parse;
}

async function readSqlServer(target: Target): Promise<SqlServer> {
  const { detectProduct } = await import("./adapters/sql/detect-product.ts");
  const { rows } = await target.query({ text: "SELECT version() AS version", keyspace: target.scope, pageSize: 1 });
  const { product, version } = detectProduct(String(rows[0]?.version));
  return { product, major: version.major, minor: version.minor };
}

function isLiveWord(text: string): boolean {
  return text.trim().toLowerCase() === LIVE;
}
