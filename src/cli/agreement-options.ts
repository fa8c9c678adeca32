// The options of every command that may change the schema: which nodes it may go on without.
import type { CliOption } from "./command.ts";

export const AGREEMENT_OPTIONS: readonly CliOption[] = [
  {
    flags: "--tolerate-down <count>",
    description: "how many nodes may be down, joining or out of reach (0)",
  },
  {
    flags: "--agreement <view>",
    description: "nodes: ask every node (the default); coordinator: take its word for those out of reach",
  },
];
