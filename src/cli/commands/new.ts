import { ToolError } from "../../base/errors.ts";
import type { NewFileFormat } from "../../migration/plan-new-file.ts";
import type { CliCommand, OptionValues } from "../command.ts";

export const newCommand: CliCommand = {
  name: "new",
  summary: "write the file of a new migration",
  description: "Takes the number after the highest file. No database is asked.",
  args: "<description...>",
  options: [
    { flags: "--timestamp", description: "a version from the time: 20260203120000_add_email.cql" },
    { flags: "--pair", description: "two files, one for up and one for down" },
  ],
  examples: [
    ["tidemark new add email to users", "writes migrations/V004__add_email_to_users.cql"],
    ["tidemark new add_email --pair", "writes V004__add_email.cql and U004__undo_add_email.cql"],
  ],
  async run(run, args, options) {
    const description = args.join(" ");
    const files = await (await run.tidemark()).createMigration({ description, format: formatOf(options) });
    for (const file of files) run.print(`created ${file}`);
    run.printJson({ files });
    return 0;
  },
};

function formatOf(options: OptionValues): NewFileFormat {
  if (options.timestamp === true && options.pair === true) {
    throw new ToolError("usage", "--timestamp and --pair do not go together");
  }
  if (options.timestamp === true) return "timestamped";
  return options.pair === true ? "paired" : "versioned";
}
