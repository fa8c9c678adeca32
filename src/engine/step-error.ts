// A statement of a migration that was not carried out, or of which that is not known.
import { type ErrorCode, ToolError } from "../base/errors.ts";
import { describeStep, type PlannedMigration, type Step } from "../plan/plan.ts";

export class StepError extends ToolError {
  override readonly name = "StepError";
  readonly stepIndex: number;

  constructor(code: ErrorCode, migration: PlannedMigration, step: Step, reason: string, hint: string) {
    super(code, `${step.file}:${step.line}: statement ${step.index + 1} (${describeStep(step)}) ${reason}`, {
      hint,
      details: { version: migration.version, statement: step.index + 1, file: step.file, line: step.line },
    });
    this.stepIndex = step.index;
  }
}
