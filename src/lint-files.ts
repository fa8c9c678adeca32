// Lints the migrations of a configuration. Pure; loaded only when lint is asked for, and with it the parser.
import type { Config } from "./config/config.ts";
import { capabilitiesFor, type Product } from "./cql/capabilities.ts";
import { NEWEST, parseServer } from "./dialect/cql-schema-model.ts";
import type { Finding } from "./lint/finding.ts";
import { lint } from "./lint/lint.ts";
import type { Migration } from "./migration/migration.ts";

export interface LintReport {
  /** In the order of the migrations, and of their places in each. */
  readonly findings: readonly Finding[];
  /** How many files were read. */
  readonly fileCount: number;
}

export interface LintOptions {
  /** "cassandra:4.1"; the newest of the product by default. */
  readonly server: string | undefined;
  readonly product: Product;
  /** The migrations as they were read, where others are linted in the place of some. */
  readonly read?: readonly Migration[] | undefined;
}

/** Where no keyspace is configured: names that are written without one must stand somewhere. */
const ASSUMED_KEYSPACE = "keyspace";

/** @throws ToolError "usage" for a server that is none */
export function lintFiles(
  migrations: readonly Migration[],
  { keyspace, lint: levels, migrations: { variables }, profile, guardrails }: Config,
  { server, product, read = migrations }: LintOptions,
): LintReport {
  const capabilities = server === undefined ? capabilitiesFor(product, NEWEST[product]) : parseServer(server, product);
  const options = {
    capabilities,
    keyspace: keyspace?.name ?? ASSUMED_KEYSPACE,
    levels,
    profile,
    variables,
    guardrails,
  };
  const sources = read.flatMap(({ up, down }) => [up.source, ...(down === undefined ? [] : [down.source])]);
  return { findings: lint(migrations, options), fileCount: new Set(sources).size };
}
