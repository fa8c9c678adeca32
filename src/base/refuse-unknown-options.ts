// Refuses options that nobody knows: a misspelt one would be left out in silence. Pure.
import { ToolError } from "./errors.ts";
import { suggest } from "./suggest.ts";

/** @param call as the message names it: "Tidemark.migrate" @throws ToolError "usage" */
export function refuseUnknownOptions(call: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new ToolError("usage", `the options of ${call} must be an object`);
  }
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    const nearest = suggest(key, known);
    const hint = nearest === undefined ? `known options: ${known.join(", ")}` : `did you mean \`${nearest}\`?`;
    throw new ToolError("usage", `${call} has no option \`${key}\``, { hint });
  }
}
