// Collects what the server warned of during one migration, each with the statement that it came with.
import { describeStep, type Step } from "../plan/plan.ts";

export interface WarningLog {
  /** What came with a statement; the same again is counted. */
  addOf(step: Step, message: string): void;
  add(text: string): void;
  /** "statement 3 (INSERT INTO users) and 17 more: Batch … exceeds …" */
  list(): readonly string[];
}

/** A history row has to stay small, whatever a file of a thousand statements provokes. */
const TEXTS_MAX = 50;

interface Warned {
  readonly first: string;
  readonly message: string;
  moreCount: number;
}

/** @param earlier of the same migration: what runs before this one have collected */
export function warningLog(earlier: readonly string[] = []): WarningLog {
  // One more than is kept can only be the line that counts the rest.
  const texts = new Set(earlier.slice(0, TEXTS_MAX));
  const earlierLeft = Number(/\d+/.exec(earlier[TEXTS_MAX] ?? "")?.[0] ?? 0);
  const byMessage = new Map<string, Warned>();
  return {
    addOf(step, message) {
      const known = byMessage.get(message);
      if (known !== undefined) known.moreCount += 1;
      else
        byMessage.set(message, { first: `statement ${step.index + 1} (${describeStep(step)})`, message, moreCount: 0 });
    },
    add(text) {
      texts.add(text);
    },
    list() {
      const warned = [...byMessage.values()].map(({ first, message, moreCount }) => {
        return `${first}${moreCount === 0 ? "" : ` and ${moreCount} more`}: ${message}`;
      });
      const all = [...new Set([...texts, ...warned])];
      const left = earlierLeft + Math.max(0, all.length - TEXTS_MAX);
      return left === 0 ? all : [...all.slice(0, TEXTS_MAX), `and ${left} more, which are not kept`];
    },
  };
}
