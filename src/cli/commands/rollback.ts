import { renderDuration } from "../../base/duration.ts";
import { ToolError } from "../../base/errors.ts";
import { titleOf } from "../../config/title-of.ts";
import type { EmitEvent } from "../../engine/event.ts";
import { hashPlan, type Plan } from "../../plan/plan.ts";
import { APPLY_OPTIONS, readApplyOptions } from "../apply-options.ts";
import type { CliCommand } from "../command.ts";
import { confirm, YES_OPTION } from "../confirm.ts";
import { encodeMigration } from "../encode-migration.ts";
import { LOCK_OPTIONS } from "../lock-options.ts";
import { parseCount } from "../parse-option.ts";
import { printDryRun } from "../print-dry-run.ts";
import { count } from "../style.ts";

export const rollbackCommand: CliCommand = {
  name: "rollback",
  summary: "undo the migrations that were applied last",
  description:
    "Runs the down sides, the latest applied first. The history keeps their texts, so an older checkout can roll back " +
    "what it does not have. When one of them has no down side, nothing is undone.",
  options: [
    { flags: "-n, --steps <count>", description: "how many to undo (1)", parse: parseCount },
    { flags: "-t, --target <version>", description: "undo everything above this version, which stays applied; 0: all" },
    { flags: "--dry-run", description: "show the statements that would run and what each changes; change nothing" },
    ...LOCK_OPTIONS,
    ...APPLY_OPTIONS,
    YES_OPTION,
  ],
  examples: [
    ["tidemark rollback", "undoes the last migration, after asking"],
    ["tidemark rollback --steps 2 --yes", "undoes the last two without asking"],
    ["tidemark rollback --target 12", "goes back to version 12"],
  ],
  finishesOnInterrupt: true,
  async run(run, _args, options) {
    if (options.steps !== undefined && options.target !== undefined) {
      throw new ToolError("usage", "--steps and --target do not go together");
    }
    const tidemark = await run.tidemark();
    const steps = typeof options.steps === "number" ? options.steps : undefined;
    const extent = { steps, target: options.target === undefined ? undefined : String(options.target) };
    const scope = titleOf(tidemark.config);
    const plan: Plan | undefined =
      options.yes === true && options.dryRun !== true
        ? undefined
        : (await tidemark.rollback({ ...extent, dryRun: true })).plan;
    if (options.dryRun === true && plan !== undefined) {
      return printDryRun(run, tidemark, plan, {});
    }
    if (plan !== undefined && plan.migrations.length > 0) {
      const { BASELINED } = await import("../render-plan.ts");
      const names = plan.migrations
        .map(({ name, isBaselined }) => `  ${name}${isBaselined === true ? ` (${BASELINED})` : ""}`)
        .join("\n");
      const consequence = `This undoes ${count(plan.migrations.length, "migration")} on ${scope}:\n${names}`;
      await confirm(run, options, consequence);
    }
    const { showProgress } = await import("../progress.ts");
    const progress = showProgress(run);
    const onEvent: EmitEvent = (event) => {
      run.record(event);
      progress.onEvent(event);
    };
    const startedMs = performance.now();
    const expectedPlan = plan === undefined || plan.migrations.length === 0 ? undefined : hashPlan(plan);
    const { executed, currentLabel, current } = await tidemark
      .rollback({
        ...extent,
        expectedPlan,
        onEvent,
        signal: run.io.signal,
        ...readApplyOptions(options),
      })
      .finally(progress.stop);
    const at = currentLabel === undefined ? "has no migrations" : `is at ${currentLabel}`;
    const took = renderDuration(performance.now() - startedMs);
    if (executed.length === 0) run.print(`nothing to undo: ${scope} ${at}`);
    else run.print(`${scope} ${at} (${count(executed.length, "migration")} undone in ${took})`);
    run.printJson({ rolledBack: executed.map(encodeMigration), current: current ?? null });
    return 0;
  },
};
