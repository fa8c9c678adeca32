// Turns the tokens of INSERT, UPDATE and DELETE into facts. Pure.
import type { OnRetry, StatementFacts } from "../plan/statement.ts";
import { type DmlHazards, findDmlHazards, mayHoldJsonList } from "./dml-hazards.ts";
import { isWord, readName, type TokenRun, type WrittenName, wordAt } from "./token-run.ts";

interface Retry {
  readonly onRetry: OnRetry;
  readonly askReason?: string;
}

/** The facts of an INSERT, UPDATE or DELETE; undefined when no table can be made out. */
export function classifyDml(run: TokenRun): StatementFacts | undefined {
  const kind = wordAt(run, 0).toLowerCase();
  const table = readTable(run, kind);
  if (table === undefined) return undefined;
  const hazards = findHazards(run, kind, table);
  return {
    kind,
    effect: "data",
    object: table.name,
    ...(hazards.guard !== undefined && { guard: hazards.guard }),
    ...decideRetry(hazards),
  };
}

function readTable(run: TokenRun, kind: string): WrittenName | undefined {
  if (kind === "update") return readName(run, 1);
  if (kind === "insert") return wordAt(run, 1) === "INTO" ? readName(run, 2) : undefined;
  const fromIndex = run.tokens.findIndex((token) => isWord(run.text, token, "FROM"));
  return fromIndex < 0 ? undefined : readName(run, fromIndex + 1);
}

function findHazards(run: TokenRun, kind: string, table: WrittenName): DmlHazards {
  if (kind === "delete") return findDmlHazards(run, 1);
  if (kind === "update") return findDmlHazards(run, table.next);
  if (wordAt(run, table.next) === "JSON") {
    const hazards = findDmlHazards(run, table.next + 1);
    return { ...hazards, hasListLiteral: mayHoldJsonList(run, run.tokens[table.next + 1]) };
  }
  const columnsEnd = run.tokens.findIndex((token, index) => index >= table.next && token.kind === ")");
  return findDmlHazards(run, columnsEnd + 1);
}

function decideRetry(hazards: DmlHazards): Retry {
  const reason = askReasonOf(hazards);
  if (reason !== undefined) return { onRetry: "ask", askReason: reason };
  // A lightweight transaction takes no client timestamp, so a second run would overwrite what was written in between.
  if (hazards.guard === "if-exists") return { onRetry: "ask", askReason: "has a condition: IF EXISTS" };
  return { onRetry: hazards.guard === undefined ? "same-timestamp" : "safe" };
}

function askReasonOf({ guard, ...hazards }: DmlHazards): string | undefined {
  if (guard === "condition") return "is conditional, and its condition may hold no longer, or again";
  if (hazards.call !== undefined) return `calls ${hazards.call}()`;
  if (guard === "if-not-exists") return undefined;
  if (hazards.hasArithmetic) return "adds to a counter or a list, or takes from one";
  if (hazards.hasElementByIndex) return "sets or deletes an element by its index";
  // Cassandra 3.11–5.0: each write of a list makes new cells, and the tombstone of the second write is older than the
  // cells of the first when both have one timestamp. Conditional writes have timestamps of their own.
  if (hazards.hasListLiteral && guard === undefined) return "writes a list, which may then hold its elements twice";
  return undefined;
}
