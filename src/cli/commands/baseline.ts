import { titleOf } from "../../config/title-of.ts";
import { AGREEMENT_OPTIONS } from "../agreement-options.ts";
import type { CliCommand } from "../command.ts";
import { confirm, YES_OPTION } from "../confirm.ts";
import { count } from "../style.ts";

export const baselineCommand: CliCommand = {
  name: "baseline",
  summary: "take migrations as applied without running them",
  description: "For a database that already has what they make. Everything up to the version is marked, inclusive.",
  args: "<version>",
  options: [...AGREEMENT_OPTIONS, YES_OPTION],
  examples: [["tidemark baseline 12 --yes", "versions up to 12 count as applied; migrate goes on with what follows"]],
  finishesOnInterrupt: true,
  async run(run, [version = ""], options) {
    const tidemark = await run.tidemark();
    const scope = titleOf(tidemark.config);
    await confirm(run, options, `Everything up to ${version} will count as applied on ${scope}, without being run.`);
    const { showProgress } = await import("../progress.ts");
    const { onEvent } = showProgress(run);
    const marked = await tidemark.baseline(version, { signal: run.io.signal, onEvent });
    for (const { label, description } of marked) run.print(`${run.style.good("baselined")}  ${label}  ${description}`);
    run.print(
      marked.length === 0 ? `nothing to mark on ${scope}` : `${count(marked.length, "migration")} marked on ${scope}`,
    );
    run.printJson({ baselined: marked.map(({ version: each, name }) => ({ version: each, name })) });
    return 0;
  },
};
