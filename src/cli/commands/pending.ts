import { renderDuration } from "../../base/duration.ts";
import { ToolError } from "../../base/errors.ts";
import { titleOf } from "../../config/title-of.ts";
import { describeHolder } from "../../engine/describe-holder.ts";
import type { EngineEvent } from "../../engine/event.ts";
import { parseVersion } from "../../migration/version.ts";
import type { CliCommand, CommandRun, OptionValues } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { checkDuration, checkVersion } from "../parse-option.ts";
import { count, renderColumns } from "../style.ts";

export const pendingCommand: CliCommand = {
  name: "pending",
  summary: "list the migrations that are not applied; exit code 1 if there are any",
  description:
    "With --min or --max it asks instead whether a program can use the schema as it is, and needs no migration files: exit " +
    "code 0 if it can, 1 if not. --min is satisfied once that version is applied, --max as long as nothing above it is. " +
    "Reads only: a role with SELECT on the history table is enough.",
  options: [
    { flags: "--min <version>", description: "the oldest version that the program can use", parse: checkVersion },
    { flags: "--max <version>", description: "the newest version that the program can use", parse: checkVersion },
    {
      flags: "--wait <duration>",
      description: "with --min: how long to wait for the schema, and for a database that does not answer yet",
      parse: checkDuration,
    },
  ],
  examples: [
    ["tidemark pending || echo 'the schema is behind'", "a gate for scripts"],
    ["tidemark pending --min 9 --wait 5m", "before a program starts, until somebody has migrated"],
    ["tidemark pending --min 9 --max 12", "is the schema one that the program knows?"],
  ],
  run(run, _args, options) {
    return options.min === undefined && options.max === undefined ? listPending(run, options) : askForFit(run, options);
  },
};

async function listPending(run: CommandRun, { wait }: OptionValues): Promise<number> {
  if (wait !== undefined) {
    throw new ToolError("usage", "--wait goes with --min or --max", { hint: "tidemark pending --help" });
  }
  const tidemark = await run.tidemark();
  const pending = await tidemark.pending();
  const scope = titleOf(tidemark.config);
  if (pending.length === 0) run.print(`nothing is pending on ${scope}`);
  else {
    run.print(renderColumns(pending.map(({ label, description, name }) => [label, description, name])));
    run.print(`\n${count(pending.length, "migration")} pending on ${scope}`);
  }
  const records = pending.map(({ version, label, name, description }) => ({ version, label, name, description }));
  run.printJson({ pendingCount: pending.length, pending: records });
  return pending.length === 0 ? EXIT.done : EXIT.failed;
}

async function askForFit(run: CommandRun, options: OptionValues): Promise<number> {
  const [min, max, wait] = [textOf(options.min), textOf(options.max), textOf(options.wait)];
  const tidemark = await run.tidemark();
  const onEvent = (event: EngineEvent): void => noteWait(run, event);
  try {
    const fit = await tidemark.assertCompatible({ min, max, wait, onEvent, signal: run.io.signal });
    const scope = titleOf(tidemark.config);
    const at = fit.currentLabel === undefined ? "has no migrations" : `is at ${fit.currentLabel}`;
    run.print(`${scope} ${at}, which will do`);
    run.printJson({
      compatible: true,
      current: fit.current ?? null,
      min: canonical(min),
      max: canonical(max),
      reason: null,
    });
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof ToolError) || error.code !== "schema-incompatible") throw error;
    run.print(error.message);
    if (error.hint !== undefined) run.note(`${run.style.dim("hint:")} ${error.hint}`);
    run.printJson({ compatible: false, ...error.details, reason: error.message });
    return EXIT.failed;
  }
}

function noteWait(run: CommandRun, event: EngineEvent): void {
  if (event.kind !== "waiting-for-schema") return;
  const { reason, lease, waitedMs } = event;
  const who = lease === undefined ? "" : `; ${describeHolder(lease)} is at work on it`;
  const waited = waitedMs < 1_000 ? "" : ` (${renderDuration(waitedMs)} so far)`;
  run.note(`waiting: ${reason}${who}${waited}`);
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}

function canonical(version: string | undefined): string | null {
  return version === undefined ? null : (parseVersion(version.replace(/^V/i, "")) ?? null);
}
