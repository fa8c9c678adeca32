// All mistakes of a configuration at once, as one error.
import { ToolError } from "../base/errors.ts";
import { type Diagnostic, encodeDiagnostic } from "../text/diagnostic.ts";

/** Thrown with every mistake that was found; `details.diagnostics` holds the same as JSON. */
export class ConfigError extends ToolError {
  override readonly name: string = "ConfigError";
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const [first] = diagnostics;
    const isAlone = diagnostics.length === 1 && first !== undefined;
    super("config-invalid", isAlone ? first.message : `the configuration has ${diagnostics.length} mistakes`, {
      hint: isAlone ? first.hint : undefined,
      details: { diagnostics: diagnostics.map(encodeDiagnostic) },
    });
    this.diagnostics = diagnostics;
  }
}
