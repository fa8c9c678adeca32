// A statement of a migration that was not carried out, or of which that is not known.
import { type ErrorCode, ToolError } from "../base/errors.ts";
import { describeStep, type PlannedMigration, type Step } from "../plan/plan.ts";
import type { StepOutcome } from "./ports.ts";

export class StepError extends ToolError {
  override readonly name = "StepError";
  readonly stepIndex: number;
  /** "migrations/V002__x.cql:7": the line that the server complains of, or else that of the statement. */
  readonly place: string;

  constructor(
    code: ErrorCode,
    migration: PlannedMigration,
    step: Step,
    outcome: Exclude<StepOutcome, { kind: "done" }>,
    hint: string,
    cause?: unknown,
  ) {
    const line = step.line + (outcome.kind === "failed" ? (outcome.lineOffset ?? 0) : 0);
    const place = `${step.file}:${line}`;
    const what = outcome.kind === "failed" ? `failed: ${outcome.message}` : outcome.message;
    const name = step.kind === "code" ? step.call : `statement ${step.index + 1} (${describeStep(step)})`;
    super(code, `${place}: ${name} ${what}`, {
      hint,
      cause,
      details: { version: migration.version, statement: step.index + 1, file: step.file, line },
    });
    this.stepIndex = step.index;
    this.place = place;
  }
}
