import type { CliCommand } from "../command.ts";
import { TARGET_OPTION } from "../target-option.ts";

export const planCommand: CliCommand = {
  name: "plan",
  summary: "show the steps that migrate would carry out, and where each comes from",
  description:
    "Reads only. `repeatable` steps are the same twice, so they run again by themselves when a run was cut off in the " +
    "middle of one; of the others a person is asked.",
  options: [TARGET_OPTION],
  examples: [
    ["tidemark plan", "one line a step"],
    ["tidemark plan --json", "the plan itself, for review or for another program"],
  ],
  async run(run, _args, options) {
    const target = options.target === undefined ? undefined : String(options.target);
    const plan = await (await run.tidemark()).plan({ target });
    const { renderPlanTable } = await import("../render-plan.ts");
    run.print(renderPlanTable(plan, run.style));
    run.printJson({ plan });
    return 0;
  },
};
