// Whether a schema is as ALTER makes it. Pure.
import { parseIdentifier } from "../identifiers.ts";
import type { SqlColumn, SqlTable } from "../schema.ts";
import { hasWords, readName, type TokenRun, textAt, tokenAt, tokensFrom, wordAt } from "../token-run.ts";
import { holdsObject, nameIn, type Place } from "./place.ts";
import { differs, NOT_THERE, type Seen, seenIf, seenOfAll, THERE, UNKNOWN } from "./seen.ts";

export function lookAtAlter(run: TokenRun, place: Place): Seen {
  const noun = hasWords(run, 1, "MATERIALIZED", "VIEW") ? "MATERIALIZED VIEW" : wordAt(run, 1);
  let at = noun === "MATERIALIZED VIEW" ? 3 : 2;
  if (hasWords(run, at, "IF", "EXISTS")) at += 2;
  if (wordAt(run, at) === "ONLY") at += 1;
  const written = readName(run, at);
  const name = written && nameIn(place, written.name);
  if (written === undefined || name === undefined) return UNKNOWN;
  if (hasWords(run, written.next, "RENAME", "TO")) return lookAtRename(run, written.next + 2, noun, name, place);
  if (noun === "TYPE") return lookAtAlterType(run, written.next, name, place);
  return noun === "TABLE" ? lookAtAlterTable(run, written.next, name, place) : UNKNOWN;
}

function lookAtRename(run: TokenRun, at: number, noun: string, name: string, { schema }: Place): Seen {
  const to = nameAt(run, at);
  if (to === undefined) return UNKNOWN;
  return renamed(holdsObject(schema, noun, name), holdsObject(schema, noun, to), `${name} and ${to}`);
}

/** @param both what they are called */
function renamed(isOldThere: boolean, isNewThere: boolean, both: string): Seen {
  if (isOldThere && isNewThere) return differs(`${both} are both there`);
  if (isNewThere) return THERE;
  return isOldThere ? NOT_THERE : UNKNOWN;
}

function lookAtAlterType(run: TokenRun, from: number, name: string, { schema }: Place): Seen {
  const type = schema.types.find((each) => each.name === name);
  if (type?.kind !== "enum") return UNKNOWN;
  if (hasWords(run, from, "ADD", "VALUE")) {
    const label = labelAt(run, hasWords(run, from + 2, "IF", "NOT", "EXISTS") ? from + 5 : from + 2);
    return label === undefined ? UNKNOWN : seenIf(type.labels.includes(label));
  }
  if (!hasWords(run, from, "RENAME", "VALUE") || wordAt(run, from + 3) !== "TO") return UNKNOWN;
  const [old, now] = [labelAt(run, from + 2), labelAt(run, from + 4)];
  if (old === undefined || now === undefined) return UNKNOWN;
  return renamed(type.labels.includes(old), type.labels.includes(now), `'${old}' and '${now}'`);
}

/** Undefined for a string that is written with escapes. */
function labelAt(run: TokenRun, index: number): string | undefined {
  const text = textAt(run, index);
  return text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : undefined;
}

function nameAt(run: TokenRun, index: number): string | undefined {
  const { kind } = tokenAt(run, index);
  return kind === "word" || kind === "quoted-name" ? parseIdentifier(textAt(run, index)) : undefined;
}

/** action ( "," action )* */
function lookAtAlterTable(run: TokenRun, from: number, name: string, { schema }: Place): Seen {
  const table = schema.tables.find((each) => each.name === name);
  const starts = [from];
  for (const { token, index, depth } of tokensFrom(run, from)) {
    if (token.kind === "," && depth === 0) starts.push(index + 1);
  }
  return seenOfAll(
    starts.map((start, index) => {
      const first = tokenAt(run, start).start;
      const next = starts[index + 1];
      const text = run.text.slice(first, next === undefined ? undefined : tokenAt(run, next - 1).start).trim();
      return [text, table === undefined ? lookWithoutTable(run, start) : lookAtAction(run, start, table)];
    }),
  );
}

/** It is gone, or was never made. */
function lookWithoutTable(run: TokenRun, at: number): Seen {
  return wordAt(run, at) === "ADD" ? NOT_THERE : UNKNOWN;
}

function lookAtAction(run: TokenRun, at: number, table: SqlTable): Seen {
  const hasColumn = (name: string): boolean => table.columns.some((column) => column.name === name);
  const hasConstraint = (name: string): boolean => table.constraints.some((each) => each.name === name);
  const isConstraint = wordAt(run, at + 1) === "CONSTRAINT";
  const words = wordAt(run, at + 1) === "COLUMN" || isConstraint ? 2 : 1;
  const guard = hasWords(run, at + words, "IF", "NOT", "EXISTS")
    ? 3
    : hasWords(run, at + words, "IF", "EXISTS")
      ? 2
      : 0;
  const name = nameAt(run, at + words + guard);
  if (name === undefined) return UNKNOWN;
  switch (wordAt(run, at)) {
    case "ADD":
      if (isConstraint) return seenIf(hasConstraint(name));
      // A constraint without a name, of which there may be others.
      if (words === 1 && /^(PRIMARY|UNIQUE|CHECK|FOREIGN|EXCLUDE)$/.test(wordAt(run, at + 1))) return UNKNOWN;
      return seenIf(hasColumn(name));
    case "DROP":
      return seenIf(!(isConstraint ? hasConstraint(name) : hasColumn(name)));
    case "VALIDATE": {
      const constraint = table.constraints.find((each) => each.name === name);
      return constraint === undefined ? UNKNOWN : seenIf(!constraint.definition.endsWith(" NOT VALID"));
    }
    case "RENAME": {
      const to = wordAt(run, at + words + 1) === "TO" ? nameAt(run, at + words + 2) : undefined;
      if (to === undefined) return UNKNOWN;
      const has = isConstraint ? hasConstraint : hasColumn;
      return renamed(has(name), has(to), `${name} and ${to}`);
    }
    case "ALTER":
      return lookAtColumn(
        run,
        at + words + guard + 1,
        table.columns.find((each) => each.name === name),
      );
    default:
      return UNKNOWN;
  }
}

/** From behind its name. */
function lookAtColumn(run: TokenRun, next: number, column: SqlColumn | undefined): Seen {
  if (column === undefined) return UNKNOWN;
  if (hasWords(run, next, "SET", "NOT", "NULL")) return seenIf(column.isNotNull);
  if (hasWords(run, next, "DROP", "NOT", "NULL")) return seenIf(!column.isNotNull);
  return hasWords(run, next, "DROP", "DEFAULT") ? seenIf(column.default === undefined) : UNKNOWN;
}
