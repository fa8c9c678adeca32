import { renderDuration } from "../../base/duration.ts";
import { titleOf } from "../../config/title-of.ts";
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
    { flags: "--dry-run", description: "show the statements that would run and what each changes; change nothing" },
    ...LOCK_OPTIONS,
    ...APPLY_OPTIONS,
  ],
  examples: [
    ["tidemark migrate", "applies everything that is pending"],
    ["tidemark migrate --dry-run", "shows what would run"],
    ["tidemark migrate --target 12", "applies up to version 12, inclusive"],
    ["tidemark migrate --json", "prints one JSON document"],
  ],
  finishesOnInterrupt: true,
  async run(run, _args, options) {
    const tidemark = await run.tidemark();
    const target = options.target === undefined ? undefined : String(options.target);
    if (options.dryRun === true) {
      const { plan, current, ahead } = await tidemark.migrate({ target, dryRun: true });
      return printDryRun(run, tidemark, plan, { current: current ?? null, ahead });
    }
    const { showProgress } = await import("../progress.ts");
    const progress = showProgress(run);
    const startedMs = performance.now();
    const { executed, current, currentLabel, ahead, notes } = await tidemark
      .migrate({ target, onEvent: progress.onEvent, signal: run.io.signal, ...readApplyOptions(options) })
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
