// Mistakes in what the user wrote, once they stop a command: all of them in one error.
import { type ErrorCode, ToolError } from "../base/errors.ts";
import { type Diagnostic, encodeDiagnostic } from "./diagnostic.ts";

export class DiagnosticsError extends ToolError {
  override readonly name: string = "DiagnosticsError";
  readonly diagnostics: readonly Diagnostic[];

  /** @param summary used when there are several: "3 mistakes in the migration files" */
  constructor(code: ErrorCode, summary: string, diagnostics: readonly Diagnostic[]) {
    const [first] = diagnostics;
    const isAlone = diagnostics.length === 1 && first !== undefined;
    super(code, isAlone ? messageWithPlace(first) : summary, {
      hint: isAlone ? first.hint : undefined,
      details: { diagnostics: diagnostics.map(encodeDiagnostic) },
    });
    this.diagnostics = diagnostics;
  }
}

function messageWithPlace(diagnostic: Diagnostic): string {
  const { file, line, column, message } = encodeDiagnostic(diagnostic);
  const place = [file, line, column].filter((part) => part !== undefined).join(":");
  return place === "" ? message : `${place}: ${message}`;
}
