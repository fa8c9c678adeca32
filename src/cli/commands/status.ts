import { titleOf } from "../../config/title-of.ts";
import { describeHolder } from "../../engine/describe-holder.ts";
import { adviseDisagreement } from "../../engine/disagreement.ts";
import type { MigrationStatus, Status } from "../../engine/status.ts";
import type { CliCommand, CommandRun } from "../command.ts";
import { encodeDisagreement } from "../render-disagreement.ts";
import { type Cell, count, renderColumns, renderTime, type Style } from "../style.ts";

export const statusCommand: CliCommand = {
  name: "status",
  summary: "show every migration: applied, pending, failed, or not as it should be",
  description: "Reads only. The exit code is 0 whatever it finds; `validate` and `pending` are the ones to gate on.",
  examples: [
    ["tidemark status", "for people"],
    ["tidemark status --json", "for scripts"],
  ],
  async run(run) {
    const tidemark = await run.tidemark();
    const status = await tidemark.status();
    const scope = titleOf(tidemark.config);
    printStatus(run, status, scope);
    run.printJson({
      isInitialized: status.isInitialized,
      current: status.current ?? null,
      pendingCount: status.pendingVersions.length,
      migrations: status.migrations.map(encodeStatus),
      disagreements: status.disagreements.map(encodeDisagreement),
      lock: status.lease ?? null,
    });
    return 0;
  },
};

function printStatus(run: CommandRun, status: Status, scope: string): void {
  const { style } = run;
  if (status.migrations.length > 0) {
    run.print(renderColumns(status.migrations.map((migration) => renderMigration(migration, style))));
    run.print("");
  }
  const at = status.currentLabel === undefined ? "has no migrations" : `is at ${status.currentLabel}`;
  const pending = status.pendingVersions.length;
  run.print(`${style.bold(scope)} ${at}, ${pending === 0 ? "nothing is pending" : `${pending} pending`}`);
  if (status.isReadOnly === true) {
    run.print("it has no history, and this server takes no writes: it may be a standby, then connect to the primary");
  } else if (!status.isInitialized) {
    run.print("it has no history yet: tidemark init, or tidemark migrate, creates it");
  }
  if (status.lease !== undefined) run.print(`${describeHolder(status.lease)} is at work on it now`);
  const problems = status.disagreements.length;
  if (problems > 0) {
    const advice = [...new Set(status.disagreements.map(adviseDisagreement))].map((hint) => `\n  hint: ${hint}`);
    run.print(style.bad(`${count(problems, "disagreement")} between history and files`) + advice.join(""));
  }
}

function renderMigration(migration: MigrationStatus, style: Style): (Cell | string)[] {
  const { label, description, state, at, by, host, disagreement, isAhead } = migration;
  const word = isAhead ? "ahead" : (disagreement ?? state);
  const when = at === undefined ? "" : renderTime(at);
  const who = by === undefined ? "" : `${by}@${host}`;
  const row: (Cell | string)[] = [label, { text: word, paint: paintOf(word, style) }, description, when, who];
  return migration.error === undefined
    ? row
    : [...row, { text: migration.error.split("\n", 1).join(), paint: style.bad }];
}

function paintOf(word: string, style: Style): (text: string) => string {
  switch (word) {
    case "applied":
    case "baselined":
      return style.good;
    case "pending":
    case "running":
    case "ahead":
      return style.warn;
    case "not-for-profile":
      return style.dim;
    default:
      return style.bad;
  }
}

function encodeStatus(migration: MigrationStatus): Readonly<Record<string, unknown>> {
  const { at, ...rest } = migration;
  return { ...rest, ...(at !== undefined && { at: new Date(at).toISOString() }) };
}
