// What the tests of this folder share: files given as texts, linted, and the findings in few words.
import assert from "node:assert/strict";
import { capabilitiesFor } from "../cql/capabilities.ts";
import { assembleMigrations } from "../migration/assemble-migrations.ts";
import { positionOf } from "../text/source.ts";
import type { Finding } from "./finding.ts";
import { type LintOptions, lint } from "./lint.ts";

/** Texts by file name. */
export type Files = Readonly<Record<string, string>>;

export function lintFiles(files: Files, options: Partial<LintOptions> = {}): readonly Finding[] {
  const { migrations, diagnostics } = assembleMigrations(
    Object.entries(files).map(([name, text]) => ({ name, path: name, content: { kind: "text", text } })),
  );
  assert.deepEqual(diagnostics, []);
  const capabilities = capabilitiesFor("cassandra", "5.0");
  return lint(migrations, {
    capabilities,
    keyspace: "shop",
    variables: {},
    levels: {},
    profile: undefined,
    ...options,
  });
}

/** Findings as "V1__x.cql:3:12 rule"; without a place for a whole file. */
export function found(files: Files, options?: Partial<LintOptions>): readonly string[] {
  return lintFiles(files, options).map(({ rule, source, span }) => {
    if (span === undefined) return `${source.name} ${rule}`;
    const { line, column } = positionOf(source, span.start);
    return `${source.name}:${line}:${column} ${rule}`;
  });
}

/** What one rule finds in one file, as the words that are meant. */
export function wordsOf(rule: string, text: string, options?: Partial<LintOptions>): readonly string[] {
  return lintFiles({ "V1__x.cql": text }, options)
    .filter((finding) => finding.rule === rule)
    .map(({ source, span }) => (span === undefined ? "" : source.text.slice(span.start, span.end)));
}

/** The messages of one rule. */
export function messagesOf(rule: string, files: Files, options?: Partial<LintOptions>): readonly string[] {
  return lintFiles(files, options)
    .filter((finding) => finding.rule === rule)
    .map(({ source, message }) => `${source.name}: ${message}`);
}
