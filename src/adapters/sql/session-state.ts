// What a migration may leave in the session that it ran in, and what puts it back: whoever gets the session next, behind a pooler
// or here, finds it as it was when it began. Pure.
import type { StatementStep } from "../../plan/plan.ts";
import type { SqlStatement } from "./connection.ts";

/**
 * Within a transaction, before its record, or after a lone statement: what any statement may leave by the functions and triggers
 * that it calls. Of settings, those of the transaction go, too.
 */
const POSTGRES_ALWAYS: readonly SqlStatement[] = [
  "SET SESSION AUTHORIZATION DEFAULT",
  "RESET ROLE",
  "RESET ALL",
  "SELECT pg_catalog.pg_advisory_unlock_all()",
  "DISCARD TEMP",
].map((text) => ({ text }));

/** With it, as DISCARD ALL of PostgreSQL 12 to 18, which stands in no transaction. */
const POSTGRES: readonly SqlStatement[] = [
  ...POSTGRES_ALWAYS,
  // Poolers prepare statements of their own in a session: these are not taken away without a reason.
  ...["CLOSE ALL", "DEALLOCATE ALL", "UNLISTEN *"].map((text) => ({ text })),
];

const COCKROACH: readonly SqlStatement[] = [{ text: "SET SESSION AUTHORIZATION DEFAULT" }, { text: "RESET ALL" }];

/** @param maySet whether a statement may have changed the session by itself (`mayChangeSession`) */
export function restoreSession(product: "postgres" | "cockroach", maySet = true): readonly SqlStatement[] {
  if (product === "cockroach") return COCKROACH;
  return maySet ? POSTGRES : POSTGRES_ALWAYS;
}

/** CockroachDB: before a transaction begins, for what a function has set in the one before; costs no round trip. */
export const COCKROACH_BEFORE: readonly SqlStatement[] = [{ text: "RESET ALL" }];

/** CockroachDB: before the record, where a statement may have taken another role. */
export const COCKROACH_ROLE: readonly SqlStatement[] = [
  { text: "SET SESSION AUTHORIZATION DEFAULT" },
  { text: "RESET ROLE" },
];

export function mayChangeRole({ effect, text }: Pick<StatementStep, "effect" | "text">): boolean {
  return effect === "session" && /\b(?:role|authorization)\b/i.test(text);
}

const UNLOCK: SqlStatement = { text: "SELECT pg_catalog.pg_advisory_unlock_all()" };

/** What does not go with a transaction that is undone. @param maySet as of `restoreSession` */
export function restoreUndone(product: "postgres" | "cockroach", maySet = true): readonly SqlStatement[] {
  if (product === "cockroach") return maySet ? COCKROACH : [];
  return maySet ? [UNLOCK, { text: "DEALLOCATE ALL" }] : [UNLOCK];
}

const RUNS_CODE: ReadonlySet<string> = new Set(["select", "with", "values", "do", "call", "opaque"]);

/** What sets something, or may call what does; and temporary tables. */
export function mayChangeSession({
  effect,
  statementKind,
  text,
}: Pick<StatementStep, "effect" | "statementKind" | "text">): boolean {
  if (effect === "session" || RUNS_CODE.has(statementKind)) return true;
  return statementKind.startsWith("create-")
    ? /^[^(;]*?\btemp(?:orary)?\b/i.test(text.slice(0, 200))
    : /set_config|pg_advisory/i.test(text);
}

const DEFINES: ReadonlySet<string> = new Set([
  ...["create-table", "create-type", "create-sequence", "create-schema", "comment"],
  ...["drop-table", "drop-index", "drop-type", "drop-sequence", "drop-view"],
]);

/**
 * Whether a statement only defines, and calls no function and no trigger of rows: then nothing is left in the session, and nothing
 * was deferred. Partitions evaluate their bounds, indexes their expressions.
 */
export function onlyDefines(step: Pick<StatementStep, "effect" | "statementKind" | "text">): boolean {
  const { statementKind, text } = step;
  if (mayChangeSession(step)) return false;
  if (statementKind === "create-index") return /^[^()]*\([^()]*\)\s*$/.test(text) && !/\bwhere\b/i.test(text);
  return DEFINES.has(statementKind) && !/\bpartition\s+of\b/i.test(text);
}
