// Turns the tokens of SET, SHOW, PREPARE, savepoints and their like into facts: what concerns one session. Pure.
import type { StatementFacts } from "../plan/statement.ts";
import { ask, SAFE } from "./on-retry.ts";
import { isToSavepoint } from "./refused-statement.ts";
import { hasWords, readName, type TokenRun, wordAt } from "./token-run.ts";

const SESSION_VERBS: ReadonlySet<string> = new Set(
  "SET RESET DISCARD LISTEN UNLISTEN LOAD DEALLOCATE DECLARE CLOSE FETCH MOVE SAVEPOINT USE".split(" "),
);

/** Those that begin or end a transaction are refused where statements are split, and are the session's all the same. */
const TRANSACTION_VERBS: ReadonlySet<string> = new Set("BEGIN START COMMIT END ABORT".split(" "));

export function classifySession(run: TokenRun): StatementFacts | undefined {
  const verb = wordAt(run, 0);
  if (SESSION_VERBS.has(verb)) return { kind: verb.toLowerCase(), effect: "session", ...SAFE };
  if (TRANSACTION_VERBS.has(verb)) return { kind: "transaction", effect: "session", ...ask("ends a transaction") };
  switch (verb) {
    case "ROLLBACK":
      if (isToSavepoint(run)) return { kind: "rollback-to-savepoint", effect: "session", ...SAFE };
      return { kind: "transaction", effect: "session", ...ask("ends a transaction") };
    case "RELEASE":
      return { kind: "release-savepoint", effect: "session", ...SAFE };
    case "PREPARE":
      if (hasWords(run, 1, "TRANSACTION")) {
        return { kind: "transaction", effect: "session", ...ask("ends a transaction") };
      }
      return { kind: "prepare", effect: "session", ...ask("is refused when it is prepared already") };
    case "SHOW":
      return { kind: "show", effect: "none", ...SAFE };
    case "LOCK":
      return { kind: "lock", effect: "session", ...objectAt(run, hasWords(run, 1, "TABLE") ? 2 : 1), ...SAFE };
    case "NOTIFY":
      return { kind: "notify", effect: "data", ...ask("sends a notice each time") };
    default:
      return undefined;
  }
}

function objectAt(run: TokenRun, index: number): { readonly object?: string } {
  const written = readName(run, index);
  return written === undefined ? {} : { object: written.name };
}
