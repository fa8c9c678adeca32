// Turns one side of a migration into steps. Pure.
import type { Side } from "../migration/migration.ts";
import { hashStatement, type Step } from "../plan/plan.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { positionOf } from "../text/source.ts";
import { type SplitOptions, splitSide } from "./split-side.ts";

export interface BuildStepsOptions extends SplitOptions {
  readonly scope: string;
  readonly timeoutMs: number | undefined;
}

export interface BuiltSteps {
  readonly steps: readonly Step[];
  readonly diagnostics: readonly Diagnostic[];
}

export function buildSteps(side: Side, options: BuildStepsOptions): BuiltSteps {
  const { statements, diagnostics } = splitSide(side, options);
  let keyspace = options.scope;
  const steps = statements.map((statement, index): Step => {
    keyspace = options.dialect.namespaceAfter(statement) ?? keyspace;
    const { facts, text } = statement;
    return {
      kind: "execute",
      index,
      text,
      hash: hashStatement(text),
      statementKind: facts.kind,
      effect: facts.effect,
      object: facts.object,
      guard: facts.guard,
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
