// Runs the rules of CQL over migrations, each statement on what the files have made before it. Pure.
import type { StatementNode } from "../../cql/ast/statement.ts";
import type { Capabilities } from "../../cql/capabilities.ts";
import type { Guardrails } from "../../cql/guardrails/guardrails.ts";
import type { Migration } from "../../migration/migration.ts";
import type { Variables } from "../../migration/substitute-variables.ts";
import type { StatementPlace } from "../ignores.ts";
import type { ActiveRule, CheckedMigration, Found } from "../lint.ts";
import type { Problem, Rule } from "../rule.ts";
import type { OptionValues } from "../rule-options.ts";
import { beginHistory } from "./history.ts";
import type { CqlMigration, CqlSide, CqlStatement, Trial } from "./linted.ts";
import { type ParsedSide, type ParseSide, parseSide, statementAt } from "./parse-side.ts";

export interface CqlLintOptions {
  readonly family: "cql";
  /** Those that hold for CQL. */
  readonly rules: readonly Rule[];
  readonly capabilities: Capabilities;
  /** The managed keyspace; undefined where none is configured. */
  readonly keyspace: string | undefined;
  /** The profile in use; without one, every profile that a file names is looked at. */
  readonly profile: string | undefined;
  /** What the servers limit for roles that are no superuser. */
  readonly guardrails?: Guardrails | undefined;
  /** In the place of `parseSide`, for several servers. */
  readonly parse?: ParseSide | undefined;
}

/** Where no keyspace is configured: names that are written without one must stand somewhere. */
const ASSUMED_KEYSPACE = "keyspace";

export function lintCql(
  migrations: readonly Migration[],
  rules: readonly ActiveRule[],
  variables: Variables,
  options: CqlLintOptions,
): readonly CheckedMigration[] {
  const { capabilities, profile, guardrails, keyspace = ASSUMED_KEYSPACE, parse = parseSide } = options;
  const history = beginHistory(migrations, { capabilities, profile, guardrails, keyspace });
  const checks = checksOf(rules);
  const checked = migrations.map((migration) => {
    const up = parse(migration.up, variables);
    const down = migration.down && parse(migration.down, variables);
    const trials = history.tryMigration(migration, up.nodes, down?.nodes ?? []);
    const upSide = assembleSide("up", up, trials.up, options);
    const downSide = down && assembleSide("down", down, trials.down, options);
    const statements = [...upSide.statements, ...(downSide?.statements ?? [])];
    const linted = { migration, up: upSide, down: downSide, statements, capabilities, keyspace: options.keyspace };
    return { migration, found: check(linted, rules, checks), places: placesOf(linted) };
  });
  if (history.isWhole()) return checked;
  return checked.map(({ found, ...rest }) => ({
    ...rest,
    found: found.filter(({ problem }) => problem.needsWholeHistory !== true),
  }));
}

function placesOf({ migration, statements }: CqlMigration): readonly StatementPlace[] | undefined {
  if (migration.directives.statementIgnores === undefined) return undefined;
  return statements.map((statement) => {
    const { side, node } = statement;
    return { statement, source: side.source, span: side.locate(node) };
  });
}

type StatementCheck = (statement: CqlStatement<never>, options: OptionValues) => readonly Problem[];
type ChecksByKind = ReadonlyMap<StatementNode["kind"], readonly (ActiveRule & { readonly look: StatementCheck })[]>;

/** What is to be asked of a statement of each kind. */
function checksOf(rules: readonly ActiveRule[]): ChecksByKind {
  const byKind = new Map<StatementNode["kind"], (ActiveRule & { readonly look: StatementCheck })[]>();
  for (const active of rules) {
    if (active.rule.language !== "cql") continue;
    for (const [kind, look] of Object.entries(active.rule.on ?? {})) {
      const known = byKind.get(kind as StatementNode["kind"]) ?? [];
      known.push({ ...active, look: look as StatementCheck });
      byKind.set(kind as StatementNode["kind"], known);
    }
  }
  return byKind;
}

function check(migration: CqlMigration, rules: readonly ActiveRule[], checks: ChecksByKind): readonly Found[] {
  const found: Found[] = [];
  const add = (rule: Rule, problems: readonly Problem[]): void => {
    for (const problem of problems) found.push({ rule, problem });
  };
  const look = (statement: CqlStatement): void => {
    for (const each of checks.get(statement.node.kind) ?? []) {
      add(each.rule, each.look(statement as CqlStatement<never>, each.options));
    }
  };
  for (const statement of migration.statements) {
    look(statement);
    for (const inner of batchedIn(statement)) look(inner);
  }
  for (const { rule, options } of rules) {
    if (rule.language === "cql" || rule.language === "every") add(rule, rule.check?.(migration, options) ?? []);
  }
  return found;
}

/** The statements of a batch, each as one of its own. */
function batchedIn(batch: CqlStatement): readonly CqlStatement[] {
  const { node } = batch;
  if (node.kind !== "batch") return [];
  const { start, end, features } = node;
  return node.statements.map((body) => ({ ...batch, node: { ...body, start, end, features }, batch }));
}

function assembleSide(
  direction: "up" | "down",
  { source, text, nodes, mistakes, locate }: ParsedSide,
  trials: readonly Trial[],
  { capabilities, keyspace }: CqlLintOptions,
): CqlSide {
  const statements: CqlStatement[] = [];
  const problems: Problem[] = [];
  const side: CqlSide = {
    ...{ direction, source, text, statements, mistakes: problems, capabilities, keyspace, locate },
  };
  for (const [index, node] of nodes.entries()) {
    const trial = trials[index];
    if (trial !== undefined) statements.push({ node, side, index, trial });
  }
  for (const { message, hint, span } of mistakes) {
    const statement = span && statements[statementAt(nodes, span.start)];
    problems.push({ message, hint, source, span: span && locate(span), statement });
  }
  return side;
}
