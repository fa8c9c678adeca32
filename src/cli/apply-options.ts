// The options of every command that carries out migrations: what it looks at before, what it waits for after, and whom it tells.
import type { ApplyOptions } from "../tidemark-calls.ts";
import { AGREEMENT_OPTIONS } from "./agreement-options.ts";
import type { CliOption, OptionValues } from "./command.ts";

export const APPLY_OPTIONS: readonly CliOption[] = [
  { flags: "--no-preflight", description: "do not look beforehand for what the database would refuse" },
  { flags: "--no-wait", description: "leave indexes and views to be built in the background" },
  ...AGREEMENT_OPTIONS,
  {
    flags: "--events <file>",
    description: "append one JSON line for each event to a file; `-`: to stdout, and the result goes to stderr",
  },
];

/** Whether stdout is for the events alone. */
export function sendsEventsToStdout({ events }: OptionValues): boolean {
  return events === "-";
}

export function readApplyOptions(options: OptionValues): ApplyOptions {
  return { preflight: options.preflight !== false, waitForBuilds: options.wait !== false };
}
