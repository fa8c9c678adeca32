// Disagreements between history and files, for people and as JSON.
import { adviseDisagreement, type Disagreement, describeDisagreement } from "../engine/disagreement.ts";
import type { CommandRun } from "./command.ts";

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
