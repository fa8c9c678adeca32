import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { messageOf, ToolError } from "../../base/errors.ts";
import { refuseForSql } from "../../config/require-target.ts";
import type { SchemaModel } from "../../dialect/schema-model.ts";
import { printModels } from "../../print-models.ts";
import type { CliCommand, OptionValues } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { encodeProblems, noteProblems } from "../note-problems.ts";
import { SERVER_OPTION } from "../server-option.ts";

const FORMATS = ["cql", "sql", "json", "typescript"] as const;
type Format = (typeof FORMATS)[number];

const SOURCES = ["live", "files", "models"] as const;
type Source = (typeof SOURCES)[number];

export const snapshotCommand: CliCommand = {
  name: "snapshot",
  summary: "write the schema as statements that make it, or as models in TypeScript",
  description:
    "Of the live keyspace or SQL schema, or of what the migration files produce or the models declare, for which no server is " +
    "needed. tidemark's own tables are left out. What is written can be compared with `diff`, and reads the same when it is made " +
    "again.",
  options: [
    {
      flags: "-o, --output <file>",
      description: "write to a file instead of stdout; a `.json` one gets JSON, a `.ts` one TypeScript",
    },
    {
      flags: "--format <form>",
      description: "cql or sql (default, as the target speaks), json or typescript",
      choices: FORMATS,
    },
    { flags: "--from <what>", description: "live (default; files with --check), files or models", choices: SOURCES },
    { flags: "--at <version>", description: "of the files, up to this version, inclusive" },
    { flags: "--check <file>", description: "write nothing: fail when this snapshot is not what would be written" },
    SERVER_OPTION,
  ],
  examples: [
    ["tidemark snapshot", "the live schema as CQL or SQL"],
    ["tidemark snapshot -o schema.cql", "into a file, to be kept beside the migrations"],
    ["tidemark snapshot --from files --at 12", "what the files produce up to version 12; no server is asked"],
    ["tidemark snapshot -o models.ts", "the live keyspace as models in TypeScript"],
    ["tidemark snapshot --json", "the same as data"],
    ["tidemark snapshot --check schema.cql", "in CI: fails when the files make another schema"],
  ],
  async run(run, _args, options) {
    const checked = options.check === undefined ? undefined : String(options.check);
    const from = sourceOf(options.from, options.at !== undefined || checked !== undefined);
    if (from !== "files" && options.at !== undefined) {
      throw new ToolError("usage", "--at goes with --from files", { hint: `${NO_VERSIONS[from]} no versions` });
    }
    if (checked !== undefined && options.output !== undefined) {
      throw new ToolError("usage", "--check and --output do not go together", {
        hint: "--check writes nothing; to write it again leave it out",
      });
    }
    const tidemark = await run.tidemark();
    const at = options.at === undefined ? undefined : String(options.at);
    const server = options.server === undefined ? undefined : String(options.server);
    const output = options.output === undefined ? undefined : String(options.output);
    const format = formatOf(options.format, checked ?? output, tidemark.config.database !== undefined);
    if (format === "typescript" || from === "models") {
      refuseForSql(tidemark.config, "a model in TypeScript", "tidemark snapshot prints the schema as SQL");
    }
    const { model, problems, isWhole } = await tidemark.snapshot({ from, at, server });
    const printed = await printAs(format, model);
    const warnings = [...model.warnings, ...printed.warnings];
    if (checked !== undefined) {
      const { checkSnapshot } = await import("../check-snapshot.ts");
      const made = { problems, isWhole, warnings };
      const check = { file: checked, from, at, server, text: printed.text, isSchema: format !== "typescript", made };
      return checkSnapshot(run, tidemark, { ...check, command: commandThatWrites(checked, from, options) });
    }
    noteProblems(run, problems, warnings);
    if (output === undefined) run.print(printed.text.trimEnd());
    else {
      await writeSnapshot(output, printed.text);
      run.print(`wrote ${output}`);
    }
    const typescript = format === "typescript" ? { typescript: printed.text } : {};
    const document = { from, at: at ?? null, schema: model.encode(), ...typescript };
    run.printJson({ ...document, problems: encodeProblems(problems, warnings) });
    return isWhole ? EXIT.done : EXIT.failed;
  },
};

const NO_VERSIONS: Readonly<Record<Source, string>> = {
  live: "the live schema has",
  files: "",
  models: "models have",
};

function sourceOf(from: unknown, isOfFiles: boolean): Source {
  return SOURCES.find((each) => each === from) ?? (isOfFiles ? "files" : "live");
}

function commandThatWrites(file: string, from: Source, { at, server, format }: OptionValues): string {
  const given = Object.entries({ at, server, format }).filter(([, value]) => value !== undefined);
  const words = given.map(([name, value]) => ` --${name} ${String(value)}`).join("");
  return `tidemark snapshot --from ${from}${words} -o ${file}`;
}

function formatOf(format: unknown, output: string | undefined, isSql: boolean): Format {
  const statements = isSql ? "sql" : "cql";
  const given = FORMATS.find((each) => each === format);
  if (given === "cql" || given === "sql") {
    if (given === statements) return given;
    throw new ToolError("usage", `\`--format ${given}\` is not what the target speaks`, {
      hint: `--format ${statements}`,
    });
  }
  if (given !== undefined) return given;
  if (output?.endsWith(".json") === true) return "json";
  return output !== undefined && /\.m?ts$/.test(output) ? "typescript" : statements;
}

async function printAs(
  format: Format,
  model: SchemaModel,
): Promise<{ readonly text: string; readonly warnings: readonly string[] }> {
  switch (format) {
    case "cql":
    case "sql":
      return { text: model.print(), warnings: model.unprintable() };
    case "json":
      return { text: `${JSON.stringify(model.encode(), undefined, 2)}\n`, warnings: [] };
    case "typescript":
      return printModels(model);
  }
}

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
