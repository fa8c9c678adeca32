// Tells an embedded database that is not there yet from other failures to connect. Pure.
import { ToolError } from "./base/errors.ts";

/** @throws every other error */
export function passMissingDirectory(error: unknown): undefined {
  const isMissing = error instanceof ToolError && error.code === "target-missing";
  if (!isMissing || error.details.directory === undefined) throw error;
  return undefined;
}
