// The options of every command that takes the lock.
import type { CliOption } from "./command.ts";
import { checkDuration } from "./parse-option.ts";

export const LOCK_OPTIONS: readonly CliOption[] = [
  { flags: "--lock-wait <duration>", description: "how long to wait for another runner (5m)", parse: checkDuration },
  {
    flags: "--lock-ttl <duration>",
    description: "how long the lock outlives a runner that died (30s)",
    parse: checkDuration,
  },
];
