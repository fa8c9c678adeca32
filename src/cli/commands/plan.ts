import { writeFile } from "node:fs/promises";
import { messageOf, ToolError } from "../../base/errors.ts";
import { titleOf } from "../../config/title-of.ts";
import type { ReviewedPlan } from "../../engine/plan-document.ts";
import type { CliCommand } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { TARGET_OPTION } from "../target-option.ts";

export const planCommand: CliCommand = {
  name: "plan",
  summary: "show the steps that migrate would carry out, what each costs and would change; write them for review",
  description:
    "Reads only. Each step is tried on the live schema, CQL in memory and SQL on a shadow (an embedded PostgreSQL, or --shadow-url): it says what the step changes, or why the server would " +
    "refuse it; exit code 1 then. Steps of one `transaction` happen together or not at all; `repeatable` ones are the same twice, so they run again " +
    "by themselves when a run was cut off in the middle of one; of the others a person is asked. The file of --out is what migrate --plan takes.",
  options: [
    TARGET_OPTION,
    {
      flags: "-o, --out <file>",
      description:
        "also write the plan to a file, for review: migrate --plan carries out that, and nothing else; `-`: to stdout, and the table goes to stderr",
    },
  ],
  examples: [
    ["tidemark plan", "one line a step"],
    ["tidemark plan --out plan.json", "a file to review; then: tidemark migrate --plan plan.json"],
    ["tidemark plan --json", "the plan itself, for another program"],
  ],
  async run(run, _args, options) {
    const target = options.target === undefined ? undefined : String(options.target);
    const file = options.out === undefined ? undefined : String(options.out);
    const isToStdout = file === "-";
    if (isToStdout && run.isJson) {
      throw new ToolError("usage", "--json and --out - do not go together", { hint: "give --out the path of a file" });
    }
    const tidemark = await run.tidemark();
    const { plan, predictions, migrations, document } = await tidemark.review({ target });
    const { encodePlan, encodePrediction, hasRefusal, renderPlanTable } = await import("../render-plan.ts");
    const { encodeReview } = await import("../render-review.ts");
    const table = renderPlanTable(plan, predictions, run.style, titleOf(tidemark.config), migrations);
    if (isToStdout) run.note(table);
    else run.print(table);
    if (isToStdout && document !== undefined) run.print(JSON.stringify(document, null, 2));
    else if (file !== undefined && document !== undefined) await writePlan(file, document);
    if (file !== undefined) {
      if (document !== undefined && !isToStdout) run.print(`wrote ${file}`);
      if (document === undefined)
        run.note(
          `${isToStdout ? "the plan" : file} is not written: a plan with a statement that would be refused is not for review`,
        );
    }
    const review = migrations.map(encodeReview);
    const written = document === undefined ? null : (file ?? null);
    run.printJson({ plan: encodePlan(plan), predictions: predictions.map(encodePrediction), review, file: written });
    return hasRefusal(predictions) ? EXIT.failed : EXIT.done;
  },
};

async function writePlan(file: string, document: ReviewedPlan): Promise<void> {
  try {
    await writeFile(file, `${JSON.stringify(document, null, 2)}\n`);
  } catch (error) {
    throw new ToolError("usage", `${file} cannot be written: ${messageOf(error)}`, {
      hint: "give --out another path",
      cause: error,
    });
  }
}
