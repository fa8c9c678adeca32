// The lint rules with the levels that hold, for `lint --rules`.
import { type Config, DIALECT_NAMES, type LintConfig } from "../config/config.ts";
import type { Level } from "../lint/finding.ts";
import type { Rule } from "../lint/rule.ts";
import { type OptionValues, settleOptions } from "../lint/rule-options.ts";
import { RULE_SUMMARIES } from "../lint/rule-summaries.ts";
import { RULES, rulesFor } from "../lint/rules/rules.ts";
import { saysNoDialect } from "../refuse-unsaid-dialect.ts";
import { renderColumns, type Style } from "./style.ts";

export interface RuleRecord {
  readonly name: string;
  /** What it is for: "cql", "sql", "postgres", "cockroach", "every". */
  readonly language: Rule["language"];
  readonly level: Level;
  readonly summary: string;
  readonly options: OptionValues;
}

/** Of the servers that are named, else of the configured product; without either all of them. */
export function listRules(config: Config, servers: readonly string[] | undefined): readonly RuleRecord[] {
  const { levels, options } = config.lint;
  const products = new Set((servers ?? []).map((text) => productOf(text, config)));
  const configured = saysNoDialect(config) ? undefined : productOfConfig(config);
  if (products.size === 0 && configured !== undefined) products.add(configured);
  const held = new Set([...products].flatMap((product) => rulesFor(product)));
  const rules = products.size === 0 ? RULES : RULES.filter((rule) => held.has(rule));
  return rules.map(({ name, language, level, options: specs }) => ({
    ...{ name, language, level: levels[name] ?? level, summary: RULE_SUMMARIES[name] ?? "" },
    options: settleOptions(specs, options[name]),
  }));
}

/** The names of rules that are off by themselves, and were given options and no level: that turns nothing on. */
export function rulesLeftOff({ levels, options }: LintConfig): readonly string[] {
  return RULES.flatMap(({ name, level }) =>
    level === "off" && levels[name] === undefined && options[name] !== undefined ? [name] : [],
  );
}

type RuleProduct = "cql" | "postgres" | "cockroach";

/** A version alone, and `live`, are of the configured product. */
function productOf(server: string, config: Config): RuleProduct {
  const [, name = ""] = /^\s*([a-z]+)\s*(?::|$)/i.exec(server) ?? [];
  const product = name.toLowerCase();
  if (product === "postgres" || product === "cockroach") return product;
  return DIALECT_NAMES.some((each) => each === product) ? "cql" : productOfConfig(config);
}

function productOfConfig({ dialect, database }: Config): RuleProduct {
  if (dialect === "postgres" || dialect === "cockroach") return dialect;
  return dialect === undefined && database !== undefined ? "postgres" : "cql";
}

export function renderRules(rules: readonly RuleRecord[], style: Style): string {
  const paints = { error: style.bad, warn: style.warn, off: style.dim };
  return renderColumns(
    rules.map(({ name, language, level, summary, options }) => {
      const set = Object.entries(options).map(([key, value]) => `${key}: ${renderValue(value)}`);
      return [
        { text: level, paint: paints[level] },
        language,
        { text: name, paint: style.bold },
        set.length === 0 ? summary : `${summary} (${set.join(", ")})`,
      ];
    }),
  );
}

function renderValue(value: OptionValues[string]): string {
  return typeof value === "object" ? `[${value.join(", ")}]` : String(value);
}
