// The parts of a statement's facts that say whether it may run twice. Pure.
import type { OnRetry, StatementFacts } from "../plan/statement.ts";
import { hasWords, type TokenRun } from "./token-run.ts";

export type Guard = NonNullable<StatementFacts["guard"]>;

export interface Retry {
  readonly guard?: Guard;
  readonly onRetry: OnRetry;
  readonly askReason?: string;
}

export const SAFE: Retry = { onRetry: "safe" };

export function ask(askReason: string): Retry {
  return { onRetry: "ask", askReason };
}

export interface ReadGuard {
  readonly guard: Guard | undefined;
  /** The index behind it. */
  readonly next: number;
}

/** guard : "IF" "NOT"? "EXISTS" */
export function readGuard(run: TokenRun, index: number): ReadGuard {
  if (hasWords(run, index, "IF", "NOT", "EXISTS")) return { guard: "if-not-exists", next: index + 3 };
  if (hasWords(run, index, "IF", "EXISTS")) return { guard: "if-exists", next: index + 2 };
  return { guard: undefined, next: index };
}
