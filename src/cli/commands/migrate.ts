import { renderDuration } from "../../base/duration.ts";
import { ToolError } from "../../base/errors.ts";
import { titleOf } from "../../config/title-of.ts";
import type { EmitEvent } from "../../engine/event.ts";
import { APPLY_OPTIONS, readApplyOptions } from "../apply-options.ts";
import type { CliCommand } from "../command.ts";
import { encodeMigration } from "../encode-migration.ts";
import { LOCK_OPTIONS } from "../lock-options.ts";
import { printDryRun } from "../print-dry-run.ts";
import { noteDisagreements } from "../render-disagreement.ts";
import { count } from "../style.ts";
import { TARGET_OPTION } from "../target-option.ts";

export const migrateCommand: CliCommand = {
  name: "migrate",
  summary: "apply the pending migrations, in order, once",
  description:
    "Many runners may start at once: one applies, the others wait for it and then find nothing to do. After a crash or " +
    "a failure run it again: it goes on at the right statement.",
  options: [
    TARGET_OPTION,
    {
      flags: "--plan <file>",
      description: "carry out what tidemark plan --out has written and somebody reviewed, and nothing else",
    },
    { flags: "--dry-run", description: "show the statements that would run and what each changes; change nothing" },
    ...LOCK_OPTIONS,
    ...APPLY_OPTIONS,
  ],
  examples: [
    ["tidemark migrate", "applies everything that is pending"],
    ["tidemark migrate --dry-run", "shows what would run"],
    ["tidemark migrate --target 12", "applies up to version 12, inclusive"],
    ["tidemark migrate --plan plan.json", "applies what was reviewed, or refuses"],
    ["tidemark migrate --json", "prints one JSON document"],
    ["tidemark migrate --events run.jsonl", "appends what happens, a JSON line each"],
  ],
  finishesOnInterrupt: true,
  async run(run, _args, options) {
    const tidemark = await run.tidemark();
    const target = options.target === undefined ? undefined : String(options.target);
    const reviewed = options.plan === undefined ? undefined : String(options.plan);
    if (target !== undefined && reviewed !== undefined)
      throw new ToolError("usage", "--plan and --target do not go together");
    if (reviewed === "-")
      throw new ToolError("usage", "--plan takes a file: stdin is not read", {
        hint: "name the file that plan --out has written",
      });
    if (options.dryRun === true) {
      const { plan, current, ahead } = await tidemark.migrate({ target, plan: reviewed, dryRun: true });
      return printDryRun(run, tidemark, plan, { current: current ?? null, ahead });
    }
    const { showProgress } = await import("../progress.ts");
    const progress = showProgress(run);
    const onEvent: EmitEvent = (event) => {
      run.record(event);
      progress.onEvent(event);
    };
    const startedMs = performance.now();
    const { executed, current, currentLabel, ahead, notes } = await tidemark
      .migrate({ target, plan: reviewed, onEvent, signal: run.io.signal, ...readApplyOptions(options) })
      .finally(progress.stop);
    noteDisagreements(run, notes);
    const scope = titleOf(tidemark.config);
    const at = currentLabel === undefined ? "has no migrations" : `is at ${currentLabel}`;
    if (executed.length > 0) {
      const took = renderDuration(performance.now() - startedMs);
      run.print(`${scope} ${at} (${count(executed.length, "migration")} in ${took})`);
    } else if (current === undefined) run.print(`nothing to do: ${scope} ${at}`);
    else run.print(`${scope} is up to date: it ${at}`);
    if (ahead.length > 0) {
      run.note(`${scope} is ahead of the files: ${ahead.join(", ")} applied by a newer release`);
    }
    run.printJson({ applied: executed.map(encodeMigration), current: current ?? null, ahead });
    return 0;
  },
};
