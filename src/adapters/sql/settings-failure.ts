// A setting that the server does not take is a mistake of the configuration, and none of the migration that was to run with it. Pure.
import { ToolError } from "../../base/errors.ts";
import type { SqlFailure } from "./connection.ts";

/** undefined_object, invalid_name, invalid_parameter_value */
const OF_SETTINGS: ReadonlySet<string | undefined> = new Set(["42704", "42602", "22023"]);

/** @throws ToolError "config-invalid" when what opens a transaction was refused for one */
export function throwOnSettings({ kind, code, message, hint }: SqlFailure): void {
  if (kind !== "refused" || !OF_SETTINGS.has(code)) return;
  throw new ToolError("config-invalid", `database.settings: ${message}`, {
    hint: hint ?? "tidemark preflight looks at them; a name of your own needs a dot: `app.environment`",
  });
}
