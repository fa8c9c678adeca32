// Gives an error the stack of whoever made the call: what waits for its turn begins with a stack of its own. Pure.
import { ToolError } from "../../base/errors.ts";

/** @param caller made at the call, for its stack only */
export function withCaller(thrown: unknown, { stack = "" }: Error): unknown {
  if (!(thrown instanceof ToolError)) return thrown;
  const at = stack.search(/^\s+at /m);
  if (at !== -1) thrown.stack = `${thrown.stack ?? thrown.message}\n${stack.slice(at)}`;
  return thrown;
}
