// The option that says which server's rules hold where no server is asked.
import type { CliOption } from "./command.ts";

export const SERVER_OPTION: CliOption = {
  flags: "--server <product:version>",
  description: "whose rules hold, such as cassandra:4.1 (cassandra:5.0)",
};
