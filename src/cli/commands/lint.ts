import { messageOf, ToolError } from "../../base/errors.ts";
import { encodeFinding, FAIL_ON, type FailOn, type Finding } from "../../lint/finding.ts";
import type { LintReport } from "../../lint-files.ts";
import type { CliCommand, CommandRun, OptionValues } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { jsonDocument } from "../json-document.ts";
import { parseEach } from "../parse-option.ts";
import { renderFinding, titleOfServer } from "../render-finding.ts";
import { count, type Style, styleFor } from "../style.ts";

const FORMATS = ["text", "json", "sarif", "github"] as const;
type Format = (typeof FORMATS)[number];

export const lintCommand: CliCommand = {
  name: "lint",
  summary: "find what is dangerous in the migration files, and what the server would refuse",
  description:
    "Needs no server: the files are carried out in memory. Without arguments all migrations are looked at; a version, the path of a " +
    "file or the beginning of its name says which. Exit code 1 when there is an error; warnings alone are 0, unless --fail-on says " +
    "otherwise. Levels and options of rules are set in the configuration; `-- @lint-ignore <rule>: <reason>` silences one for the " +
    "statement under it, or at the head of a file for all of it.",
  args: "[migrations...]",
  options: [
    {
      flags: "--server <product:version>",
      description:
        "whose rules hold, such as cassandra:4.1, postgres:14 or live, for what the target is; may be given several times",
      parse: parseEach,
    },
    { flags: "--since <ref>", description: "only what is new or changed since this branch, tag or commit of git" },
    { flags: "--fix", description: "mend in the files what can surely be mended" },
    {
      flags: "--fail-on <level>",
      description: "exit code 1 from this level up: error, warn or never (error)",
      choices: FAIL_ON,
    },
    {
      flags: "--format <form>",
      description: "text, json, sarif for code scanning, or github for annotations of a pull request (text)",
      choices: FORMATS,
    },
    {
      flags: "-o, --output <file>",
      description: "write what --format says to a file, and text to stdout; `-`: to stdout",
    },
    {
      flags: "--rules",
      description: "list the rules of the configured product, or of --server, with the levels that hold; lint nothing",
    },
  ],
  examples: [
    ["tidemark lint", "before a commit, or in CI"],
    ["tidemark lint --server cassandra:4.1 --server cassandra:5.0", "by the rules of both"],
    ["tidemark lint --since origin/main --fail-on warn", "what a branch has added"],
    ["tidemark lint V012 --fix", "one migration, and mend what can be mended"],
    ["tidemark lint --format sarif -o lint.sarif", "for code scanning"],
  ],
  async run(run, args, options) {
    const output = outputOf(options);
    const format = formatOf(options.format, output, run.isJson);
    const servers = Array.isArray(options.server) ? options.server.map(String) : undefined;
    if (options.rules === true) refuseBesideRules(args, options);
    const tidemark = await run.tidemark();
    if (options.rules === true) {
      const { listRules, renderRules } = await import("../lint-rules.ts");
      const rules = listRules(tidemark.config, servers);
      run.print(renderRules(rules, run.style));
      run.printJson({ rules });
      return EXIT.done;
    }
    const report = await tidemark.lint({
      server: servers,
      migrations: args,
      since: options.since === undefined ? undefined : String(options.since),
      fix: options.fix === true,
    });
    const { rulesLeftOff } = await import("../lint-rules.ts");
    for (const name of rulesLeftOff(tidemark.config.lint)) {
      run.note(`note: the rule \`${name}\` has options and is off: give it a \`level\` as well`);
    }
    for (const note of notesOn(report, options.since !== undefined)) run.note(note);
    const stdout = output === undefined ? format : "text";
    if (output !== undefined) await writeDocument(output, await printAs(format, report, run, styleFor(false)));
    if (run.isJson) run.printJson(documentOf(report));
    else run.print(await printAs(stdout, report, run, run.style));
    const failOn = FAIL_ON.find((each) => each === options.failOn) ?? tidemark.config.lint.failOn;
    return report.findings.some((finding) => isFailure(finding, failOn)) ? EXIT.failed : EXIT.done;
  },
};

/** The list of rules is about no file, and changes none. */
function refuseBesideRules(args: readonly string[], { since, fix, failOn, format, output }: OptionValues): void {
  const given = { "the names of migrations": args[0], "--since": since, "--fix": fix, "--fail-on": failOn };
  const all = { ...given, "--format": format, "--output": output };
  const [other] = Object.entries(all).find(([, value]) => value !== undefined) ?? [];
  if (other === undefined) return;
  throw new ToolError("usage", `--rules and ${other} do not go together`, {
    hint: "--rules lists rules and lints nothing; with --server those of a product, with --json as a document",
  });
}

/** The path of the file; undefined for stdout. */
function outputOf({ output }: OptionValues): string | undefined {
  return output === undefined || output === "-" ? undefined : String(output);
}

function formatOf(format: unknown, output: string | undefined, isJson: boolean): Format {
  const given = FORMATS.find((each) => each === format);
  if (given === undefined && output !== undefined && !isJson) {
    throw new ToolError("usage", "--output does not say what is to be written", {
      hint: "say it with --format: json, sarif, github or text",
    });
  }
  if (isJson && given !== undefined && given !== "json" && output === undefined) {
    throw new ToolError("usage", `--json and --format ${given} do not go together`, {
      hint: "--format json is the same as --json; -o FILE writes another format to a file",
    });
  }
  return given ?? (isJson ? "json" : "text");
}

function isFailure({ severity }: Finding, failOn: FailOn): boolean {
  return failOn === "warn" || (failOn === "error" && severity === "error");
}

async function printAs(format: Format, report: LintReport, run: CommandRun, style: Style): Promise<string> {
  const root = run.io.env.GITHUB_WORKSPACE ?? run.io.cwd;
  switch (format) {
    case "text":
      return printText(report, style);
    case "json":
      return jsonDocument("lint", { ...run.partial, ...documentOf(report) });
    case "sarif": {
      const { encodeSarif } = await import("../lint-sarif.ts");
      return JSON.stringify(encodeSarif(report.findings, root), null, 2);
    }
    case "github": {
      const { annotationOf } = await import("../lint-annotations.ts");
      return [...report.findings.map((finding) => annotationOf(finding, root)), summaryOf(report)].join("\n");
    }
  }
}

function printText(report: LintReport, style: Style): string {
  const { findings } = report;
  const lines = findings.map((finding) => renderFinding(finding, style));
  return [...lines, `${findings.length === 0 ? "" : "\n"}${summaryOf(report)}`].join("\n");
}

function summaryOf({ findings, fileCount, servers }: LintReport): string {
  const { errorCount, warningCount } = countsOf(findings);
  const counts = [errorCount > 0 && count(errorCount, "error"), warningCount > 0 && count(warningCount, "warning")];
  const found = counts.filter((each) => each !== false).join(", ");
  const rules = servers.length > 1 ? `, by the rules of ${servers.map(titleOfServer).join(", ")}` : "";
  return `${found === "" ? "no findings" : found} in ${count(fileCount, "file")}${rules}`;
}

function countsOf(findings: readonly Finding[]): { readonly errorCount: number; readonly warningCount: number } {
  const errorCount = findings.filter(({ severity }) => severity === "error").length;
  return { errorCount, warningCount: findings.length - errorCount };
}

/** What is no finding, and has to be known. */
function notesOn({ unread, fixed }: LintReport, isSince: boolean): readonly string[] {
  const notes: string[] = [];
  if (unread.length > 0) {
    const names = unread.slice(0, NAMED_MAX).join(", ");
    const more = unread.length > NAMED_MAX ? ` and ${unread.length - NAMED_MAX} more` : "";
    notes.push(`note: not looked at, for what code does on SQL is known only when it runs: ${names}${more}`);
  }
  if (fixed === undefined) return notes;
  const fixedCount = fixed.reduce((sum, { findings }) => sum + findings.length, 0);
  if (fixedCount === 0) return [...notes, "nothing was fixed"];
  const files = fixed.map(({ file }) => file);
  notes.push(`fixed ${count(fixedCount, "finding")} in ${files.join(", ")}`);
  if (isSince) return notes;
  return [
    ...notes,
    "note: a database that has run one of these already keeps the old text in its history: `tidemark validate` tells, and " +
      "`tidemark repair` accepts the new one; `--fix --since REF` keeps to what a branch has added or changed",
  ];
}

const NAMED_MAX = 5;

function documentOf({ findings, fileCount, servers, unread, fixed }: LintReport): Readonly<Record<string, unknown>> {
  return {
    ...{ servers, fileCount, ...countsOf(findings), findings: findings.map(encodeFinding) },
    ...(unread.length > 0 && { unread }),
    ...(fixed !== undefined && {
      fixed: fixed.map((each) => ({ file: each.file, findings: each.findings.map(encodeFinding) })),
    }),
  };
}

async function writeDocument(path: string, text: string): Promise<void> {
  const { writeFile } = await import("node:fs/promises");
  try {
    await writeFile(path, `${text}\n`);
  } catch (error) {
    throw new ToolError("usage", `\`${path}\` cannot be written: ${messageOf(error)}`, { cause: error });
  }
}
