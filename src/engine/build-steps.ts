// Turns one side of a migration into steps. Pure.
import type { Dialect } from "../dialect/dialect.ts";
import type { Side } from "../migration/migration.ts";
import { substituteVariables } from "../migration/substitute-variables.ts";
import { hashStatement, type Step } from "../plan/plan.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { positionOf } from "../text/source.ts";

export interface BuildStepsOptions {
  readonly dialect: Dialect;
  readonly scope: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutMs: number | undefined;
}

export interface BuiltSteps {
  readonly steps: readonly Step[];
  readonly diagnostics: readonly Diagnostic[];
}

export function buildSteps(side: Side, options: BuildStepsOptions): BuiltSteps {
  const { statements, diagnostics } = options.dialect.split(side.source, side.span);
  let keyspace = options.scope;
  const steps = statements.map((statement, index): Step => {
    keyspace = options.dialect.namespaceAfter(statement) ?? keyspace;
    const text = substituteVariables(statement.text, options.variables);
    const { facts } = statement;
    return {
      kind: "execute",
      index,
      text,
      hash: hashStatement(text),
      statementKind: facts.kind,
      effect: facts.effect,
      object: facts.object,
      onRetry: facts.onRetry,
      askReason: facts.askReason,
      keyspace,
      timeoutMs: options.timeoutMs,
      file: side.source.name,
      line: positionOf(side.source, statement.span.start).line,
    };
  });
  return { steps, diagnostics };
}
