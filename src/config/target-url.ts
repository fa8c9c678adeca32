// Turns the URL of a target into the keys that it stands for. Pure; never shows the URL, which may hold a password.
import { suggest } from "../base/suggest.ts";
import { isSqlUrl, parseSqlUrl, SQL_SCHEMES } from "../dialect/sql-url.ts";
import type { ConfigFile } from "./config-file.ts";

export interface ParsedUrl {
  /** As in a file. */
  readonly tree: ConfigFile;
  /** Messages, each to stand behind the name of the flag or variable. */
  readonly problems: readonly { readonly message: string; readonly hint?: string }[];
}

/** A general scheme pins no dialect: a ScyllaDB is often called cassandra, a CockroachDB postgres. */
const CQL_DIALECTS: ReadonlyMap<string, string | undefined> = new Map([
  ["cassandra", undefined],
  ["scylla", "scylla"],
  ["astra", "astra"],
  ["dse", "dse"],
]);
const PARAMETERS: readonly string[] = ["localDatacenter", "consistency", "secureConnectBundle", "ssl"];

export function parseTargetUrl(text: string): ParsedUrl {
  const scheme = /^([a-z]+):/i.exec(text)?.[1]?.toLowerCase() ?? "";
  if (isSqlUrl(text)) {
    return { tree: { database: { url: text }, dialect: parseSqlUrl(text)?.product }, problems: [] };
  }
  if (CQL_DIALECTS.has(scheme)) return parseCqlUrl(scheme, text);
  const schemes = [...CQL_DIALECTS.keys(), ...SQL_SCHEMES].map((name) => `${name}:`).join(", ");
  return { tree: {}, problems: [{ message: "is no URL of a target", hint: `it begins with one of ${schemes}` }] };
}

/** scheme "://" [ user [ ":" password ] "@" ] hosts [ "/" keyspace ] [ "?" name "=" value { "&" name "=" value } ] */
function parseCqlUrl(scheme: string, text: string): ParsedUrl {
  const match = /^[a-z]+:\/\/(?:(.*)@)?([^/?#@]*)(?:\/([^/?#]*))?(?:\?([^#]*))?$/i.exec(text);
  if (match === null) {
    const hint = `write ${scheme}://user:password@host1,host2:9042/keyspace?localDatacenter=dc1, with special characters as %XX`;
    return { tree: {}, problems: [{ message: "is no URL of a target", hint }] };
  }
  const [, login = "", hosts = "", keyspace = "", query = ""] = match;
  const parameters = new URLSearchParams(query);
  const problems = [...new Set(parameters.keys())]
    .filter((name) => !PARAMETERS.includes(name))
    .map((name) => describeParameter(name));
  const [username, password] = splitLogin(login);
  const bundle = parameters.get("secureConnectBundle") ?? undefined;
  const enabled = parameters.get("ssl") ?? undefined;
  if (hosts === "" && bundle === undefined) {
    problems.push({ message: "names no host", hint: "a host, or ?secureConnectBundle=PATH, is needed" });
  }
  const cassandra = {
    ...(hosts !== "" && { contact_points: decode(hosts) }),
    ...((username !== "" || password !== undefined) && { auth: { username, password } }),
    local_datacenter: parameters.get("localDatacenter") ?? undefined,
    consistency: parameters.get("consistency") ?? undefined,
    secure_connect_bundle: bundle,
    ...(enabled !== undefined && { ssl: { enabled } }),
  };
  const dialect = CQL_DIALECTS.get(scheme);
  return { tree: { cassandra, dialect, ...(keyspace !== "" && { keyspace: decode(keyspace) }) }, problems };
}

function describeParameter(name: string): { readonly message: string; readonly hint: string } {
  const nearest = suggest(name, PARAMETERS);
  const hint = nearest === undefined ? `known parameters: ${PARAMETERS.join(", ")}` : `did you mean \`${nearest}\`?`;
  return { message: `has an unknown parameter \`${name}\``, hint };
}

function splitLogin(login: string): readonly [string, string | undefined] {
  const colon = login.indexOf(":");
  return colon === -1 ? [decode(login), undefined] : [decode(login.slice(0, colon)), decode(login.slice(colon + 1))];
}

/** A lone `%` is taken as it stands. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
