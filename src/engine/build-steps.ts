// Turns one side of a migration into steps. Pure.
import type { Dialect, TableName } from "../dialect/dialect.ts";
import type { CodeModule } from "../migration/code-module.ts";
import type { Migration, Side } from "../migration/migration.ts";
import { type CodeStep, type Direction, hashStatement, type StatementStep, statementStep } from "../plan/plan.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { positionOf } from "../text/source.ts";
import { type SplitOptions, splitSide } from "./split-side.ts";

export interface BuildStepsOptions extends SplitOptions {
  readonly scope: string;
  readonly timeoutMs: number | undefined;
  /** Whether a transaction may be put around it. */
  readonly isTransactionWanted: boolean;
  /** Tidemark's own, which migrations leave alone. */
  readonly historyTable?: TableName | undefined;
}

export interface BuiltSteps {
  readonly steps: readonly StatementStep[];
  readonly diagnostics: readonly Diagnostic[];
}

export function buildSteps(side: Side, options: BuildStepsOptions): BuiltSteps {
  const { statements, diagnostics } = splitSide(side, options);
  const { source } = side;
  const { dialect, scope, historyTable } = options;
  const transactions = dialect.transactionsOf?.(statements, options.isTransactionWanted);
  const judged = [
    ...(dialect.judgeSide?.(statements, transactions ?? []) ?? []),
    ...((historyTable && dialect.judgeOwnTables?.(statements, historyTable, scope)) ?? []),
  ];
  let keyspace = options.scope;
  const steps = statements.map((statement, index): StatementStep => {
    keyspace = options.dialect.namespaceAfter(statement) ?? keyspace;
    const transaction = transactions?.[index];
    return statementStep(statement.text, statement.facts, {
      index,
      keyspace,
      timeoutMs: options.timeoutMs,
      ...(transaction !== undefined && { transaction }),
      file: source.name,
      line: positionOf(source, statement.span.start).line,
    });
  });
  return { steps, diagnostics: [...diagnostics, ...judged.map((diagnostic) => ({ ...diagnostic, source }))] };
}

export interface CodeStepOptions {
  readonly dialect: Dialect;
  readonly scope: string;
  readonly direction: Direction;
  readonly timeoutMs: number | undefined;
  /** Undefined where modules are not read. */
  readonly module: CodeModule | undefined;
}

/** The one step of a migration in code. */
export function buildCodeStep(
  migration: Migration,
  { dialect, scope, direction, timeoutMs, module }: CodeStepOptions,
): CodeStep {
  const isUp = direction === "up";
  const files = module?.files ?? [];
  return {
    kind: "code",
    index: 0,
    call: isUp ? "upgrade" : "downgrade",
    // Not the names: they are shown as seen from the working directory.
    hash: module === undefined ? "" : hashStatement(files.map(({ hash }) => hash).join()),
    files,
    allowsDestructive: !isUp || module?.allowDestructive === true,
    effect: "schema",
    onRetry: "safe",
    keyspace: scope,
    timeoutMs,
    ...(dialect.transactionsOf !== undefined && module?.transaction !== false && { isTransaction: true }),
    file: migration.up.source.name,
    line: 1,
  };
}
