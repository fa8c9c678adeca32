// Turns migrations into findings: what their statements would do that they should not, or that the server would not do.
// Pure.
import type { Capabilities } from "../cql/capabilities.ts";
import type { Guardrails } from "../cql/guardrails/guardrails.ts";
import type { Migration } from "../migration/migration.ts";
import type { Variables } from "../migration/substitute-variables.ts";
import type { Finding, Levels, Severity } from "./finding.ts";
import { beginHistory } from "./history.ts";
import { checkIgnores, isIgnored } from "./ignores.ts";
import { type ParsedSide, parseSide, statementAt } from "./parse-side.ts";
import type { LintedMigration, LintedSide, LintedStatement, Problem, Rule, Trial } from "./rule.ts";
import { RULES } from "./rules/index.ts";

export interface LintOptions {
  /** Whose rules hold. */
  readonly capabilities: Capabilities;
  /** The managed keyspace. */
  readonly keyspace: string;
  readonly variables: Variables;
  readonly levels: Levels;
  /** The profile in use; without one, every profile that a file names is looked at. */
  readonly profile: string | undefined;
  /** What the servers limit for roles that are no superuser. */
  readonly guardrails?: Guardrails | undefined;
}

/** Findings in the order of the migrations, and of their places in each. */
export function lint(migrations: readonly Migration[], options: LintOptions): readonly Finding[] {
  const history = beginHistory(migrations, options);
  const checked = migrations.map((migration) => {
    const up = parseSide(migration.up, options.variables);
    const down = migration.down && parseSide(migration.down, options.variables);
    const trials = history.tryMigration(migration, up.nodes, down?.nodes ?? []);
    const linted = assemble(migration, up, trials.up, down, trials.down, options.capabilities);
    return { migration, found: check(linted, options) };
  });
  const isWhole = history.isWhole();
  return checked.flatMap(({ migration, found }) => {
    const holding = isWhole ? found : found.filter(({ problem }) => problem.needsWholeHistory !== true);
    return settle(migration, holding, options);
  });
}

interface Found {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly problem: Problem;
}

function check(migration: LintedMigration, { levels }: LintOptions): readonly Found[] {
  return RULES.flatMap((rule) => {
    const severity = levels[rule.name] ?? rule.severity;
    return severity === "off" ? [] : rule.check(migration).map((problem): Found => ({ rule, severity, problem }));
  });
}

/** Leaves out what the file allows, and what another finding says better; adds what is wrong with the ignoring itself. */
function settle(migration: Migration, found: readonly Found[], { levels }: LintOptions): readonly Finding[] {
  const { version, label, directives } = migration;
  const shown = found.filter(({ rule }) => !isIgnored(rule, directives));
  const settled = new Set(shown.flatMap(({ rule, problem }) => (rule.isWholeStory ? [problem.statement] : [])));
  const findings = shown
    .filter(
      ({ rule, problem }) => rule.isWholeStory || problem.statement === undefined || !settled.has(problem.statement),
    )
    .map(({ rule, severity, problem }): Finding => {
      const { message, hint, source, span } = problem;
      return { rule: rule.name, severity, version, label, message, hint, source, span };
    });
  const used = new Set(found.map(({ rule }) => rule.name));
  return [...findings, ...checkIgnores(migration, used, levels)].sort((one, other) => compare(one, other, migration));
}

/** The up file before a down file of its own; in each, what is about the whole file first. */
function compare(one: Finding, other: Finding, { up }: Migration): number {
  if (one.source !== other.source) return one.source === up.source ? -1 : 1;
  return (one.span?.start ?? -1) - (other.span?.start ?? -1);
}

function assemble(
  migration: Migration,
  up: ParsedSide,
  upTrials: readonly Trial[],
  down: ParsedSide | undefined,
  downTrials: readonly Trial[],
  capabilities: Capabilities,
): LintedMigration {
  const upSide = assembleSide("up", up, upTrials);
  const downSide = down && assembleSide("down", down, downTrials);
  const statements = [...upSide.statements, ...(downSide?.statements ?? [])];
  return { migration, up: upSide, down: downSide, statements, capabilities };
}

function assembleSide(
  direction: "up" | "down",
  { source, text, nodes, mistakes, locate }: ParsedSide,
  trials: readonly Trial[],
): LintedSide {
  const statements: LintedStatement[] = [];
  const problems: Problem[] = [];
  const side: LintedSide = { direction, source, text, statements, mistakes: problems, locate };
  for (const [index, node] of nodes.entries()) {
    const trial = trials[index];
    if (trial !== undefined) statements.push({ node, side, trial });
  }
  for (const { message, hint, span } of mistakes) {
    const statement = span && statements[statementAt(nodes, span.start)];
    problems.push({ message, hint, source, span: span && locate(span), statement });
  }
  return side;
}
