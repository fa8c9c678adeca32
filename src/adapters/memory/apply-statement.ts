// Carries out a statement on a database in memory: enough of its effect to tell once from twice and from never.
import { parseIdentifier } from "../../cql/identifiers.ts";
import type { KnownBuild } from "../../dialect/schema-model.ts";
import type { ExecuteOptions } from "../../engine/ports.ts";
import type { StatementStep } from "../../plan/plan.ts";
import { emptyKeyspace, type MemoryDatabase, type MemoryKeyspace, type MemoryObject } from "./memory-database.ts";

/** @returns why the statement is refused; then it has done nothing. */
export function applyStatement(
  database: MemoryDatabase,
  step: StatementStep,
  options: ExecuteOptions,
): string | undefined {
  const { timestampMicros } = options;
  const refusal = applyEffect(database, step, options);
  if (refusal === undefined && step.effect !== "session" && step.effect !== "none") {
    database.executions.push({ keyspace: step.keyspace, text: step.text, timestampMicros });
  }
  return refusal;
}

function applyEffect(database: MemoryDatabase, step: StatementStep, options: ExecuteOptions): string | undefined {
  const [verb = "", ...nouns] = step.statementKind.split("-");
  const noun = nouns.join("-");
  const named = readObject(step);
  if (noun === "keyspace") return changeKeyspace(database, verb, named.name, isGuarded(step));
  const keyspace = database.keyspaces.get(named.keyspace);
  if (keyspace === undefined) return `Keyspace '${named.keyspace}' does not exist`;
  switch (step.effect) {
    case "schema":
      if (step.statementKind === "opaque") return count(keyspace, step);
      return changeObject(keyspace, step, verb, `${noun} ${named.name}`, builtAt(database, noun));
    case "data":
      return changeData(keyspace, step, named.name, options);
    case "access":
      return count(keyspace, step);
    default:
      return undefined;
  }
}

function changeKeyspace(
  { keyspaces }: MemoryDatabase,
  verb: string,
  name: string,
  isTolerant: boolean,
): string | undefined {
  const exists = keyspaces.has(name);
  if (verb === "create") {
    if (exists) return isTolerant ? undefined : `keyspace ${name} already exists`;
    keyspaces.set(name, emptyKeyspace());
    return undefined;
  }
  if (!exists && !isTolerant) return `Keyspace '${name}' doesn't exist`;
  if (verb === "drop") keyspaces.delete(name);
  return undefined;
}

function builtAt({ clock, buildMs }: MemoryDatabase, noun: string): Pick<MemoryObject, "builtAtMs"> {
  return noun === "index" ? { builtAtMs: clock.nowMs() + buildMs } : {};
}

function changeObject(
  { objects }: MemoryKeyspace,
  step: StatementStep,
  verb: string,
  name: string,
  built: Pick<MemoryObject, "builtAtMs">,
): string | undefined {
  const object = objects.get(name);
  switch (verb) {
    case "create":
      if (object !== undefined) return isGuarded(step) ? undefined : `${name} already exists`;
      objects.set(name, { columns: new Map(), ...built });
      return undefined;
    case "drop":
      if (object === undefined && !isGuarded(step)) return `${name} doesn't exist`;
      objects.delete(name);
      return undefined;
    default:
      return object === undefined ? `${name} doesn't exist` : changeColumn(object, step);
  }
}

function changeColumn({ columns }: MemoryObject, step: StatementStep): string | undefined {
  const match = /\b(ADD|DROP)\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?("[^"]+"|\w+)/i.exec(step.text);
  if (match === null) return undefined;
  const wanted = match[1]?.toUpperCase() === "ADD" ? "added" : "dropped";
  const column = parseIdentifier(match[2] ?? "");
  if (columns.get(column) !== wanted) columns.set(column, wanted);
  else if (!isGuarded(step)) return `column ${column} was ${wanted} already`;
  return undefined;
}

function changeData(
  keyspace: MemoryKeyspace,
  step: StatementStep,
  table: string,
  { timestampMicros, parameters }: ExecuteOptions,
): string | undefined {
  if (step.statementKind !== "batch" && !keyspace.objects.has(`table ${table}`)) return `table ${table} does not exist`;
  if (step.onRetry === "ask") return count(keyspace, step);
  const row = parameters === undefined ? step.text : `${step.text} ${JSON.stringify(parameters)}`;
  const known = keyspace.rows.get(row);
  if (known === undefined || step.onRetry === "same-timestamp") {
    keyspace.rows.set(row, Math.max(known ?? 0, timestampMicros ?? 0));
  }
  return undefined;
}

function count({ counts }: MemoryKeyspace, { text }: StatementStep): undefined {
  counts.set(text, (counts.get(text) ?? 0) + 1);
}

/** A statement that makes, changes or removes an object is safe to run twice when it says IF EXISTS or IF NOT EXISTS. */
function isGuarded({ onRetry }: StatementStep): boolean {
  return onRetry === "safe";
}

/** The indexes that the steps have made, or that are named, and that are there. */
export function indexesOf(
  { keyspaces }: MemoryDatabase,
  starters: readonly (StatementStep | KnownBuild)[],
): readonly { readonly object: string; readonly builtAtMs: number }[] {
  return starters
    .filter((each) => (each.kind === "execute" ? each.statementKind === "create-index" : each.kind === "index"))
    .flatMap((each) => {
      const { keyspace, name } = each.kind === "execute" ? readObject(each) : each;
      const builtAtMs = keyspaces.get(keyspace)?.objects.get(`index ${name}`)?.builtAtMs;
      return builtAtMs === undefined ? [] : [{ object: `index ${keyspace}.${name}`, builtAtMs }];
    });
}

function readObject({ object = "", keyspace }: StatementStep): { readonly keyspace: string; readonly name: string } {
  const [, qualifier, name = object] = /^("(?:[^"]|"")*"|[^."]+)\.(.+)$/.exec(object) ?? [];
  return {
    keyspace: qualifier === undefined ? keyspace : parseIdentifier(qualifier),
    name: parseIdentifier(name),
  };
}
