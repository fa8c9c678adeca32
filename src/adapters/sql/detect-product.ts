// What a server says of itself in `SELECT version()`, as a product and a version; what only looks like one of ours is refused. Pure.
import { ToolError } from "../../base/errors.ts";

export interface ServerProduct {
  readonly product: "postgres" | "cockroach";
  readonly version: ServerVersion;
  /** "PostgreSQL 18.4", "CockroachDB 25.2.1" */
  readonly title: string;
  /** What is to be said of it once, for people. */
  readonly warning: string | undefined;
}

export interface ServerVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** CockroachDB before 23.1.3 goes on with a pipeline after an error in it (release notes of v23.1.3, cockroach#104459). */
const COCKROACH_MIN: ServerVersion = { major: 23, minor: 1, patch: 3 };
/** Older ones have no generated columns in their catalog. */
const POSTGRES_MIN: ServerVersion = { major: 12, minor: 0, patch: 0 };

/** Products that speak the protocol, and a part of the language, of PostgreSQL. What is said of them is why they are refused. */
const OTHERS: readonly { readonly pattern: RegExp; readonly name: string; readonly reason: string }[] = [
  { pattern: /redshift/i, name: "Amazon Redshift", reason: "its catalog is that of PostgreSQL 8" },
  { pattern: /-YB-|yugabyte/i, name: "YugabyteDB", reason: "a schema change there is no part of its transaction" },
  { pattern: /materialize/i, name: "Materialize", reason: "it has no transactions that change a schema" },
  { pattern: /risingwave/i, name: "RisingWave", reason: "it has no transactions that change a schema" },
  { pattern: /crate(db)?\b/i, name: "CrateDB", reason: "it has no transactions" },
  { pattern: /questdb/i, name: "QuestDB", reason: "it has no transactions that change a schema" },
  { pattern: /cedardb/i, name: "CedarDB", reason: "nothing is known of how it changes a schema" },
  { pattern: /spanner/i, name: "Spanner", reason: "it has no transactions that change a schema" },
];

/**
 * @param text what `SELECT version()` returns: "PostgreSQL 18.4 on x86_64…", "CockroachDB CCL v25.2.1 (x86_64…, built …)"
 * @throws ToolError "unsupported-server"
 */
export function detectProduct(text: string): ServerProduct {
  const other = OTHERS.find(({ pattern }) => pattern.test(text));
  if (other !== undefined) throw unsupported(`this is ${other.name}, which tidemark does not manage: ${other.reason}`);
  const cockroach = /^CockroachDB\s+(?:\S+\s+)*?v(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  if (cockroach !== null) return atLeast(COCKROACH_MIN, describe("cockroach", "CockroachDB", cockroach));
  const postgres = /^PostgreSQL\s+(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(text);
  if (postgres !== null) {
    const found = atLeast(POSTGRES_MIN, describe("postgres", "PostgreSQL", postgres));
    const relative = /greenplum|enterprisedb advanced/i.exec(text)?.[0];
    if (relative === undefined) return found;
    return { ...found, warning: `the server is a relative of PostgreSQL (${relative}), and taken as ${found.title}` };
  }
  throw unsupported(`the server says that it is ${JSON.stringify(text.slice(0, 80))}`);
}

/** Below zero when `left` is the older one. */
export function compareServerVersions(left: ServerVersion, right: ServerVersion): number {
  return left.major - right.major || left.minor - right.minor || left.patch - right.patch;
}

function describe(product: ServerProduct["product"], name: string, match: RegExpExecArray): ServerProduct {
  const [major = 0, minor = 0, patch = 0] = match.slice(1).map((digits) => Number(digits ?? 0));
  const numbers = match.slice(1).filter((digits) => digits !== undefined);
  return { product, version: { major, minor, patch }, title: `${name} ${numbers.join(".")}`, warning: undefined };
}

function atLeast(least: ServerVersion, found: ServerProduct): ServerProduct {
  if (compareServerVersions(found.version, least) >= 0) return found;
  const from = [least.major, least.minor, least.patch].join(".").replace(/(\.0)+$/, "");
  throw unsupported(`the server is ${found.title}, and tidemark takes ${from} and later`);
}

function unsupported(message: string): ToolError {
  return new ToolError("unsupported-server", message, {
    hint: "tidemark manages PostgreSQL and CockroachDB; check the address",
  });
}
