// Tells which statements PostgreSQL takes only outside of a transaction. Pure.
import type { Statement } from "../plan/statement.ts";
import { hasWords, isWord, type TokenRun, textAt, tokenAt, tokenRun, tokensFrom, wordAt } from "./token-run.ts";

interface Rule {
  readonly kind: string;
  /** Which statements of the kind; left out: all. */
  readonly applies?: (run: TokenRun) => boolean;
  /** Where PostgreSQL says so: the reference page of the command, and where its source refuses it (PreventInTransactionBlock). */
  readonly source: string;
}

// PostgreSQL 14–18.
const RULES: readonly Rule[] = [
  { kind: "create-index-concurrently", source: "CREATE INDEX; tcop/utility.c" },
  { kind: "drop-index-concurrently", source: "DROP INDEX; tcop/utility.c" },
  { kind: "reindex-concurrently", source: "REINDEX; commands/indexcmds.c ExecReindex" },
  { kind: "reindex-all", source: "REINDEX of a schema, a database, the system; commands/indexcmds.c ExecReindex" },
  { kind: "vacuum", source: "VACUUM; commands/vacuum.c" },
  { kind: "cluster-all", source: "CLUSTER without a table; commands/cluster.c" },
  { kind: "detach-partition-concurrently", source: "ALTER TABLE; tcop/utility.c" },
  { kind: "create-database", source: "CREATE DATABASE; tcop/utility.c" },
  { kind: "drop-database", source: "DROP DATABASE; tcop/utility.c" },
  { kind: "alter-database", applies: setsTablespace, source: "ALTER DATABASE … SET TABLESPACE; commands/dbcommands.c" },
  { kind: "create-tablespace", source: "CREATE TABLESPACE; tcop/utility.c" },
  { kind: "drop-tablespace", source: "DROP TABLESPACE; tcop/utility.c" },
  { kind: "alter-system", source: "ALTER SYSTEM; tcop/utility.c" },
  { kind: "create-subscription", applies: makesSlot, source: "CREATE SUBSCRIPTION; commands/subscriptioncmds.c" },
  { kind: "drop-subscription", source: "DROP SUBSCRIPTION with a slot; commands/subscriptioncmds.c" },
  { kind: "alter-subscription", applies: refreshes, source: "ALTER SUBSCRIPTION; commands/subscriptioncmds.c" },
  { kind: "discard", applies: (run) => hasWords(run, 1, "ALL"), source: "DISCARD ALL; commands/discard.c" },
  { kind: "do", applies: endsTransactions, source: "transaction management of PL/pgSQL; executor/spi.c" },
];

/** Whether PostgreSQL refuses the statement inside of a transaction. */
export function standsAlone({ text, facts }: Statement): boolean {
  const rule = RULES.find(({ kind }) => kind === facts.kind);
  return rule !== undefined && (rule.applies?.(tokenRun(text)) ?? true);
}

/**
 * Whether PostgreSQL makes the statement wait, with weak locks, until transactions have ended that are older than it:
 * WaitForLockers and WaitForOlderSnapshots of commands/indexcmds.c, catalog/index.c, commands/tablecmds.c.
 */
export function waitsForOlder({ statementKind }: { readonly statementKind: string }): boolean {
  return WAITS.has(statementKind);
}

const WAITS: ReadonlySet<string> = new Set([
  "create-index-concurrently",
  "drop-index-concurrently",
  "reindex-concurrently",
  "detach-partition-concurrently",
]);

function setsTablespace(run: TokenRun): boolean {
  for (const { index } of tokensFrom(run, 2)) if (hasWords(run, index, "SET", "TABLESPACE")) return true;
  return false;
}

/** It makes a slot on the other server unless it says that it does not, or does not connect. */
function makesSlot(run: TokenRun): boolean {
  return !isSwitchedOff(run, "CONNECT") && !isSwitchedOff(run, "CREATE_SLOT");
}

/** REFRESH, and changes of the publications that refresh unless they say that they do not; `failover` and `two_phase`. */
function refreshes(run: TokenRun): boolean {
  for (const { index } of tokensFrom(run, 3)) {
    if (hasWords(run, index, "REFRESH") && hasWords(run, index + 1, "PUBLICATION")) return true;
    if (hasWords(run, index, "PUBLICATION")) return !isSwitchedOff(run, "REFRESH");
    if (hasWords(run, index, "FAILOVER") || hasWords(run, index, "TWO_PHASE")) return true;
  }
  return false;
}

function isSwitchedOff(run: TokenRun, option: string): boolean {
  for (const { token, index, depth } of tokensFrom(run, 2)) {
    if (depth === 0 || !isWord(run.text, token, option) || textAt(run, index + 1) !== "=") continue;
    return ["false", "off", "0", "no"].includes(
      textAt(run, index + 2)
        .replaceAll("'", "")
        .toLowerCase(),
    );
  }
  return false;
}

/** Whether the body of a DO block, or of whatever stands in dollar signs, commits or rolls back by itself. */
function endsTransactions(run: TokenRun): boolean {
  for (const { token } of tokensFrom(run, 1)) {
    if (token.kind === "string" && hasTransactionEnd(bodyOf(run.text.slice(token.start, token.end)))) return true;
  }
  return false;
}

function bodyOf(written: string): string {
  const [tag] = /^\$[^$]*\$/.exec(written) ?? [];
  return tag === undefined ? written.slice(1, -1).replaceAll("''", "'") : written.slice(tag.length, -tag.length);
}

/** transaction-end : ( "COMMIT" | "ROLLBACK" ) ( "AND" "NO"? "CHAIN" )? ";" */
function hasTransactionEnd(body: string): boolean {
  const run = tokenRun(body);
  for (const { index } of tokensFrom(run, 0)) {
    const word = wordAt(run, index);
    if (word !== "COMMIT" && word !== "ROLLBACK") continue;
    if (tokenAt(run, index + 1).kind === ";" || hasWords(run, index + 1, "AND")) return true;
  }
  return false;
}

/** Whether the statement runs code that can end the transaction that it is in: what a procedure does is not seen from outside. */
export function mayEndTransaction({ text, facts }: Statement): boolean {
  return facts.kind === "call" || (facts.kind === "do" && endsTransactions(tokenRun(text)));
}
