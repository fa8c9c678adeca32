import { renderDuration } from "../../base/duration.ts";
import { titleOf } from "../../config/title-of.ts";
import type { EngineEvent } from "../../engine/event.ts";
import { APPLY_OPTIONS, readApplyOptions } from "../apply-options.ts";
import type { CliCommand, CommandRun } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { LOCK_OPTIONS } from "../lock-options.ts";
import type { Progress } from "../progress.ts";
import { encodeChange } from "../render-changes.ts";
import { count } from "../style.ts";

export const syncCommand: CliCommand = {
  name: "sync",
  summary: "bring the live schema to what the models declare, in place",
  description:
    "Makes what is missing and sets options that differ; takes nothing away. What needs more than that (another type, " +
    "another key, a view that differs) is refused before anything is sent: `tidemark generate` writes a migration for it. " +
    "For development and tests; a profile can forbid it with `sync: false`.",
  options: [
    { flags: "--dry-run", description: "print the statements; change nothing" },
    {
      flags: "--drop-removed-indexes",
      description: "drop indexes that no model names, and make those that differ again",
    },
    ...LOCK_OPTIONS,
    ...APPLY_OPTIONS,
  ],
  examples: [
    ["tidemark sync", "creates and alters what the models of the configuration ask for"],
    ["tidemark sync --dry-run", "prints the statements"],
    ["tidemark sync --drop-removed-indexes", "drops indexes, too, that the models no longer have"],
  ],
  finishesOnInterrupt: true,
  async run(run, _args, options) {
    const tidemark = await run.tidemark();
    const dryRun = options.dryRun === true;
    const call = { dryRun, dropRemovedIndexes: options.dropRemovedIndexes === true, ...readApplyOptions(options) };
    const startedMs = performance.now();
    const progress = showSync(run);
    const { statements, drift, warnings, tableCount } = await tidemark
      .sync(undefined, { ...call, onEvent: progress.onEvent, signal: run.io.signal })
      .finally(progress.told);
    for (const warning of warnings) run.note(`warning: ${warning}`);
    const scope = titleOf(tidemark.config);
    if (statements.length === 0) run.print(`in sync: ${count(tableCount, "table")} on ${scope}`);
    else if (dryRun) {
      for (const text of statements) run.print(`${text};`);
      run.print(run.style.dim(`-- ${count(statements.length, "statement")} would be sent to ${scope}`));
    } else {
      const took = renderDuration(performance.now() - startedMs);
      run.print(run.style.dim(`-- ${count(statements.length, "statement")} on ${scope} in ${took}`));
    }
    run.printJson({
      ...(dryRun && { dryRun }),
      statements,
      drift: drift.map(encodeChange),
      tables: tableCount,
      warnings,
    });
    return EXIT.done;
  },
};

/** What is no word to people. */
const UNSHOWN: ReadonlySet<EngineEvent["kind"]> = new Set(["step-started", "run-finished", "run-failed"]);

/** Each statement is a line of the result as it is done; the rest is told as for every run, once there is anything to tell. */
function showSync(run: CommandRun): { onEvent(event: EngineEvent): void; told(): Promise<void> } {
  const done: string[] = [];
  let progress: Promise<Progress> | undefined;
  let telling: Promise<unknown> = Promise.resolve();
  return {
    onEvent(event) {
      run.record(event);
      if (UNSHOWN.has(event.kind)) return;
      if (event.kind === "step-finished" && event.step.kind === "execute") {
        done.push(event.step.text);
        run.partial.statements = done;
        run.print(`${event.step.text};`);
        return;
      }
      // Where nothing differs it is not worth loading.
      progress ??= import("../progress.ts").then(({ showProgress }) => showProgress(run));
      const shown = progress;
      telling = telling.then(async () => (await shown).onEvent(event));
    },
    async told() {
      await telling;
      (await progress)?.stop();
    },
  };
}
