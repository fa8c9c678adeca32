// The option that names the upper end of what is applied.
import type { CliOption } from "./command.ts";

export const TARGET_OPTION: CliOption = {
  flags: "-t, --target <version>",
  description: "stop after this version; a version, or the beginning of one file's name",
};
