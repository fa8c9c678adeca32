// All mistakes of a configuration at once, as one error.
import { ToolError } from "../base/errors.ts";
import { type Diagnostic, encodeDiagnostic } from "../text/diagnostic.ts";

/** Thrown with every mistake that was found; `details.diagnostics` holds the same as JSON. */
export class ConfigError extends ToolError {
  override readonly name: string = "ConfigError";
  readonly diagnostics: readonly Diagnostic[];

  constructor(found: readonly Diagnostic[]) {
    const diagnostics = found.toSorted(comparePlaces);
    const [first] = diagnostics;
    const isAlone = diagnostics.length === 1 && first !== undefined;
    super("config-invalid", isAlone ? first.message : `the configuration has ${diagnostics.length} mistakes`, {
      hint: isAlone ? first.hint : undefined,
      details: { diagnostics: diagnostics.map(encodeDiagnostic) },
    });
    this.diagnostics = diagnostics;
  }
}

/** As a file is read; there is one file at most, and what has no place in it comes last. */
function comparePlaces(a: Diagnostic, b: Diagnostic): number {
  const first = a.span?.start ?? Number.MAX_SAFE_INTEGER;
  return first - (b.span?.start ?? Number.MAX_SAFE_INTEGER);
}
