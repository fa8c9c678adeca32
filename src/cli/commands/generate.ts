import type { GenerateCall } from "../../generate-file.ts";
import type { CliCommand, CommandRun, OptionValues } from "../command.ts";
import { askYesOrNo } from "../confirm.ts";
import { encodeProblems, noteProblems } from "../note-problems.ts";
import { parseEach } from "../parse-option.ts";
import { encodeChange } from "../render-changes.ts";
import { SERVER_OPTION } from "../server-option.ts";

export const generateCommand: CliCommand = {
  name: "generate",
  summary: "write the migration that leads from the files to the models",
  description:
    "Compares what the migration files produce with what the models declare, and writes the difference as a new file with " +
    "its way back: CQL, or TypeScript where rows have to be copied. No database is asked. What is gone and looks like " +
    "something that is new is asked about: a rename keeps the rows.",
  args: "<name...>",
  options: [
    {
      flags: "--rename <old:new>",
      description: "not gone, only called otherwise: colour:color, products.colour:color; may be given several times",
      parse: parseEach,
    },
    {
      flags: "--no-rename",
      description: "nothing is a rename, or nothing else beside --rename: do not ask",
      parse: (_text, previous) => [...(Array.isArray(previous) ? previous : []), NOTHING_ELSE],
    },
    { flags: "--code", description: "write TypeScript also where CQL would do" },
    { flags: "--dry-run", description: "print the file; write nothing" },
    SERVER_OPTION,
  ],
  examples: [
    ["tidemark generate add price", "writes migrations/V004__add_price.cql"],
    ["tidemark generate spelling --rename products.colour:color", "keeps what is in the column"],
    ["tidemark generate add price --dry-run", "prints the file"],
  ],
  async run(run, args, options) {
    const tidemark = await run.tidemark();
    const isDryRun = options.dryRun === true;
    const report = await tidemark.generate(args.join(" "), {
      ...(await renamesOf(run, options)),
      code: options.code === true,
      server: options.server === undefined ? undefined : String(options.server),
      dryRun: isDryRun,
    });
    const { files, text, format, changes, renames, losses, noWayBack, leftOpen, problems } = report;
    noteProblems(run, problems, []);
    if (files.length === 0) run.print("nothing to do: the files lead to the models");
    else if (isDryRun) run.print(text.trimEnd());
    else for (const file of files) run.print(`created ${file}`);
    for (const loss of losses) run.note(`warning: ${loss}`);
    if (noWayBack !== undefined) run.note(`note: it cannot be rolled back: ${noWayBack}`);
    for (const request of leftOpen) run.note(`before it runs: ${request}`);
    run.printJson({
      ...(isDryRun && { dryRun: true }),
      files,
      kind: format ?? null,
      text,
      changes: changes.map(encodeChange),
      renames,
      losses,
      noWayBack: noWayBack ?? null,
      leftOpen,
      problems: encodeProblems(problems, []),
    });
    return 0;
  },
};

/** What `--no-rename` adds to the list of `--rename`, for both are one option to the parser. */
const NOTHING_ELSE = false;

/** Who sits at a terminal is asked about what no option says. */
async function renamesOf(
  { io: { ask }, isJson }: CommandRun,
  { rename }: OptionValues,
): Promise<Pick<GenerateCall, "renames" | "isRename">> {
  const given: readonly unknown[] | undefined = Array.isArray(rename) ? rename : undefined;
  const renames = given?.filter((each) => typeof each === "string");
  if (given?.includes(NOTHING_ELSE) === true || ask === undefined || isJson) return { renames };
  return {
    renames,
    isRename: ({ gone, name }) =>
      askYesOrNo(ask, `${gone} is gone, and \`${name}\` is new: is it the same under another name?`),
  };
}
