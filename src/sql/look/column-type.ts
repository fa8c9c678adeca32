// The type of a column as it is written → as a catalog prints it, for the types that everybody uses. Pure.
import type { SqlFamily } from "../schema.ts";
import { type TokenRun, textAt, tokenAt, wordAt } from "../token-run.ts";

/** What may follow the type of a column. */
const BEHIND =
  /^(CONSTRAINT|NOT|NULL|DEFAULT|PRIMARY|UNIQUE|CHECK|REFERENCES|GENERATED|COLLATE|STORAGE|COMPRESSION|FAMILY|CREATE|AS|ON|DEFERRABLE|INITIALLY|VISIBLE)$/;

const NAMES: Readonly<Record<string, string>> = {
  bool: "boolean",
  bytes: "bytea",
  char: "character",
  decimal: "numeric",
  dec: "numeric",
  "double precision": "double precision",
  float8: "double precision",
  float4: "real",
  int2: "smallint",
  int4: "integer",
  int8: "bigint",
  int64: "bigint",
  bigserial: "bigint",
  serial8: "bigint",
  smallserial: "smallint",
  serial2: "smallint",
  string: "text",
  "character varying": "character varying",
  varchar: "character varying",
  timestamptz: "timestamp with time zone",
  "timestamp without time zone": "timestamp without time zone",
  timestamp: "timestamp without time zone",
};

const AS_THEY_ARE: ReadonlySet<string> = new Set([
  ..."boolean bytea date integer bigint smallint real text uuid jsonb json numeric character inet interval".split(" "),
  "timestamp with time zone",
]);

/**
 * @param from the index behind the name of the column
 * @returns undefined for a type that may be printed in more than one way
 */
export function readColumnType(run: TokenRun, from: number, family: SqlFamily): string | undefined {
  const words: string[] = [];
  let at = from;
  for (; tokenAt(run, at).kind === "word" && !BEHIND.test(wordAt(run, at)); at += 1) words.push(textAt(run, at));
  const hasMore = ["(", "["].includes(textAt(run, at));
  return hasMore ? undefined : canonicalType(words.join(" "), family);
}

/** As `readColumnType`, of a type that stands alone. */
export function canonicalType(written: string, family: SqlFamily): string | undefined {
  const text = written.toLowerCase();
  // CockroachDB: default_int_size is 8.
  if (text === "int") return family === "cockroach" ? "bigint" : "integer";
  if (text === "integer" && family === "cockroach") return undefined;
  if (text === "serial" || text === "serial4") return family === "cockroach" ? undefined : "integer";
  return NAMES[text] ?? (AS_THEY_ARE.has(text) ? text : undefined);
}
