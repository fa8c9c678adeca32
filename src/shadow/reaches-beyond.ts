// Whether a statement of SQL does something outside of the database that it is sent to, by its words: to roles, other databases,
// settings, files and programs of the server. What a DO block, a function or a foreign table does is not seen. Pure.
import { classifyTokens } from "../sql/classify.ts";
import type { SqlFamily } from "../sql/schema.ts";
import { hasWords, readName, type TokenRun, textAt, tokenAt, tokenRun, tokensFrom, wordAt } from "../sql/token-run.ts";

/** Of the whole server in PostgreSQL 18 (its shared catalogs) and CockroachDB 25. */
const SHARED = [
  "role|user|group|database|tablespace|subscription|system|owned", // a slot at the publisher; rights on databases
  "tenant|virtual-cluster|external-connection|range|changefeed|schedules?|backup-schedule|backup",
].join("|");

const SHARED_KINDS: RegExp = new RegExp(`^(create|alter|drop)-(${SHARED})$`);
const SHARED_VERBS: RegExp = /^(reassign-owned|set-cluster-setting|backup|restore|import|export|control-job)$/;

/** What a right, a comment or a label may be on, behind ON. */
const SHARED_NOUNS: readonly string[] = ["DATABASE", "ROLE", "TABLESPACE", "SUBSCRIPTION", "PARAMETER", "EXTERNAL"];

/** @param scope the managed schema */
export function reachesBeyond(text: string, family: SqlFamily, scope: string): boolean {
  const run = tokenRun(text);
  const { kind } = classifyTokens(run);
  if (SHARED_KINDS.test(kind) || SHARED_VERBS.test(kind)) return true;
  const verb = wordAt(run, 0);
  if (verb === "GRANT" || verb === "REVOKE" || verb === "COMMENT" || verb === "SECURITY") return isOfShared(run, verb);
  if (verb === "COPY") return copiesWithServer(run);
  return family === "cockroach" && (isOfOtherDatabase(run, verb) || namesOtherDatabase(run, scope));
}

/** GRANT and REVOKE that name no object give roles, and rights of the whole server. */
function isOfShared(run: TokenRun, verb: string): boolean {
  for (const { index, depth } of tokensFrom(run, 1)) {
    if (depth === 0 && hasWords(run, index, "ON")) return SHARED_NOUNS.includes(wordAt(run, index + 1));
  }
  return verb === "GRANT" || verb === "REVOKE";
}

function copiesWithServer(run: TokenRun): boolean {
  for (const { index, depth } of tokensFrom(run, 1)) {
    if (depth > 0 || !(hasWords(run, index, "TO") || hasWords(run, index, "FROM"))) continue;
    return !hasWords(run, index + 1, "STDIN") && !hasWords(run, index + 1, "STDOUT");
  }
  return true;
}

/** CockroachDB: USE and SET DATABASE go to another one, CONFIGURE ZONE and the like may be of a whole one. */
function isOfOtherDatabase(run: TokenRun, verb: string): boolean {
  if (verb === "USE" || verb === "EXPLAIN" || verb === "PREPARE") return true; // the last two take any statement
  if (verb === "SET") return hasWords(run, ["SESSION", "LOCAL"].includes(wordAt(run, 1)) ? 2 : 1, "DATABASE");
  return verb === "ALTER" && (hasWords(run, 1, "DATABASE") || hasWords(run, 1, "RANGE"));
}

/** CockroachDB: "database.schema.table"; "schema.table.column" of the managed schema is none. */
function namesOtherDatabase(run: TokenRun, scope: string): boolean {
  for (const { index } of tokensFrom(run, 0)) {
    if (textAt(run, index - 1) === "." || textAt(run, index + 1) !== ".") continue;
    const { next } = readName(run, index) ?? { next: index };
    const first = tokenAt(run, index).kind === "quoted-name" ? textAt(run, index).slice(1, -1) : textAt(run, index);
    if (next - index >= 5 && first.toLowerCase() !== scope.toLowerCase()) return true;
  }
  return false;
}
