// One result of a lint rule, and its JSON. Pure.
import { type Diagnostic, type DiagnosticRecord, encodeDiagnostic } from "../text/diagnostic.ts";
import type { Source } from "../text/source.ts";
import type { Fix } from "./rule.ts";

export type Severity = "warn" | "error";

/** What a configuration may say of a rule. */
export const LEVELS = ["off", "warn", "error"] as const;
export type Level = (typeof LEVELS)[number];
/** By the name of a rule; where nothing is said, the rule's own severity holds. */
export type Levels = Readonly<Record<string, Level>>;

/** From which severity on findings are a failure. */
export const FAIL_ON = ["error", "warn", "never"] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** What a finding says is wrong, and where: in `source` at `span`, or, without a span, in the file as a whole. */
export interface Finding extends Diagnostic {
  /** The name of a rule; or "lint-ignore" for a directive of that name which names no rule, or silences nothing. */
  readonly rule: string;
  readonly severity: Severity;
  /** The migration: canonical, and as its file writes it. */
  readonly version: string;
  readonly label: string;
  readonly source: Source;
  /** Changes to the file that surely mend it. */
  readonly fix?: Fix | undefined;
  /** Of several servers, those that it holds for, as one would write them: "cassandra:4.1". Left out: all of them. */
  readonly servers?: readonly string[] | undefined;
}

/** A finding as JSON: flat, with line and column counted from 1; neither is there for a whole file. */
export interface FindingRecord extends DiagnosticRecord {
  readonly version: string;
  readonly label: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly servers?: readonly string[];
  /** What `--fix` would do about it. */
  readonly fix?: string;
}

export function encodeFinding(finding: Finding): FindingRecord {
  const { version, label, rule, severity, servers, fix } = finding;
  return {
    ...{ version, label, rule, severity, ...encodeDiagnostic(finding) },
    ...(servers !== undefined && { servers }),
    ...(fix !== undefined && { fix: fix.title }),
  };
}
