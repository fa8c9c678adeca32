// The kinds of values in a configuration, as schemas. A schema's message says what is expected: "must be <message>, found …".
import * as v from "valibot";
import { assert } from "../base/assert.ts";
import { parseDuration } from "../base/duration.ts";
import { isSqlUrl, parseSqlUrl, SQL_SCHEMES } from "../dialect/sql-url.ts";
import type { ContactPointTree } from "./config-tree.ts";
import { parseContactPoint } from "./contact-point.ts";

type Value<Input, Output> = v.GenericSchema<Input, Output>;

const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["yes", true],
  ["on", true],
  ["false", false],
  ["no", false],
  ["off", false],
]);

export const textValue: Value<string, string> = v.pipe(v.string("text"), v.nonEmpty("text that is not empty"));

/** Text is taken beside `true` and `false`, because `${NAME}` and variables give text, and YAML 1.1 says `yes` and `off`. */
export const booleanValue: Value<boolean | string, boolean> = v.pipe(
  v.union([v.boolean(), v.string()], "true or false"),
  v.transform((value) => (typeof value === "boolean" ? value : TRUTHS.get(value.toLowerCase()))),
  v.boolean("true or false"),
);

const PORT = "a port from 1 to 65535";
export const portValue: Value<number | string, number> = v.pipe(
  v.union([v.number(), v.string()], PORT),
  v.transform(Number),
  v.integer(PORT),
  v.minValue(1, PORT),
  v.maxValue(65_535, PORT),
);

const COUNT = "a whole number from 0";
export const countValue: Value<number | string, number> = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.regex(/^\d+$/, COUNT))], COUNT),
  v.transform(Number),
  v.integer(COUNT),
  v.minValue(0, COUNT),
);

const LIMIT = "a whole number (-1: no limit)";
export const limitValue: Value<number | string, number> = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.regex(/^-?\d+$/, LIMIT))], LIMIT),
  v.transform(Number),
  v.integer(LIMIT),
);

/** As `parseDuration` reads it; written out for editors. */
const DURATION = /^\s*\d+(\.\d+)?\s*(ms|s|m|h|d)?\s*$/;

/** Milliseconds from a number of seconds or text like "30s"; the bounds are such texts, and both belong to the range. */
export function durationValue(min: string, max: string): Value<number | string, number> {
  const minMs = parseDuration(min);
  const maxMs = parseDuration(max);
  assert(minMs !== undefined && maxMs !== undefined, "bounds are durations");
  const expected = `a duration from ${min} to ${max} (like 500ms, 30s, 10m; a bare number is seconds)`;
  return v.pipe(
    v.union([v.number(), v.pipe(v.string(), v.regex(DURATION, expected))], expected),
    v.transform((value) => (typeof value === "number" ? Math.round(value * 1_000) : parseDuration(value))),
    v.number(expected),
    v.minValue(minMs, expected),
    v.maxValue(maxMs, expected),
  );
}

/** One of some names, in any case of letters; gives the name as it is listed. */
export function choiceValue<const Name extends string>(names: readonly Name[]): Value<string, Name> {
  const expected = `one of ${names.join(", ")}`;
  const byLowerCase = new Map(names.map((name) => [name.toLowerCase(), name]));
  return v.pipe(
    v.string(expected),
    v.transform((text) => byLowerCase.get(text.toLowerCase())),
    v.custom<Name>((name) => name !== undefined, expected),
  );
}

const SQL_SCHEMA = "a schema of your own (at most 63 bytes)";
/** PostgreSQL cuts longer names off, and keeps `pg_` for itself. */
export const sqlSchemaValue: Value<string, string> = v.pipe(
  v.string(SQL_SCHEMA),
  v.nonEmpty(SQL_SCHEMA),
  v.maxBytes(63, SQL_SCHEMA),
  v.check((name) => !/^pg_|^information_schema$|\0/.test(name), SQL_SCHEMA),
);

/** What each transaction sets by itself; a search path may be wider than the managed schema, for extensions. */
const OWN_SETTINGS: readonly string[] = ["lock_timeout", "statement_timeout"];
const OWN_KEY = "said by its own key (`database.lock_timeout`, `database.statement_timeout`)";
const SETTING = "called like a setting (app.environment)";
export const settingsValue: Value<Readonly<Record<string, string>>, Readonly<Record<string, string>>> = v.record(
  v.pipe(
    v.string(SETTING),
    v.regex(/^[a-z_][\w$]*(\.[a-z_][\w$]*)*$/i, SETTING),
    v.check((name) => !OWN_SETTINGS.includes(name.toLowerCase()), OWN_KEY),
  ),
  v.string("text (in quotes)"),
  "a section of keys and values",
);

// Cassandra 3.11–5.0 and ScyllaDB refuse any other character in names of keyspaces and tables, quoted or not, and more than 48.
const NAME = "a name of letters, digits and _ (at most 48)";
export const nameValue: Value<string, string> = v.pipe(v.string(NAME), v.regex(/^\w{1,48}$/, NAME));

const HOST = "`host` or `host:port` (an IPv6 address in brackets)";
export const contactPointsValue: Value<string | readonly string[], readonly ContactPointTree[]> = v.pipe(
  v.union([v.string(), v.pipe(v.array(v.string()), v.readonly())], "a list of hosts"),
  v.transform((value) =>
    typeof value === "string" ? value.split(",").filter((part) => part.trim() !== "") : [...value],
  ),
  v.array(
    v.pipe(
      v.string(),
      v.transform(parseContactPoint),
      v.custom<ContactPointTree>((point) => point !== undefined, HOST),
    ),
  ),
  v.minLength(1, "a list of at least one host"),
);

export const textsValue: Value<string | readonly string[], readonly string[]> = v.pipe(
  v.union([v.string(), v.pipe(v.array(v.string()), v.readonly())], "text or a list of texts"),
  v.transform((value) => (typeof value === "string" ? [value] : value)),
);

const SERVER = "a server, such as cassandra:4.1, postgres:14, live or '5.0' in quotes";
/** Whether the rules know the version is found out where they are loaded. */
export const serversValue: Value<string | readonly string[], readonly string[]> = v.pipe(
  v.union([v.string(), v.pipe(v.array(v.string()), v.readonly())], `${SERVER}, or a list of them`),
  v.transform((value) => (typeof value === "string" ? [value] : [...value])),
  v.array(
    v.pipe(
      v.string(SERVER),
      v.regex(/^\s*(live|(cassandra|scylla|astra|dse|postgres|cockroach)(:v?\d+(\.\d+)*)?|v?\d+(\.\d+)*)\s*$/i, SERVER),
    ),
  ),
  v.minLength(1, "a list of at least one server"),
);

const PATHS = "a path or a list of paths";
export const pathsValue: Value<string | readonly string[], readonly string[]> = v.pipe(
  v.union([v.string(), v.pipe(v.array(v.string()), v.readonly())], PATHS),
  v.transform((value) => (typeof value === "string" ? value.split(",").map((path) => path.trim()) : value)),
  v.check((paths) => paths.every((path) => path !== ""), PATHS),
);

const REPLICATION = "a `class` and its numbers, as in CQL";
export const replicationValue: Value<
  Readonly<Record<string, string | number>>,
  Readonly<Record<string, string>>
> = v.pipe(
  v.record(v.string(), v.union([v.string(), v.number()], "a number or text"), REPLICATION),
  v.transform((entries) => Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, String(value)]))),
  v.check((entries) => Object.hasOwn(entries, "class"), REPLICATION),
);

const DATABASE_URL = `a URL that begins with ${SQL_SCHEMES.map((scheme) => `${scheme}:`).join(", ")}`;
const WHOLE_URL =
  "like postgres://user:password@host:5432/database (special characters as %XX), pglite:DIRECTORY or pglite:memory";
export const databaseUrlValue: Value<string, string> = v.pipe(
  v.string(DATABASE_URL),
  v.check(isSqlUrl, DATABASE_URL),
  v.check((text) => parseSqlUrl(text) !== undefined, WHOLE_URL),
);
