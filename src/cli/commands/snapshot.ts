import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { messageOf, ToolError } from "../../base/errors.ts";
import type { CliCommand } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { encodeProblems, noteProblems } from "../note-problems.ts";
import { SERVER_OPTION } from "../server-option.ts";

export const snapshotCommand: CliCommand = {
  name: "snapshot",
  summary: "write the schema as statements that make it",
  description:
    "Of the live keyspace, or of what the migration files produce, for which no server is needed. tidemark's own table is " +
    "left out. What is written can be compared with `diff`, and reads the same when it is made again.",
  options: [
    { flags: "-o, --output <file>", description: "write to a file instead of stdout; a `.json` one gets JSON" },
    { flags: "--from <what>", description: "live (default) or files", choices: ["live", "files"] },
    { flags: "--at <version>", description: "of the files, up to this version, inclusive" },
    SERVER_OPTION,
  ],
  examples: [
    ["tidemark snapshot", "the live keyspace as CQL"],
    ["tidemark snapshot -o schema.cql", "into a file, to be kept beside the migrations"],
    ["tidemark snapshot --from files --at 12", "what the files produce up to version 12; no server is asked"],
    ["tidemark snapshot --json", "the same as data"],
  ],
  async run(run, _args, options) {
    const from =
      options.from === "files" || (options.from === undefined && options.at !== undefined) ? "files" : "live";
    if (from === "live" && options.at !== undefined) {
      throw new ToolError("usage", "--at goes with --from files", { hint: "the live schema has no versions" });
    }
    const tidemark = await run.tidemark();
    const at = options.at === undefined ? undefined : String(options.at);
    const server = options.server === undefined ? undefined : String(options.server);
    const { model, problems, isWhole } = await tidemark.snapshot({ from, at, server });
    noteProblems(run, problems, model.warnings);
    const schema = model.encode();
    if (options.output === undefined) {
      run.print(model.print().trimEnd());
    } else {
      const path = String(options.output);
      const text = path.endsWith(".json") ? `${JSON.stringify(schema, undefined, 2)}\n` : model.print();
      await writeSnapshot(path, text);
      run.print(`wrote ${path}`);
    }
    run.printJson({ from, at: at ?? null, schema, problems: encodeProblems(problems, model.warnings) });
    return isWhole ? EXIT.done : EXIT.failed;
  },
};

async function writeSnapshot(path: string, text: string): Promise<void> {
  try {
    await writeFile(resolve(path), text);
  } catch (error) {
    throw new ToolError("usage", `\`${path}\` cannot be written: ${messageOf(error)}`, {
      hint: "give --output another path",
      cause: error,
    });
  }
}
