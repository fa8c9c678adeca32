// One result of a lint rule, and its JSON. Pure.
import { type Diagnostic, type DiagnosticRecord, encodeDiagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";

export type Severity = "warn" | "error";

/** What a configuration may say of a rule. */
export const LEVELS = ["off", "warn", "error"] as const;
export type Level = (typeof LEVELS)[number];
/** By the name of a rule; where nothing is said, the rule's own severity holds. */
export type Levels = Readonly<Record<string, Level>>;

/** What a finding says is wrong, and where: in `source` at `span`, or, without a span, in the file as a whole. */
export interface Finding extends Diagnostic {
  /** The name of a rule; or "lint-ignore" for a directive of that name which names no rule, or silences nothing. */
  readonly rule: string;
  readonly severity: Severity;
  /** The migration: canonical, and as its file writes it. */
  readonly version: string;
  readonly label: string;
  readonly source: Source;
}

/** A finding as JSON: flat, with line and column counted from 1; neither is there for a whole file. */
export interface FindingRecord extends DiagnosticRecord {
  readonly version: string;
  readonly label: string;
  readonly rule: string;
  readonly severity: Severity;
}

export function encodeFinding(finding: Finding): FindingRecord {
  const { version, label, rule, severity } = finding;
  return { version, label, rule, severity, ...encodeDiagnostic(finding) };
}
