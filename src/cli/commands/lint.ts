import { encodeFinding } from "../../lint/finding.ts";
import type { CliCommand } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { renderFinding } from "../render-finding.ts";
import { SERVER_OPTION } from "../server-option.ts";
import { count } from "../style.ts";

export const lintCommand: CliCommand = {
  name: "lint",
  summary: "find what is dangerous in the migration files, and what the server would refuse",
  description:
    "Needs no server: the files are carried out in memory. Exit code 1 when there is an error; warnings alone are 0. The " +
    "levels of rules are set in the configuration; `-- @lint-ignore <rule>: <reason>` at the head of a file silences one there.",
  options: [SERVER_OPTION],
  examples: [
    ["tidemark lint", "before a commit, or in CI"],
    ["tidemark lint --server cassandra:4.1", "by the rules of an older server"],
    ["tidemark lint --json", "for editors and other programs"],
  ],
  async run(run, _args, options) {
    const tidemark = await run.tidemark();
    const server = options.server === undefined ? undefined : String(options.server);
    const { findings, fileCount } = await tidemark.lint({ server });
    const errorCount = findings.filter(({ severity }) => severity === "error").length;
    const warningCount = findings.length - errorCount;
    for (const finding of findings) run.print(renderFinding(finding, run.style));
    const counts = [errorCount > 0 && count(errorCount, "error"), warningCount > 0 && count(warningCount, "warning")];
    const found = counts.filter((each) => each !== false).join(", ");
    run.print(`${found === "" ? "no findings" : `\n${found}`} in ${count(fileCount, "file")}`);
    run.printJson({ fileCount, errorCount, warningCount, findings: findings.map(encodeFinding) });
    return errorCount > 0 ? EXIT.failed : EXIT.done;
  },
};
