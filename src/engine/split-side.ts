// Splits one side of a migration into the statements that would be sent, each with its place in the file. Pure.
import type { Dialect } from "../dialect/dialect.ts";
import type { Side } from "../migration/migration.ts";
import { substituteVariables, type Variables, variableAt } from "../migration/substitute-variables.ts";
import type { SplitResult } from "../plan/statement.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Span } from "../text/span.ts";

export interface SplitOptions {
  readonly dialect: Dialect;
  readonly variables: Variables;
}

/** Texts are with the values of the variables in them; spans are places in the file as it was written. */
export function splitSide(side: Side, { dialect, variables }: SplitOptions): SplitResult {
  const { text, locate } = substituteVariables(side, variables);
  const located = ({ start, end }: Span): Span => ({ start: locate(start), end: locate(end) });
  const { statements, diagnostics } = dialect.split({ name: side.source.name, text }, { start: 0, end: text.length });
  return {
    statements: statements.map((statement) => ({ ...statement, span: located(statement.span) })),
    diagnostics: diagnostics.map((diagnostic): Diagnostic => {
      const span = diagnostic.span && located(diagnostic.span);
      const name = span && variableAt(side.source.text, span.start);
      const hint = name === undefined ? diagnostic.hint : `declare ${name} in migrations.variables`;
      return { ...diagnostic, source: side.source, span, hint };
    }),
  };
}
