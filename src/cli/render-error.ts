// An error for people, and as JSON. No stack trace reaches a user, unless -v asks for it.
import { BugError, ToolError } from "../base/errors.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { renderDiagnostic } from "../text/diagnostic.ts";
import type { Style } from "./style.ts";

const DIAGNOSTICS_MAX = 50;

export function renderError(error: unknown, style: Style, options: { readonly isVerbose: boolean }): string {
  if (!(error instanceof ToolError)) return renderBug(error, style);
  const lines: string[] = [];
  const diagnostics = diagnosticsOf(error);
  if (diagnostics.length > 0) {
    for (const diagnostic of diagnostics.slice(0, DIAGNOSTICS_MAX)) {
      lines.push(`${style.bad("error:")} ${renderDiagnostic(diagnostic)}`);
    }
    const rest = diagnostics.length - DIAGNOSTICS_MAX;
    if (rest > 0) lines.push(`… and ${rest} more`);
  } else {
    lines.push(`${style.bad("error:")} ${error.message}`);
    for (const hint of error.hint?.split("\n") ?? []) lines.push(`  ${style.dim("hint:")} ${hint}`);
  }
  if (options.isVerbose) lines.push(style.dim(stackOf(error)));
  return `${lines.join("\n")}\n`;
}

function diagnosticsOf(error: ToolError): readonly Diagnostic[] {
  return "diagnostics" in error && Array.isArray(error.diagnostics) ? error.diagnostics : [];
}

function renderBug(error: unknown, style: Style): string {
  const what = error instanceof Error ? error.message : String(error);
  const where = error instanceof Error ? stackOf(error) : "";
  const kind = error instanceof BugError ? "" : "unexpected: ";
  const advice = "this is a bug of tidemark: please report it with what is below";
  return `${style.bad("bug:")} ${kind}${what}\n  ${style.dim("hint:")} ${advice}\n${style.dim(where)}\n`;
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : "";
  return `${error.stack ?? error.message}${cause}`;
}

export interface ErrorRecord {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly exitCode: number;
  readonly details?: Readonly<Record<string, unknown>>;
}

export function encodeError(error: unknown, exitCode: number): ErrorRecord {
  if (!(error instanceof ToolError)) {
    return { code: "bug", message: error instanceof Error ? error.message : String(error), exitCode };
  }
  const { code, message, hint, details } = error;
  return {
    code,
    message,
    ...(hint !== undefined && { hint }),
    exitCode,
    ...(Object.keys(details).length > 0 && { details }),
  };
}
