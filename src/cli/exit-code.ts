// Exit codes, in one table. Scripts rely on them: see docs/cli.md.
import { type ErrorCode, ToolError } from "../base/errors.ts";

export const EXIT = {
  done: 0,
  /** Findings, pending migrations, differences, or the command failed. */
  failed: 1,
  usage: 2,
  lock: 3,
  /** History and files disagree, or a person must decide. */
  diverged: 4,
  unreachable: 5,
  bug: 70,
  interrupted: 130,
  terminated: 143,
} as const;

const BY_CODE: Readonly<Record<ErrorCode, number>> = {
  usage: EXIT.usage,
  "config-invalid": EXIT.usage,
  "migration-files-invalid": EXIT.usage,
  "model-invalid": EXIT.usage,
  "target-missing": EXIT.usage,
  "unsupported-server": EXIT.usage,
  "connection-failed": EXIT.unreachable,
  "permission-denied": EXIT.failed,
  "server-failed": EXIT.failed,
  "preflight-failed": EXIT.failed,
  "agreement-not-reached": EXIT.failed,
  "lock-held": EXIT.lock,
  "lock-lost": EXIT.lock,
  "step-failed": EXIT.failed,
  "build-failed": EXIT.failed,
  "step-in-doubt": EXIT.diverged,
  "history-diverged": EXIT.diverged,
  "plan-invalid": EXIT.usage,
  "plan-stale": EXIT.diverged,
  "history-too-new": EXIT.diverged,
  "no-down-side": EXIT.failed,
  "sync-refused": EXIT.failed,
  "schema-incompatible": EXIT.failed,
  "sandbox-failed": EXIT.failed,
  interrupted: EXIT.interrupted,
};

/** @param signal whose reason tells SIGTERM from Ctrl-C */
export function exitCodeOf(error: unknown, signal: AbortSignal): number {
  if (!(error instanceof ToolError)) return EXIT.bug;
  if (error.code === "interrupted" && (signal.reason === "SIGTERM" || signal.reason === "SIGHUP"))
    return EXIT.terminated;
  return BY_CODE[error.code];
}
