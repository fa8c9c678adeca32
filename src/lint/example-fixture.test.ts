// The examples of the pages in docs/rules, and their linting, for the tests that share them.
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { capabilitiesFor, type Product } from "../cql/capabilities.ts";
import { NEWEST } from "../dialect/cql-schema-model.ts";
import type { Finding, Level } from "./finding.ts";
import { type FixtureOptions, lintFiles, lintSqlFiles } from "./lint-fixture.test.ts";
import type { Rule } from "./rule.ts";

export interface Example {
  readonly language: "cql" | "sql";
  readonly kind: "bad" | "good";
  readonly text: string;
}

export function pageOf(rule: string): string {
  return readFileSync(`docs/rules/${rule}.md`, "utf8");
}

export function examplesOf(page: string): readonly Example[] {
  return [...page.matchAll(/```(cql|sql) (bad|good)\n(.*?)```/gs)].map(([, language, kind, text = ""]) => ({
    language: language === "cql" ? "cql" : "sql",
    kind: kind === "bad" ? "bad" : "good",
    text,
  }));
}

/** What the examples of a page are to be judged by, where it shows a configuration. */
function optionsOf(page: string): FixtureOptions {
  const [, text = "{}"] = /^```yaml\n(.*?)```/ms.exec(page) ?? [];
  const { guardrails, dialect, lint = {} } = parse(text);
  const isSql = dialect === "cockroach" || dialect === "postgres";
  const set = Object.entries(lint as Record<string, unknown>);
  const options = set.filter(([, value]) => typeof value === "object");
  return {
    guardrails,
    options: Object.fromEntries(options) as FixtureOptions["options"],
    levels: Object.fromEntries(set.filter(([, value]) => typeof value === "string")) as Record<string, Level>,
    ...(dialect !== undefined && !isSql && { capabilities: capabilitiesFor(dialect, NEWEST[dialect as Product]) }),
  };
}

/** An example of a rule is judged with the rule on, by the rules of the server that the rule is for. */
export function lintExample(
  { name, level, language: ruleLanguage }: Rule,
  language: "cql" | "sql",
  text: string,
  page: string,
): readonly Finding[] {
  const options = optionsOf(page);
  const levels = { ...(level === "off" && { [name]: "warn" as const }), ...options.levels };
  if (language === "cql") return lintFiles({ "V1__x.cql": text }, { ...options, levels });
  const product = ruleLanguage === "cockroach" ? "cockroach" : "postgres";
  return lintSqlFiles(product, { "V1__x.sql": text }, { levels, options: options.options });
}
