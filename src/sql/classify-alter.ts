// Turns the tokens of ALTER into facts: which changes are the same twice. Pure.
import type { StatementFacts } from "../plan/statement.ts";
import { readNoun } from "./nouns.ts";
import { ask, type Guard, type Retry, readGuard, SAFE } from "./on-retry.ts";
import { hasWords, isWord, readName, type TokenRun, tokenAt, tokensFrom, wordAt } from "./token-run.ts";

/** alter : "ALTER" noun ( "IF" "EXISTS" )? "ONLY"? name actions */
export function classifyAlter(run: TokenRun): StatementFacts | undefined {
  const noun = readNoun(run);
  if (noun === undefined) return undefined;
  const guarded = readGuard(run, noun.next);
  const name = readName(run, hasWords(run, guarded.next, "ONLY") ? guarded.next + 1 : guarded.next);
  const actions = actionStart(run, name?.next ?? guarded.next);
  const kind = kindOf(run, noun.noun, actions);
  if (kind === "alter-system") return { kind, effect: "schema", ...SAFE };
  const retry = retryOfActions(run, noun.noun, actions, guarded.guard);
  return { kind, effect: "schema", ...(name !== undefined && { object: name.name }), ...retry };
}

/** Behind `*` of a table and the arguments of a function. */
export function actionStart(run: TokenRun, next: number): number {
  if (tokenAt(run, next).kind === "(") {
    for (const { token, index, depth } of tokensFrom(run, next))
      if (token.kind === ")" && depth === 0) return index + 1;
  }
  return tokenAt(run, next).kind === "operator" ? next + 1 : next;
}

function kindOf(run: TokenRun, noun: string, actions: number): string {
  if (noun === "type" && hasWords(run, actions, "ADD", "VALUE")) return "alter-type-add-value";
  if (noun === "table" && hasWords(run, actions, "DETACH", "PARTITION")) {
    for (const { token } of tokensFrom(run, actions)) {
      if (isWord(run.text, token, "CONCURRENTLY")) return "detach-partition-concurrently";
    }
  }
  return `alter-${noun}`;
}

function retryOfActions(run: TokenRun, noun: string, start: number, outer: Guard | undefined): Retry {
  let inner: Guard | undefined;
  let doubt: string | undefined;
  for (const index of actionsFrom(run, start)) {
    const action = retryOfAction(run, noun, index);
    inner ??= action.guard;
    if (action.onRetry === "ask") doubt ??= action.askReason;
  }
  const guard = inner ?? outer;
  return { ...(guard !== undefined && { guard }), ...(doubt === undefined ? SAFE : ask(doubt)) };
}

/** The first index of each action; a comma outside of parentheses stands between two. */
export function* actionsFrom(run: TokenRun, start: number): Generator<number> {
  yield start;
  for (const { token, index, depth } of tokensFrom(run, start)) if (token.kind === "," && depth === 0) yield index + 1;
}

function retryOfAction(run: TokenRun, noun: string, index: number): Retry {
  const verb = wordAt(run, index);
  switch (verb) {
    case "ADD":
    case "DROP": {
      if (noun === "domain" && verb === "DROP" && !hasWords(run, index + 1, "CONSTRAINT")) return SAFE; // DEFAULT, NOT NULL
      const { guard } = readGuard(run, behindNoun(run, index + 1));
      if (guard !== undefined) return { guard, onRetry: "safe" };
      return ask(`its ${verb} is not guarded by ${verb === "ADD" ? "IF NOT EXISTS" : "IF EXISTS"}`);
    }
    case "ALTER":
      return retryOfAlterColumn(run, index);
    case "SET":
      return hasWords(run, index + 1, "SCHEMA") ? ask("is refused when it is done already") : SAFE;
    case "OWNER":
    case "RESET":
    case "ENABLE":
    case "DISABLE":
    case "FORCE":
    case "NO":
    case "CLUSTER":
    case "REPLICA":
    case "VALIDATE":
    case "CONFIGURE":
      return SAFE;
    case "RENAME":
      return ask("its RENAME is refused when it is done already");
    default:
      return ask("may not be the same twice");
  }
}

/** alter-column : "ALTER" "COLUMN"? name ( "SET" … | "DROP" … | "TYPE" type ( "USING" expression )? | … ) */
function retryOfAlterColumn(run: TokenRun, index: number): Retry {
  const name = readName(run, hasWords(run, index + 1, "COLUMN") ? index + 2 : index + 1);
  const next = name?.next ?? index + 1;
  for (const { token, depth } of tokensFrom(run, next)) {
    if (depth === 0 && token.kind === ",") break;
    if (isWord(run.text, token, "USING")) return ask("computes the values of a column again");
  }
  if (hasWords(run, next, "ADD")) return ask("its ADD is refused when it is done already");
  if (!hasWords(run, next, "DROP")) return SAFE;
  if (hasWords(run, next + 1, "DEFAULT") || hasWords(run, next + 1, "NOT")) return SAFE;
  const { guard } = readGuard(run, next + 2);
  return guard === undefined ? ask("its DROP is not guarded by IF EXISTS") : { guard, onRetry: "safe" };
}

/** Behind the word that says what is added or dropped, as in `ADD COLUMN`, `DROP CONSTRAINT`, `ADD VALUE`. */
function behindNoun(run: TokenRun, index: number): number {
  return ["COLUMN", "CONSTRAINT", "VALUE", "ATTRIBUTE", "REGION"].includes(wordAt(run, index)) ? index + 1 : index;
}
