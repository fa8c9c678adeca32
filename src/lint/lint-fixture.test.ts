// What the tests of this folder share: files given as texts, linted, and the findings in few words.
import assert from "node:assert/strict";
import { capabilitiesFor } from "../cql/capabilities.ts";
import { sqlDialect } from "../dialect/sql-dialect.ts";
import { assembleMigrations } from "../migration/assemble-migrations.ts";
import type { Migration } from "../migration/migration.ts";
import { positionOf } from "../text/source.ts";
import type { CqlLintOptions } from "./cql/lint-cql.ts";
import { parseSidesOnce } from "./cql/parse-side.ts";
import type { Finding } from "./finding.ts";
import { type LintOptions, lint, lintServers } from "./lint.ts";
import { rulesFor } from "./rules/rules.ts";
import type { SqlLintOptions } from "./sql/lint-sql.ts";
import { loadPgParser } from "./sql/pg-parser.ts";
import { parseSqlServer } from "./sql/sql-server.ts";

/** Texts by file name. */
export type Files = Readonly<Record<string, string>>;

/** What of `lint` a test may set: of the keyspace `shop` on Cassandra 5.0 unless it says otherwise. */
export type FixtureOptions = Partial<Omit<LintOptions, "language"> & Omit<CqlLintOptions, "family" | "rules">>;

export function lintFiles(files: Files, options: FixtureOptions = {}): readonly Finding[] {
  const { variables = {}, levels = {}, options: given, ...language } = options;
  const capabilities = capabilitiesFor("cassandra", "5.0");
  const cql = { rules: rulesFor("cql"), capabilities, keyspace: "shop", profile: undefined, ...language };
  return lint(migrationsOf(files), { variables, levels, options: given, language: { family: "cql", ...cql } });
}

/** The same on several releases of Cassandra at once. */
export function lintVersions(files: Files, versions: readonly string[]): readonly Finding[] {
  const common = { family: "cql", rules: rulesFor("cql"), keyspace: "shop", profile: undefined } as const;
  const parse = parseSidesOnce();
  const servers = versions.map((version) => {
    const capabilities = capabilitiesFor("cassandra", version);
    return { name: `cassandra:${version}`, language: { ...common, capabilities, parse } };
  });
  return lintServers(migrationsOf(files), { variables: {}, levels: {} }, servers);
}

/** The same in the schema `public` of the newest server of a product; "postgres:14", "cockroach:24.1". */
export function lintSqlFiles(server: string, files: Files, options: SqlFixtureOptions = {}): readonly Finding[] {
  const { variables = {}, levels = {}, options: given } = options;
  const settled = parseSqlServer(server, "postgres");
  const { product } = settled;
  const language: SqlLintOptions = {
    family: "sql",
    rules: rulesFor(product),
    server: settled,
    schema: "public",
    profile: undefined,
    parse: product === "postgres" ? PARSE : undefined,
    transactionsOf: (statements, isWanted) => sqlDialect(product).transactionsOf?.(statements, isWanted) ?? [],
  };
  return lint(migrationsOf(files), { variables, levels, options: given, language });
}

export type SqlFixtureOptions = Partial<Omit<LintOptions, "language">>;

const PARSE = await loadPgParser();

/** What one rule finds in one file of SQL, as the words that are meant. */
export function sqlWordsOf(server: string, rule: string, text: string, options?: SqlFixtureOptions): readonly string[] {
  return lintSqlFiles(server, { "V1__x.sql": text }, options)
    .filter((finding) => finding.rule === rule)
    .map(({ source, span }) => (span === undefined ? "" : source.text.slice(span.start, span.end)));
}

function migrationsOf(files: Files): readonly Migration[] {
  const { migrations, diagnostics } = assembleMigrations(
    Object.entries(files).map(([name, text]) => ({ name, path: name, content: { kind: "text", text } })),
  );
  assert.deepEqual(diagnostics, []);
  return migrations;
}

/** Findings as "V1__x.cql:3:12 rule"; without a place for a whole file. */
export function found(files: Files, options?: FixtureOptions): readonly string[] {
  return lintFiles(files, options).map(({ rule, source, span }) => {
    if (span === undefined) return `${source.name} ${rule}`;
    const { line, column } = positionOf(source, span.start);
    return `${source.name}:${line}:${column} ${rule}`;
  });
}

/** What one rule finds in one file, as the words that are meant. */
export function wordsOf(rule: string, text: string, options?: FixtureOptions): readonly string[] {
  return lintFiles({ "V1__x.cql": text }, options)
    .filter((finding) => finding.rule === rule)
    .map(({ source, span }) => (span === undefined ? "" : source.text.slice(span.start, span.end)));
}

/** The messages of one rule. */
export function messagesOf(rule: string, files: Files, options?: FixtureOptions): readonly string[] {
  return lintFiles(files, options)
    .filter((finding) => finding.rule === rule)
    .map(({ source, message }) => `${source.name}: ${message}`);
}
