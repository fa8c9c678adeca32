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
    { flags: "--code", description: "a migration in TypeScript: 20260203_001_add_email.ts" },
  ],
  examples: [
    ["tidemark new add email to users", "writes migrations/V004__add_email_to_users.cql"],
    ["tidemark new add_email --pair", "writes V004__add_email.cql and U004__undo_add_email.cql"],
    ["tidemark new backfill brands --code", "writes 20260203_001_backfill_brands.ts"],
  ],
  async run(run, args, options) {
    const description = args.join(" ");
    const files = await (await run.tidemark()).createMigration({ description, format: formatOf(options) });
    for (const file of files) run.print(`created ${file}`);
    run.printJson({ files });
    return 0;
  },
};

const FORMATS: Readonly<Record<string, NewFileFormat>> = { timestamp: "timestamped", pair: "paired", code: "code" };

function formatOf(options: OptionValues): NewFileFormat {
  const [name, other] = Object.keys(FORMATS).filter((key) => options[key] === true);
  if (other !== undefined) throw new ToolError("usage", `--${name} and --${other} do not go together`);
  return FORMATS[name ?? ""] ?? "versioned";
}
