// What a schema in memory does not show, on stderr.
import { type Diagnostic, renderDiagnostic } from "../text/diagnostic.ts";
import type { CommandRun } from "./command.ts";

export function noteProblems(run: CommandRun, problems: readonly Diagnostic[], warnings: readonly string[] = []): void {
  for (const problem of problems) run.note(`warning: left out: ${renderDiagnostic(problem)}`);
  for (const warning of warnings) run.note(`warning: ${warning}`);
}
