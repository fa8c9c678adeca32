// Turns migrations into findings: what their statements would do that they should not, or that the server would not do.
// Pure.
import type { Migration } from "../migration/migration.ts";
import type { Variables } from "../migration/substitute-variables.ts";
import { type CqlLintOptions, lintCql } from "./cql/lint-cql.ts";
import type { Finding, Levels } from "./finding.ts";
import { checkIgnores, type StatementPlace, silence, type Used } from "./ignores.ts";
import { mergeFindings } from "./merge-findings.ts";
import type { Problem, Rule } from "./rule.ts";
import { type OptionValues, settleOptions } from "./rule-options.ts";
import { lintSql, type SqlLintOptions } from "./sql/lint-sql.ts";

export interface LintSettings {
  readonly variables: Variables;
  readonly levels: Levels;
  /** What is set of the options of rules, by the name of the rule. */
  readonly options?: Readonly<Record<string, OptionValues>> | undefined;
}

export type LintLanguage = CqlLintOptions | SqlLintOptions;

export interface LintOptions extends LintSettings {
  /** Whose rules hold, and what of it they need. */
  readonly language: LintLanguage;
}

export interface LintServer {
  /** As one would write it: "cassandra:4.1". */
  readonly name: string;
  readonly language: LintLanguage;
}

/** What rules have found in one migration, before anything of it is left out. */
export interface CheckedMigration {
  readonly migration: Migration;
  readonly found: readonly Found[];
  /** Where its statements stand, in their order; only for one in which single statements are silenced. */
  readonly places?: readonly StatementPlace[] | undefined;
}

export interface Found {
  readonly rule: Rule;
  readonly problem: Problem;
}

/** A rule that is on, and the options that it runs with. */
export interface ActiveRule {
  readonly rule: Rule;
  readonly options: OptionValues;
}

/** Findings in the order of the migrations, and of their places in each. */
export function lint(migrations: readonly Migration[], options: LintOptions): readonly Finding[] {
  const { language, ...settings } = options;
  return lintServers(migrations, settings, [{ name: "", language }]);
}

/** The same for several servers of one language at once; a finding names its servers when it does not hold for all. */
export function lintServers(
  migrations: readonly Migration[],
  settings: LintSettings,
  servers: readonly LintServer[],
): readonly Finding[] {
  const ranks = new Map<string, number>();
  for (const { language } of servers)
    for (const { name } of language.rules) ranks.set(name, ranks.get(name) ?? ranks.size);
  const family = servers[0]?.language.family ?? "cql";
  const settled = servers.map((server) => settleServer(migrations, settings, server));
  return migrations.flatMap((migration) => {
    const each = settled.map((byMigration) => byMigration.get(migration));
    const merged = mergeFindings(servers.map(({ name }, index) => ({ name, findings: each[index]?.findings ?? [] })));
    const used = each.flatMap((one) => (one === undefined ? [] : [one.used]));
    const ofIgnores = checkIgnores(migration, used, { levels: settings.levels, ran: ranks, family });
    if (merged.length === 0 && ofIgnores.length === 0) return merged;
    return [...merged, ...ofIgnores].sort((one, other) => compare(one, other, migration, ranks));
  });
}

interface SettledMigration {
  readonly findings: readonly Finding[];
  readonly used: Used;
}

function settleServer(
  migrations: readonly Migration[],
  settings: LintSettings,
  { language }: LintServer,
): ReadonlyMap<Migration, SettledMigration> {
  const { levels, variables } = settings;
  const rules = language.rules
    .filter((rule) => levelOf(rule, levels) !== "off")
    .map((rule): ActiveRule => ({ rule, options: settleOptions(rule.options, settings.options?.[rule.name]) }));
  const checked =
    language.family === "cql"
      ? lintCql(migrations, rules, variables, language)
      : lintSql(migrations, rules, variables, language);
  return new Map(checked.map((each) => [each.migration, settle(each, levels)]));
}

function levelOf({ name, level }: Rule, levels: Levels): "off" | "warn" | "error" {
  return levels[name] ?? level;
}

/** Leaves out what the file allows, and what another finding says better. */
function settle(checked: CheckedMigration, levels: Levels): SettledMigration {
  const { version, label } = checked.migration;
  const { shown, used } = silence(checked);
  const told = new Set(shown.flatMap(({ rule, problem }) => (rule.isWholeStory ? [problem.statement] : [])));
  const findings = shown
    .filter(({ rule, problem }) => rule.isWholeStory || problem.statement === undefined || !told.has(problem.statement))
    .flatMap(({ rule, problem }): readonly Finding[] => {
      const { message, hint, source, span, fix } = problem;
      const severity = levelOf(rule, levels);
      if (severity === "off") return [];
      return [{ rule: rule.name, severity, version, label, message, hint, source, span, ...(fix && { fix }) }];
    });
  return { findings, used };
}

/** The up file before a down file of its own; in each, what is about the whole file first; in one place as the rules stand. */
function compare(one: Finding, other: Finding, { up }: Migration, ranks: ReadonlyMap<string, number>): number {
  if (one.source !== other.source) return one.source === up.source ? -1 : 1;
  const apart = (one.span?.start ?? -1) - (other.span?.start ?? -1);
  return apart === 0 ? (ranks.get(one.rule) ?? -1) - (ranks.get(other.rule) ?? -1) : apart;
}
