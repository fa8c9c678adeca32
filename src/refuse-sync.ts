// Says no to `sync` where the configuration forbids it.
import { ToolError } from "./base/errors.ts";
import type { Config } from "./config/config.ts";

/** @throws ToolError "usage" where the configuration forbids it */
export function refuseSync({ sync, isSyncSaid, profile }: Pick<Config, "sync" | "isSyncSaid" | "profile">): void {
  if (sync) return;
  const where = profile === undefined ? "" : ` for the profile \`${profile}\``;
  const reason = isSyncSaid ? "`sync: false`" : `the default of a profile named \`${profile}\``;
  throw new ToolError("usage", `sync is switched off${where} (${reason})`, {
    hint: "what the models declare is brought there by migrations: tidemark generate NAME, then tidemark migrate",
  });
}
