// A URL of a SQL server → where it is and how to log in. Pure.
import { ToolError } from "../../base/errors.ts";
import { suggest } from "../../base/suggest.ts";
import { parseSqlUrl, type SqlServerUrl } from "../../dialect/sql-url.ts";

export interface PgAddress {
  /** Tried in this order. */
  readonly hosts: readonly PgHost[];
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly database: string;
  readonly tls: PgTls;
  /** Settings of the session, as the server's command line takes them: "-c geqo=off". */
  readonly options: string | undefined;
  readonly applicationName: string | undefined;
  readonly connectTimeoutMs: number | undefined;
  readonly bindsChannel: boolean;
}

export interface PgHost {
  /** A directory when it is a socket of the machine: "/var/run/postgresql". */
  readonly host: string;
  readonly port: number;
}

export interface PgTls {
  /** "verified": TLS with a certificate that is trusted and names the host; "unverified": TLS with any. Undefined: by the host. */
  readonly mode: "none" | "verified" | "unverified" | undefined;
  /** TLS from the first byte, as PostgreSQL 17 can. */
  readonly isDirect: boolean;
  readonly rootCertificate: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
}

/** What other clients read, and what changes nothing here: how they pool, and what they do with keep-alive packets. */
const IGNORED: ReadonlySet<string> = new Set([
  "pgbouncer",
  "connection_limit",
  "pool_timeout",
  "keepalives",
  "keepalives_idle",
  "keepalives_interval",
  "keepalives_count",
  "gssencmode",
  "client_encoding",
  "fallback_application_name",
  "sslcompression",
  "sslsni",
]);

const KNOWN = [
  "sslmode",
  "sslrootcert",
  "sslcert",
  "sslkey",
  "sslnegotiation",
  "host",
  "port",
  "user",
  "password",
  "dbname",
  "application_name",
  "options",
  "connect_timeout",
  "target_session_attrs",
  "channel_binding",
] as const;
type Known = (typeof KNOWN)[number];
type Query = ReadonlyMap<Known, string>;

/** Login: user [":" password]. Hosts: [host [":" port] {"," host [":" port]}]. @throws ToolError "config-invalid", which names what is wrong and never the password */
export function parsePgUrl(url: string): PgAddress {
  const parsed = parseSqlUrl(url);
  if (parsed?.kind !== "server") {
    const hint = "special characters are written as %XX; also cockroach://…, pglite:DIRECTORY, pglite:memory";
    throw invalid("it has not the form postgres://USER@HOST:PORT/DATABASE", hint);
  }
  const { login, hosts, database, parameters, defaultPort } = parsed;
  const settings = readSettings(parameters);
  const [user, ...password] = (login ?? "").split(":");
  return {
    hosts: parseHosts(hosts, settings, defaultPort),
    user: decode(user ?? "", "the user") || settings.get("user"),
    password: login?.includes(":") === true ? decode(password.join(":"), "the password") : settings.get("password"),
    database,
    tls: parseTls(settings),
    options: settings.get("options"),
    applicationName: settings.get("application_name"),
    connectTimeoutMs: parseTimeout(settings.get("connect_timeout")),
    bindsChannel: ["prefer", "require"].includes(settings.get("channel_binding") ?? ""),
  };
}

/** "db.example:5432, db2.example:5432": for messages. */
export function nameHosts(hosts: readonly PgHost[]): string {
  return hosts.map(({ host, port }) => (isSocket(host) ? host : `${bracket(host)}:${port}`)).join(", ");
}

export function isSocket(host: string): boolean {
  return host.startsWith("/");
}

/** Whether what is sent there stays on this machine. */
export function isLocal(host: string): boolean {
  return isSocket(host) || host === "localhost" || host === "::1" || /^127(\.\d+){3}$/.test(host);
}

function bracket(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

function readSettings(parameters: SqlServerUrl["parameters"]): Query {
  const settings = new Map<Known, string>();
  for (const [key, value] of parameters) {
    const known = KNOWN.find((each) => each === key);
    if (known !== undefined) settings.set(known, value);
    else if (!IGNORED.has(key)) {
      const close = suggest(key, KNOWN);
      const hint =
        close === undefined ? "what belongs to the database goes to database.settings" : `do you mean \`${close}\`?`;
      throw invalid(`it has a parameter that is not known: \`${key}\``, hint);
    }
  }
  return settings;
}

function parseHosts(text: string, settings: Query, defaultPort: number): readonly PgHost[] {
  const given = text === "" ? (settings.get("host") ?? "localhost") : text;
  const ports = settings.get("port")?.split(",") ?? [];
  return given.split(",").map((each, index) => {
    const match = /^(?:\[(?<v6>[^\]]*)\]|(?<name>[^:]*))(?::(?<port>\d+))?$/.exec(each);
    if (match === null)
      throw invalid(`\`${decode(each, "a host")}\` is no host`, "an address of IPv6 stands in brackets: [::1]");
    const { v6, name = "", port } = match.groups ?? {};
    const number = Number(port ?? ports[index] ?? ports[0] ?? defaultPort);
    if (!Number.isInteger(number) || number < 1 || number > 65_535) throw invalid(`\`${port}\` is no port`);
    return { host: v6 ?? (decode(name, "a host") || "localhost"), port: number };
  });
}

function parseTls(settings: Query): PgTls {
  return {
    mode: parseMode(settings.get("sslmode")),
    isDirect: settings.get("sslnegotiation") === "direct",
    // "system" is libpq's word for the authorities that the machine trusts: those are taken where none is named.
    rootCertificate: settings.get("sslrootcert") === "system" ? undefined : settings.get("sslrootcert"),
    certificate: settings.get("sslcert"),
    key: settings.get("sslkey"),
  };
}

function parseMode(mode: string | undefined): PgTls["mode"] {
  switch (mode) {
    case undefined:
      return undefined;
    case "disable":
      return "none";
    case "require":
    case "verify-ca":
    case "verify-full":
      return "verified";
    case "no-verify":
      return "unverified";
    case "allow":
    case "prefer":
      throw invalid(
        `sslmode=${mode} speaks in clear with whoever asks for it`,
        "write sslmode=require (certificate and name are verified), no-verify (they are not), or disable",
      );
    default:
      throw invalid(`sslmode=${mode} is not known`, "it is one of disable, require, verify-ca, verify-full, no-verify");
  }
}

function parseTimeout(seconds: string | undefined): number | undefined {
  const number = Number(seconds ?? 0);
  if (Number.isNaN(number)) throw invalid("connect_timeout is no number of seconds");
  return number > 0 ? number * 1_000 : undefined;
}

function decode(text: string, what: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    // Not the text: it may be the password.
    throw invalid(`${what} holds a \`%\` that begins no escape`, "write %25 for it", error);
  }
}

function invalid(message: string, hint?: string, cause?: unknown): ToolError {
  return new ToolError("config-invalid", `the URL of the database cannot be used: ${message}`, { hint, cause });
}
