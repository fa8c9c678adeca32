import { titleOf } from "../../config/title-of.ts";
import type { CliCommand } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { TARGET_OPTION } from "../target-option.ts";

export const planCommand: CliCommand = {
  name: "plan",
  summary: "show the steps that migrate would carry out, and what each would change",
  description:
    "Reads only. Each step is tried on the live schema, CQL in memory and SQL on a shadow (an embedded PostgreSQL, or --shadow-url): it says what the step changes, or why the server would " +
    "refuse it; exit code 1 then. Steps of one `transaction` happen together or not at all; `repeatable` ones are the same twice, so they run again " +
    "by themselves when a run was cut off in the middle of one; of the others a person is asked.",
  options: [TARGET_OPTION],
  examples: [
    ["tidemark plan", "one line a step"],
    ["tidemark plan --json", "the plan itself, for review or for another program"],
  ],
  async run(run, _args, options) {
    const target = options.target === undefined ? undefined : String(options.target);
    const tidemark = await run.tidemark();
    const plan = await tidemark.plan({ target });
    const predictions = await tidemark.predict(plan);
    const { encodePlan, encodePrediction, hasRefusal, renderPlanTable } = await import("../render-plan.ts");
    run.print(renderPlanTable(plan, predictions, run.style, titleOf(tidemark.config)));
    run.printJson({ plan: encodePlan(plan), predictions: predictions.map(encodePrediction) });
    return hasRefusal(predictions) ? EXIT.failed : EXIT.done;
  },
};
