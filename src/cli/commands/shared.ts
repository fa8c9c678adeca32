// What several commands show alike.
import type { Disagreement } from "../../engine/disagreement.ts";
import { adviseDisagreement, describeDisagreement } from "../../engine/disagreement.ts";
import type { ExecutedMigration } from "../../engine/execute-plan.ts";
import type { CliOption, CommandRun } from "../command.ts";

export const TARGET_OPTION: CliOption = {
  flags: "-t, --target <version>",
  description: "stop after this version; a version, or the beginning of one file's name",
};

export function encodeMigration({ migration, durationMs }: ExecutedMigration): Readonly<Record<string, unknown>> {
  const { version, name, description } = migration;
  return { version, name, description, durationMs: Math.round(durationMs) };
}

/** Disagreements that stop nothing, on stderr. */
export function noteDisagreements(run: CommandRun, disagreements: readonly Disagreement[]): void {
  for (const each of disagreements) {
    run.note(`note: ${describeDisagreement(each)}\n  hint: ${adviseDisagreement(each)}`);
  }
}

/** Disagreements as the result of a command. */
export function printDisagreements(run: CommandRun, disagreements: readonly Disagreement[]): void {
  for (const each of disagreements) {
    run.print(`${run.style.bad(each.kind)}  ${describeDisagreement(each)}`);
    run.print(`  ${run.style.dim("hint:")} ${adviseDisagreement(each)}`);
  }
}

export function encodeDisagreement(disagreement: Disagreement): Readonly<Record<string, unknown>> {
  return {
    ...disagreement,
    message: describeDisagreement(disagreement),
    hint: adviseDisagreement(disagreement),
  };
}
