// Turns the actions of ALTER TABLE into what they cost together. Pure.
//
// PostgreSQL 12–18: the page of ALTER TABLE, "Notes": what needs the table to be written anew, and what only reads it.
// CockroachDB: the pages of ADD COLUMN, ALTER COLUMN, ALTER PRIMARY KEY and SET LOCALITY.
import { METADATA, type StepCost, worstOf } from "../../plan/step-cost.ts";
import { actionStart, actionsFrom } from "../classify-alter.ts";
import { readNoun } from "../nouns.ts";
import { readGuard } from "../on-retry.ts";
import type { SqlFamily } from "../schema.ts";
import { hasWords, readName, type TokenRun, tokensFrom, wordAt } from "../token-run.ts";
import { costOfAddColumn } from "./cost-of-add-column.ts";
import { hasInAction } from "./words-of-action.ts";

export function costOfAlterTable(run: TokenRun, family: SqlFamily): StepCost {
  const { next } = readGuard(run, readNoun(run)?.next ?? 1);
  const name = readName(run, hasWords(run, next, "ONLY") ? next + 1 : next);
  const start = actionStart(run, name?.next ?? next);
  return worstOf(Array.from(actionsFrom(run, start), (index) => costOfAction(run, index, family)));
}

const CHECKS_ROWS: StepCost = { class: "metadata", why: "every row that is there is checked" };

function costOfAction(run: TokenRun, index: number, family: SqlFamily): StepCost {
  switch (wordAt(run, index)) {
    case "ADD":
      return costOfAdd(run, index + 1, family);
    case "DROP":
      return costOfDrop(run, index + 1);
    case "ALTER":
      return costOfAlterItem(run, index + 1);
    case "SET":
      return costOfSet(run, index + 1, family);
    case "VALIDATE":
    case "ATTACH":
      return CHECKS_ROWS;
    case "EXPERIMENTAL_RELOCATE":
      return { class: "unknown" };
    default:
      return METADATA;
  }
}

const CONSTRAINT_WORDS: ReadonlySet<string> = new Set([
  "CONSTRAINT",
  "CHECK",
  "UNIQUE",
  "PRIMARY",
  "FOREIGN",
  "EXCLUDE",
]);

function costOfAdd(run: TokenRun, index: number, family: SqlFamily): StepCost {
  if (CONSTRAINT_WORDS.has(wordAt(run, index))) return costOfAddConstraint(run, index);
  return costOfAddColumn(run, hasWords(run, index, "COLUMN") ? index + 1 : index, family);
}

/** constraint : ( "CONSTRAINT" ( "IF" "NOT" "EXISTS" )? name )? kind … */
function costOfAddConstraint(run: TokenRun, index: number): StepCost {
  if (hasInAction(run, index, "USING", "INDEX")) return METADATA;
  const isIndexed =
    hasInAction(run, index, "UNIQUE") || hasInAction(run, index, "PRIMARY") || hasInAction(run, index, "EXCLUDE");
  if (isIndexed) return { class: "build", why: "its index is built from the rows that are there" };
  return hasInAction(run, index, "NOT", "VALID") ? METADATA : CHECKS_ROWS;
}

/** drop : "DROP" ( "COLUMN"? ( "IF" "EXISTS" )? name | "CONSTRAINT" … ) */
function costOfDrop(run: TokenRun, index: number): StepCost {
  const isColumn = !["CONSTRAINT", "PRIMARY"].includes(wordAt(run, index));
  return isColumn ? { class: "loss", why: "every value of the column is gone" } : METADATA;
}

/** item : "COLUMN"? name ( "SET" … | "DROP" … | "TYPE" … | "ADD" … ) | "PRIMARY" "KEY" … | "CONSTRAINT" … */
function costOfAlterItem(run: TokenRun, start: number): StepCost {
  if (hasWords(run, start, "PRIMARY", "KEY")) {
    return { class: "rewrite", why: "the rows and every index are written anew by the other key" };
  }
  if (hasWords(run, start, "CONSTRAINT")) return METADATA;
  const name = readName(run, hasWords(run, start, "COLUMN") ? start + 1 : start);
  const index = name?.next ?? start;
  if (hasWords(run, index, "TYPE") || hasWords(run, index, "SET", "DATA", "TYPE")) {
    return { class: "rewrite", why: "the table is written anew, unless every value fits the other type as it is" };
  }
  if (hasWords(run, index, "SET", "NOT", "NULL")) return CHECKS_ROWS;
  if (hasWords(run, index, "SET", "EXPRESSION")) return { class: "rewrite", why: "every row gets another value" };
  return METADATA;
}

function costOfSet(run: TokenRun, index: number, family: SqlFamily): StepCost {
  switch (wordAt(run, index)) {
    case "LOGGED":
    case "UNLOGGED":
    case "TABLESPACE":
      return { class: "rewrite", why: "the table is copied" };
    case "ACCESS":
      return { class: "rewrite", why: "the table is written anew" };
    case "LOCALITY":
      return family === "cockroach" ? { class: "rewrite", why: "rows move to where they belong then" } : METADATA;
    default:
      // Storage parameters, `SET ( … )`, are for what is written from now on; but for one.
      return hasTtl(run, index) ? { class: "loss", why: "rows that are too old are deleted" } : METADATA;
  }
}

/** CockroachDB's row-level TTL, which deletes what is too old. */
function hasTtl(run: TokenRun, index: number): boolean {
  for (const { index: at, depth } of tokensFrom(run, index)) if (depth > 0 && /^TTL/.test(wordAt(run, at))) return true;
  return false;
}
