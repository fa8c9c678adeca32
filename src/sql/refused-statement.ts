// Tells why a statement that the server might take has no place in a migration. Pure.
import type { Diagnostic } from "../text/diagnostic.ts";
import { readIndexPlace } from "./look/index-place.ts";
import { hasWords, isWord, type TokenRun, tokenAt, tokensFrom, wordAt } from "./token-run.ts";

/** What is wrong, with the hint; its place is the first word of the statement. */
export function refusalOf(run: TokenRun): Diagnostic | undefined {
  if (wordAt(run, 0) === "COPY") return refuseCopy(run);
  if (wordAt(run, 0) === "CREATE") return refuseUnnamed(run);
  const control = transactionControl(run);
  if (control === undefined) return undefined;
  return {
    message: `\`${control}\` has no place in a migration: tidemark begins and ends its transaction`,
    hint: "remove it; a migration whose statements are not to share a transaction says `-- @no-transaction` at its head",
  };
}

/** The words of a statement that begins or ends a transaction. Savepoints do neither. */
function transactionControl(run: TokenRun): string | undefined {
  switch (wordAt(run, 0)) {
    case "BEGIN":
    case "END":
    case "ABORT":
      return wordAt(run, 0);
    case "START":
      return hasWords(run, 1, "TRANSACTION") ? "START TRANSACTION" : undefined;
    case "PREPARE":
      return hasWords(run, 1, "TRANSACTION") ? "PREPARE TRANSACTION" : undefined;
    case "COMMIT":
      return hasWords(run, 1, "PREPARED") ? "COMMIT PREPARED" : "COMMIT";
    case "ROLLBACK":
      if (isToSavepoint(run)) return undefined;
      return hasWords(run, 1, "PREPARED") ? "ROLLBACK PREPARED" : "ROLLBACK";
    default:
      return undefined;
  }
}

/** rollback-to : "ROLLBACK" ( "WORK" | "TRANSACTION" )? "TO" "SAVEPOINT"? name */
export function isToSavepoint(run: TokenRun): boolean {
  return hasWords(run, 1, "TO") || hasWords(run, 1, "WORK", "TO") || hasWords(run, 1, "TRANSACTION", "TO");
}

/** PostgreSQL leaves an invalid index when it fails, and makes another one under the next name that is free when it is tried again. */
export function refuseUnnamed(run: TokenRun): Diagnostic | undefined {
  const place = readIndexPlace(run);
  if (place?.isConcurrent !== true || place.name !== undefined) return undefined;
  return {
    message: "`CREATE INDEX CONCURRENTLY` without a name: what a failed try leaves could not be found",
    hint: "give the index a name",
  };
}

function refuseCopy(run: TokenRun): Diagnostic | undefined {
  const ends = endsAtClient(run);
  if (ends === undefined) return undefined;
  return ends === "STDIN"
    ? {
        message: "`COPY … FROM STDIN` reads rows from the client, and a migration has none to send",
        hint: "write INSERT statements, or a migration in code that inserts the rows in batches",
      }
    : {
        message: "`COPY … TO STDOUT` sends rows to the client, and a migration has nobody to read them",
        hint: "remove it; read the rows with a program of your own",
      };
}

/** copy : "COPY" … ( "FROM" | "TO" ) ( "STDIN" | "STDOUT" ) — the server takes each of the two for either way. */
function endsAtClient(run: TokenRun): "STDIN" | "STDOUT" | undefined {
  for (const { token, index, depth } of tokensFrom(run, 1)) {
    if (depth > 0) continue;
    const isFrom = isWord(run.text, token, "FROM");
    if (!isFrom && !isWord(run.text, token, "TO")) continue;
    const next = tokenAt(run, index + 1);
    if (isWord(run.text, next, "STDIN") || isWord(run.text, next, "STDOUT")) return isFrom ? "STDIN" : "STDOUT";
  }
  return undefined;
}

/** Whether rows follow the statement in the text, up to a line with a backslash and a dot. */
export function isFollowedByRows(run: TokenRun): boolean {
  return wordAt(run, 0) === "COPY" && endsAtClient(run) === "STDIN";
}
