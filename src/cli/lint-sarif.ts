// Turns findings into SARIF 2.1.0, which code scanning and editors read. Pure.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
import { createHash } from "node:crypto";
import { pathToFileURL } from "node:url";
import type { Finding, Level, Severity } from "../lint/finding.ts";
import { RULE_SUMMARIES } from "../lint/rule-summaries.ts";
import { RULES } from "../lint/rules/rules.ts";
import { lineText, positionOf } from "../text/source.ts";
import { TOOL_VERSION } from "../tool-version.ts";
import { type FindingPlace, placeOfFinding, regionOf } from "./lint-place.ts";

type Json = Readonly<Record<string, unknown>>;

/** @param root the directory that paths are relative to: that of the repository */
export function encodeSarif(findings: readonly Finding[], root: string): Json {
  const names = [...new Set(findings.map(({ rule }) => rule))];
  const indexes = new Map(names.map((name, index) => [name, index]));
  const seen = new Map<string, number>();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "tidemark", semanticVersion: TOOL_VERSION, rules: names.map(describeRule) } },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => ({
          ...encodeResult(finding, root),
          ruleIndex: indexes.get(finding.rule),
          partialFingerprints: { "tidemarkFinding/v1": fingerprintOf(finding, seen) },
        })),
      },
    ],
  };
}

const SARIF_LEVELS: Readonly<Record<Level, string>> = { error: "error", warn: "warning", off: "none" };

function describeRule(name: string): Json {
  const rule = RULES.find((each) => each.name === name);
  const summary = RULE_SUMMARIES[name] ?? "a line that is meant to silence lint, and does not";
  const level: Severity = rule === undefined || rule.level === "off" ? "warn" : rule.level;
  const page = rule === undefined ? "docs/cli.md" : `docs/rules/${name}.md`;
  return {
    id: name,
    shortDescription: { text: summary },
    help: { text: `What goes wrong, and what to do instead: ${page} in the package tidemark.` },
    defaultConfiguration: { level: SARIF_LEVELS[level] },
  };
}

function encodeResult(finding: Finding, root: string): Json {
  const { rule, severity, message, hint, source, servers, fix } = finding;
  const place = placeOfFinding(finding, root);
  const artifactLocation = locationOf(place);
  const isFileFix = fix !== undefined && place.region !== undefined;
  return {
    ruleId: rule,
    level: SARIF_LEVELS[severity],
    message: { text: hint === undefined ? message : `${message}\n${hint}` },
    // Code scanning shows no result without a line.
    locations: [{ physicalLocation: { artifactLocation, region: place.region ?? { startLine: 1 } } }],
    ...(servers !== undefined && { properties: { servers } }),
    ...(isFileFix && {
      fixes: [
        {
          description: { text: fix.title },
          artifactChanges: [
            {
              artifactLocation,
              replacements: fix.edits.map(({ span, text }) => ({
                deletedRegion: regionOf(source, span),
                insertedContent: { text },
              })),
            },
          ],
        },
      ],
    }),
  };
}

function locationOf({ path, isBelowRoot }: FindingPlace): Json {
  if (!isBelowRoot) return { uri: pathToFileURL(path).href };
  return { uri: path.split("/").map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" };
}

/** The same where only lines above have come or gone: it counts what is said, of which line, and how often before. */
function fingerprintOf({ rule, message, source, span, version }: Finding, seen: Map<string, number>): string {
  const line = span === undefined ? "" : lineText(source, positionOf(source, span.start).line).trim();
  const key = JSON.stringify([rule, version, source.name.split(/[/\\]/).at(-1), line, message]);
  const count = seen.get(key) ?? 0;
  seen.set(key, count + 1);
  return createHash("sha256").update(`${key} ${count}`).digest("hex").slice(0, 32);
}
