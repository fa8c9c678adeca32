// What a result or a failure of a connection means for the step that was sent. Pure.
import type { StepOutcome, TransactedStep } from "../../engine/ports.ts";
import { quoteIdentifier } from "../../sql/identifiers.ts";
import { SQLSTATE } from "../../sql/sqlstate.ts";
import type { SqlFailure, SqlNotice, SqlResult } from "./connection.ts";
import { describeFailure, isUnknown, stepFailure } from "./failure.ts";

export function doneOutcome({ rows, notices }: SqlResult): StepOutcome {
  const hasChanged = notices.some(isSkip) ? false : undefined;
  return { kind: "done", warnings: warningsOf(notices), hasChanged, rows };
}

export function transactedStep({ notices, durationMs }: SqlResult): TransactedStep {
  return { warnings: warningsOf(notices), durationMs };
}

/** @param schema where its unqualified names go */
export function failedOutcome(failure: SqlFailure, text: string, schema: string): StepOutcome {
  if (isUnknown(failure)) {
    return { kind: "unknown", message: describeFailure(failure) };
  }
  return { kind: "failed", ...stepFailure(nameSchema(failure, schema), text) };
}

/** A search path of schemas that do not exist is taken, and then there is "no schema … to create in". */
export function nameSchema(failure: SqlFailure, schema: string): SqlFailure {
  const isUnnamed = failure.code === SQLSTATE.invalidSchemaName && /no schema/.test(failure.message);
  return isUnnamed ? { ...failure, message: `the schema ${quoteIdentifier(schema)} does not exist` } : failure;
}

function warningsOf(notices: readonly SqlNotice[]): readonly string[] {
  return notices.filter((notice) => notice.severity === "WARNING" || isSkip(notice)).map(({ message }) => message);
}

/** What a guard skipped, such as IF NOT EXISTS: the notice has the code of the error that it would have been, or none. */
export function isSkip({ severity, code, message }: SqlNotice): boolean {
  return severity !== "WARNING" && (SKIPPED.has(code) || / skipping$/.test(message));
}

/** duplicate_table, _column, _object, _schema, _function */
const SKIPPED: ReadonlySet<string> = new Set(["42P07", "42701", "42710", "42P06", "42723"]);
