// Identifies what a migration of a plan would do, wherever and by whomever its files are read: equal hashes, equal steps in the same order,
// sent the same way. Paths of files are not a part of it, as they are shown from the working directory, nor are line ends, as version
// control writes them. Pure.
import { checksumOf } from "../base/checksum.ts";
import { hashStatement, type PlannedMigration, type Step } from "./plan.ts";

/**
 * Of all of its steps, those that are done included.
 * @param downText with the values of the variables in it
 */
export function identifyMigration(migration: PlannedMigration, downText: string | undefined): string {
  const { version, name, direction, checksum, steps } = migration;
  const down = downText === undefined ? null : withPlainLineEnds(downText);
  return checksumOf(JSON.stringify([version, name, direction, checksum, down, steps.map(identityOf)]));
}

/** Of its text alone; 16 hex digits. */
export function identifyStep(step: Step): string {
  return step.kind === "execute" && step.text.includes("\r") ? hashStatement(withPlainLineEnds(step.text)) : step.hash;
}

/** CRLF and CR become LF. */
export function withPlainLineEnds(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

function identityOf(step: Step): readonly unknown[] {
  const { keyspace, timeoutMs = null } = step;
  if (step.kind === "execute") return [withPlainLineEnds(step.text), keyspace, timeoutMs, step.transaction ?? null];
  const hashes = step.files.map(({ hash }) => hash);
  return [step.call, hashes, step.allowsDestructive, keyspace, timeoutMs, step.isTransaction ?? false];
}
