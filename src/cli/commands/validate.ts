import { titleOf } from "../../config/title-of.ts";
import type { CliCommand } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { encodeDisagreement, printDisagreements } from "../render-disagreement.ts";
import { count } from "../style.ts";

export const validateCommand: CliCommand = {
  name: "validate",
  summary: "hold the files against the history: edited, renamed, deleted, late, half-applied",
  description: "Reads only. Says what to do about each; exit code 4 if there is anything.",
  examples: [["tidemark validate", "before a deployment, or in CI"]],
  async run(run) {
    const tidemark = await run.tidemark();
    const disagreements = await tidemark.validate();
    printDisagreements(run, disagreements);
    const scope = titleOf(tidemark.config);
    if (disagreements.length === 0) run.print(`history and files agree on ${scope}`);
    else run.print(`\n${count(disagreements.length, "disagreement")} on ${scope}`);
    run.printJson({ disagreements: disagreements.map(encodeDisagreement) });
    return disagreements.length === 0 ? EXIT.done : EXIT.diverged;
  },
};
