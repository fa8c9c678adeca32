// Runs the rules of SQL over migrations.
import type { Migration } from "../../migration/migration.ts";
import type { Variables } from "../../migration/substitute-variables.ts";
import type { Statement } from "../../plan/statement.ts";
import type { StatementPlace } from "../ignores.ts";
import type { ActiveRule, CheckedMigration, Found } from "../lint.ts";
import type { Problem, Rule } from "../rule.ts";
import type { OptionValues } from "../rule-options.ts";
import type { SqlMigration, SqlStatement } from "./linted.ts";
import { type ParseSqlOptions, parseSqlSide, type Transactions } from "./parse-side.ts";
import type { PgParse } from "./pg-parser.ts";
import type { SqlServer } from "./sql-server.ts";

export interface SqlLintOptions {
  readonly family: "sql";
  /** Those that hold for the server. */
  readonly rules: readonly Rule[];
  readonly server: SqlServer;
  /** The managed schema. */
  readonly schema: string;
  /** The profile in use; without one, every profile that a file names is looked at. */
  readonly profile: string | undefined;
  /** For PostgreSQL. */
  readonly parse: PgParse | undefined;
  /** Which statements of a side share a transaction, as a number each, as the dialect has it. */
  readonly transactionsOf: (statements: readonly Statement[], isWanted: boolean) => Transactions;
  /** Why statements of a side are not sent, as the dialect has it. */
  readonly judge?: ParseSqlOptions["judge"];
}

export function lintSql(
  migrations: readonly Migration[],
  rules: readonly ActiveRule[],
  variables: Variables,
  options: SqlLintOptions,
): readonly CheckedMigration[] {
  const { server, schema, parse } = options;
  const checks = checksOf(rules);
  return migrations.filter(isFor(options.profile)).map((migration) => {
    const transactionsOf: ParseSqlOptions["transactionsOf"] = (statements) =>
      options.transactionsOf(statements, migration.directives.transaction);
    const parsing = { variables, server, schema, parse, transactionsOf, judge: options.judge };
    const up = parseSqlSide("up", migration.up, parsing);
    const down = migration.down && parseSqlSide("down", migration.down, parsing);
    const statements = [...up.statements, ...(down?.statements ?? [])];
    const linted = { migration, up, down, statements, server, schema };
    return { migration, found: check(linted, rules, checks), places: placesOf(linted) };
  });
}

function placesOf({ migration, statements }: SqlMigration): readonly StatementPlace[] | undefined {
  if (migration.directives.statementIgnores === undefined) return undefined;
  return statements.map((statement) => {
    const { side, start, text } = statement;
    return { statement, source: side.source, span: side.locate({ start, end: start + text.length }) };
  });
}

function isFor(profile: string | undefined): (migration: Migration) => boolean {
  return ({ directives: { environments } }) =>
    profile === undefined || environments === undefined || environments.includes(profile);
}

type Look = (statement: SqlStatement, options: OptionValues) => readonly Problem[];
type TreeLook = (node: never, statement: SqlStatement, options: OptionValues) => readonly Problem[];

interface Checks {
  readonly byKind: ReadonlyMap<string, readonly (ActiveRule & { readonly look: Look })[]>;
  readonly byTag: ReadonlyMap<string, readonly (ActiveRule & { readonly look: TreeLook })[]>;
}

/** What is to be asked of a statement of each kind, and of each tag. */
function checksOf(rules: readonly ActiveRule[]): Checks {
  const byKind = new Map<string, (ActiveRule & { readonly look: Look })[]>();
  const byTag = new Map<string, (ActiveRule & { readonly look: TreeLook })[]>();
  for (const active of rules) {
    const { rule } = active;
    if (rule.language === "postgres") {
      for (const [tag, look] of Object.entries(rule.on ?? {})) {
        byTag.set(tag, [...(byTag.get(tag) ?? []), { ...active, look: look as TreeLook }]);
      }
    } else if (rule.language === "cockroach" || rule.language === "sql") {
      for (const [kind, look] of Object.entries(rule.on ?? {})) {
        byKind.set(kind, [...(byKind.get(kind) ?? []), { ...active, look }]);
      }
    }
  }
  return { byKind, byTag };
}

function check(migration: SqlMigration, rules: readonly ActiveRule[], { byKind, byTag }: Checks): readonly Found[] {
  const found: Found[] = [];
  const add = (rule: Rule, problems: readonly Problem[]): void => {
    for (const problem of problems) found.push({ rule, problem });
  };
  for (const statement of migration.statements) {
    for (const { rule, look, options } of byKind.get(statement.facts.kind) ?? []) add(rule, look(statement, options));
    const [[tag, node] = []] = Object.entries(statement.tree ?? {});
    if (tag === undefined) continue;
    for (const { rule, look, options } of byTag.get(tag) ?? []) add(rule, look(node as never, statement, options));
  }
  for (const { rule, options } of rules) {
    if (rule.language === "every") add(rule, rule.check(migration, options));
    else if (rule.language !== "cql") add(rule, rule.check?.(migration, options) ?? []);
  }
  return found;
}
