// Turns one statement of SQL into what carrying it out costs: whether rows are built from, written anew or lost. Pure.
//
// PostgreSQL 12–18: what each form of a statement does to the table's file is said on its reference page. CockroachDB: the pages of its
// statements, and "Online schema changes". Where a schema would have to be known, the costlier is said, and why it may be less.

import type { StatementFacts } from "../../plan/statement.ts";
import { METADATA, NO_COST, type StepCost } from "../../plan/step-cost.ts";
import { classifyTokens } from "../classify.ts";
import type { SqlFamily } from "../schema.ts";
import { hasWords, isWord, type TokenRun, tokenRun, tokensFrom, wordAt } from "../token-run.ts";
import { costOfAlterTable } from "./cost-of-alter-table.ts";

export function costOfSql(text: string, family: SqlFamily): StepCost {
  const run = tokenRun(text);
  const facts = classifyTokens(run);
  const { kind, effect } = facts;
  if (kind === "explain")
    return effect === "none" ? NO_COST : { class: "unknown", why: "it carries out what it explains" };
  if (kind === "set-cluster-setting" || effect === "access") return METADATA;
  if (effect === "none" || effect === "session") return NO_COST;
  if (kind.startsWith("drop-")) return costOfDrop(run, kind);
  return (
    costOfAlter(run, kind, family) ?? costOfRows(run, facts) ?? costOfBuild(run, kind, family) ?? costOfRest(facts)
  );
}

/** What a statement does to rows, when it is one for rows. */
function costOfRows(run: TokenRun, { kind }: StatementFacts): StepCost | undefined {
  switch (kind) {
    case "insert":
    case "upsert":
    case "import":
      return { class: "data" };
    case "copy":
      return hasWord(run, "FROM") ? { class: "data" } : NO_COST;
    case "create-table-as":
      return { class: "data", why: "the rows of a query are copied" };
    case "update":
      if (hasWord(run, "WHERE")) return { class: "data" };
      return { class: "rewrite", why: "every row is written anew" };
    case "merge":
    case "with":
      return hasDelete(run) ? deletion() : { class: "data" };
    case "delete":
      return deletion();
    case "truncate":
      return { class: "loss", why: "every row is gone" };
    default:
      return undefined;
  }
}

function deletion(): StepCost {
  return { class: "loss", why: "what it deletes does not come back" };
}

const HOLDERS_OF_ROWS: ReadonlySet<string> = new Set([
  "drop-table",
  "drop-schema",
  "drop-database",
  "drop-owned",
  "drop-tenant",
  "drop-virtual-cluster",
]);
/** With CASCADE a column of theirs goes with them. */
const HOLDERS_OF_TYPES: ReadonlySet<string> = new Set(["drop-type", "drop-domain", "drop-extension"]);

function costOfDrop(run: TokenRun, kind: string): StepCost {
  if (HOLDERS_OF_ROWS.has(kind)) return { class: "loss", why: "every row in it is gone" };
  if (kind === "drop-sequence") return { class: "loss", why: "where it had counted to is gone" };
  if (HOLDERS_OF_TYPES.has(kind) && hasWord(run, "CASCADE")) {
    return { class: "loss", why: "CASCADE takes the columns that have its type" };
  }
  return METADATA;
}

function costOfBuild(run: TokenRun, kind: string, family: SqlFamily): StepCost | undefined {
  switch (kind) {
    case "create-index":
      if (family === "cockroach") return { class: "build", why: "a job builds it from the rows that are there" };
      return { class: "build", why: "writes wait while it is built from the rows that are there" };
    case "create-index-concurrently":
    case "reindex-concurrently":
      return { class: "build", why: "it is built from the rows that are there, beside writes" };
    case "reindex":
    case "reindex-all":
      return { class: "build", why: "writes wait while it is built from the rows that are there" };
    case "create-materialized-view":
      if (endsWithNoData(run)) return METADATA;
      return { class: "build", why: "its query runs over the rows that are there" };
    case "refresh-materialized-view":
      return { class: "build", why: "its query runs over the rows that are there" };
    case "vacuum":
      if (!hasVacuumFull(run)) return NO_COST;
      return { class: "rewrite", why: "the table is written anew, and nobody reads it meanwhile" };
    case "cluster":
    case "cluster-all":
    case "repack":
      return { class: "rewrite", why: "the table is written anew" };
    default:
      return undefined;
  }
}

function costOfAlter(run: TokenRun, kind: string, family: SqlFamily): StepCost | undefined {
  switch (kind) {
    case "alter-table":
      return costOfAlterTable(run, family);
    case "alter-materialized-view":
    case "alter-index":
      if (!hasPair(run, "SET", "TABLESPACE")) return METADATA;
      return { class: "rewrite", why: "it is copied to the other tablespace" };
    case "alter-type":
      if (!hasPair(run, "DROP", "ATTRIBUTE")) return METADATA;
      return { class: "loss", why: "every value of the attribute is gone" };
    case "alter-domain":
      if (!hasWord(run, "ADD") && !hasPair(run, "SET", "NOT")) return METADATA;
      return { class: "metadata", why: "every value that is there is checked" };
    case "configure-zone":
      return { class: "metadata", why: "replicas move in the background" };
    default:
      return undefined;
  }
}

function costOfRest({ kind, effect, askReason }: StatementFacts): StepCost {
  if (kind === "opaque" || kind === "restore") return { class: "unknown" };
  if (kind === "do" || kind === "call" || kind === "execute") return { class: "unknown", why: "it runs code" };
  if (kind === "select" || kind === "table" || kind === "values") return { class: "unknown", why: askReason };
  if (kind === "analyze" || kind === "checkpoint" || kind === "notify" || kind === "backup" || kind === "export") {
    return NO_COST;
  }
  return effect === "schema" || effect === "data" ? METADATA : NO_COST;
}

/** Outside of parentheses. */
function hasWord(run: TokenRun, word: string): boolean {
  for (const { token, depth } of tokensFrom(run, 1)) if (depth === 0 && isWord(run.text, token, word)) return true;
  return false;
}

function hasPair(run: TokenRun, first: string, second: string): boolean {
  for (const { index, depth } of tokensFrom(run, 1))
    if (depth === 0 && hasWords(run, index, first, second)) return true;
  return false;
}

/** As a branch of MERGE, or as a query in WITH; `ON DELETE` is no statement. */
function hasDelete(run: TokenRun): boolean {
  for (const { token, index } of tokensFrom(run, 1)) {
    if (isWord(run.text, token, "DELETE") && wordAt(run, index - 1) !== "ON") return true;
  }
  return false;
}

function endsWithNoData(run: TokenRun): boolean {
  for (const { index, depth } of tokensFrom(run, 1)) if (depth === 0 && hasWords(run, index, "NO", "DATA")) return true;
  return false;
}

/** vacuum : "VACUUM" "FULL"? … | "VACUUM" "(" option ( "," option )* ")" … */
function hasVacuumFull(run: TokenRun): boolean {
  if (hasWords(run, 1, "FULL")) return true;
  for (const { token, index, depth } of tokensFrom(run, 1)) {
    if (token.kind === ")" && depth === 0) return false;
    if (depth === 1 && isWord(run.text, token, "FULL")) return !["FALSE", "OFF"].includes(wordAt(run, index + 1));
    if (depth === 0 && token.kind !== "(") return false;
  }
  return false;
}
