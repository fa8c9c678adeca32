// The options of every command that carries out migrations: what it looks at before, and what it waits for after.
import type { ApplyOptions } from "../tidemark-calls.ts";
import { AGREEMENT_OPTIONS } from "./agreement-options.ts";
import type { CliOption, OptionValues } from "./command.ts";

export const APPLY_OPTIONS: readonly CliOption[] = [
  { flags: "--no-preflight", description: "do not look beforehand for what the database would refuse" },
  { flags: "--no-wait", description: "leave indexes and views to be built in the background" },
  ...AGREEMENT_OPTIONS,
];

export function readApplyOptions(options: OptionValues): ApplyOptions {
  return { preflight: options.preflight !== false, waitForBuilds: options.wait !== false };
}
