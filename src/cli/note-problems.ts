// What a schema in memory does not show: on stderr, and as JSON.
import { type Diagnostic, type DiagnosticRecord, encodeDiagnostic, renderDiagnostic } from "../text/diagnostic.ts";
import type { CommandRun } from "./command.ts";

export function noteProblems(run: CommandRun, problems: readonly Diagnostic[], warnings: readonly string[] = []): void {
  for (const problem of problems) run.note(`warning: left out: ${renderDiagnostic(problem)}`);
  for (const warning of warnings) run.note(`warning: ${warning}`);
}

export function encodeProblems(
  problems: readonly Diagnostic[],
  warnings: readonly string[],
): readonly DiagnosticRecord[] {
  return [...problems.map(encodeDiagnostic), ...warnings.map((message) => ({ message }))];
}
