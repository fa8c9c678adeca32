// Reads the URL of a SQL database: what kind it is, which product it names, and what it is called. Pure; never shows the URL.

export type SqlUrl = SqlServerUrl | EmbeddedUrl;

export interface SqlServerUrl {
  readonly kind: "server";
  /** Undefined: the server says it. A CockroachDB is often called postgres. */
  readonly product: "cockroach" | undefined;
  /** Unless the URL names another. */
  readonly defaultPort: number;
  /** As it is called, and in messages. */
  readonly database: string;
  readonly title: string;
  /** What stands in these, whoever connects judges: they are not decoded. */
  readonly login: string | undefined;
  readonly hosts: string;
  /** In their order, decoded. */
  readonly parameters: readonly (readonly [string, string])[];
}

export interface EmbeddedUrl {
  readonly kind: "embedded";
  readonly product: "postgres";
  /** Undefined: in memory. */
  readonly directory: string | undefined;
  readonly title: string;
}

const SERVERS: Readonly<Record<string, Pick<SqlServerUrl, "product" | "defaultPort">>> = {
  postgres: { product: undefined, defaultPort: 5_432 },
  postgresql: { product: undefined, defaultPort: 5_432 },
  cockroach: { product: "cockroach", defaultPort: 26_257 },
  cockroachdb: { product: "cockroach", defaultPort: 26_257 },
};
const EMBEDDED = "pglite";
export const SQL_SCHEMES: readonly string[] = [...Object.keys(SERVERS), EMBEDDED];

/** scheme "://" [ login "@" ] hosts [ "/" database ] [ "?" query ] */
const SERVER = /^\w+:\/\/(?:(?<login>[^/?#]*)@)?(?<hosts>[^/?#]*)(?<path>\/[^/?#]*)?(?:\?(?<query>[^#]*))?$/;

/** By its scheme, in capitals or not: what follows may not hold. */
export function isSqlUrl(text: string): boolean {
  return SQL_SCHEMES.includes(schemeOf(text));
}

/** @returns undefined for one that names no database, or no directory. */
export function parseSqlUrl(text: string): SqlUrl | undefined {
  const scheme = schemeOf(text);
  if (scheme === EMBEDDED) return parseEmbedded(text);
  const server = Object.hasOwn(SERVERS, scheme) ? SERVERS[scheme] : undefined;
  const { login, hosts = "", path = "", query = "" } = SERVER.exec(text)?.groups ?? {};
  const parameters = parseQuery(query);
  const database = decode(path.slice(1)) || lastOf(parameters, "dbname");
  if (server === undefined || database === "") return undefined;
  return { kind: "server", ...server, database, title: database, login, hosts, parameters };
}

/** The same server, another database. @param url of a server */
export function withDatabase(url: string, database: string): string {
  const { path } = SERVER.exec(url)?.groups ?? {};
  const [head = url, ...query] = url.split("?");
  const server = path === undefined ? head : head.slice(0, -path.length);
  return [`${server}/${encodeURIComponent(database)}`, ...query].join("?");
}

/** What a directory is called as a database. */
export function titleOfDirectory(directory: string | undefined): string {
  if (directory === undefined) return MEMORY;
  return directory.split(/[/\\]/).findLast((name) => name !== "") ?? directory;
}

/** What a schema of a database is called: "shop", "shop.billing". */
export function titleOfSchema(database: string, schema: string): string {
  return schema === "public" ? database : `${database}.${schema}`;
}

const MEMORY = "memory";

function parseEmbedded(text: string): EmbeddedUrl | undefined {
  const place = /^\w+:(?:\/\/)?(.+)$/s.exec(text)?.[1];
  if (place === undefined) return undefined;
  const directory = place === MEMORY ? undefined : place;
  return { kind: "embedded", product: "postgres", directory, title: titleOfDirectory(directory) };
}

/** As PostgreSQL's own clients read it: a `+` is a plus. */
function parseQuery(query: string): readonly (readonly [string, string])[] {
  return [...new URLSearchParams(query.replaceAll("+", "%2B"))];
}

function lastOf(parameters: readonly (readonly [string, string])[], name: string): string {
  return parameters.findLast(([key]) => key === name)?.[1] ?? "";
}

/** A lone `%` is taken as it stands. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function schemeOf(text: string): string {
  return /^(\w+):/.exec(text)?.[1]?.toLowerCase() ?? "";
}
