// Turns the tokens of GRANT, REVOKE, roles and labels into facts. Pure.
import type { StatementFacts } from "../plan/statement.ts";
import { readNoun } from "./nouns.ts";
import { ask, readGuard, SAFE } from "./on-retry.ts";
import { hasWords, isWord, readName, readNames, type TokenRun, tokensFrom, wordAt } from "./token-run.ts";

const ROLE_NOUNS: ReadonlySet<string> = new Set(["role", "user", "group"]);

/** The facts of a statement that gives or takes rights, or makes those who have them; undefined when it is none. */
export function classifyAccess(run: TokenRun): StatementFacts | undefined {
  const verb = wordAt(run, 0);
  switch (verb) {
    case "GRANT":
    case "REVOKE":
      return { kind: verb.toLowerCase(), effect: "access", ...SAFE };
    case "SECURITY":
      return hasWords(run, 1, "LABEL") ? { kind: "security-label", effect: "access", ...SAFE } : undefined;
    case "REASSIGN":
      return hasWords(run, 1, "OWNED") ? { kind: "reassign-owned", effect: "access", ...SAFE } : undefined;
    case "CREATE":
    case "ALTER":
    case "DROP":
      return classifyRole(run, verb);
    default:
      return undefined;
  }
}

function classifyRole(run: TokenRun, verb: "CREATE" | "ALTER" | "DROP"): StatementFacts | undefined {
  const noun = readNoun(run);
  if (noun?.noun === "default-privileges") return { kind: "alter-default-privileges", effect: "access", ...SAFE };
  if (noun === undefined || !ROLE_NOUNS.has(noun.noun)) return undefined;
  const { guard, next } = readGuard(run, noun.next);
  const written = verb === "DROP" ? readNames(run, next) : readName(run, next);
  const head = {
    kind: `${verb.toLowerCase()}-${noun.noun}`,
    effect: "access",
    ...(written !== undefined && { object: written.name }),
    ...(guard !== undefined && { guard }),
  } as const;
  if (verb === "ALTER")
    return { ...head, ...(hasRename(run, next) ? ask("is refused when it is done already") : SAFE) };
  if (guard !== undefined) return { ...head, ...SAFE };
  return { ...head, ...ask(`is not guarded by ${verb === "DROP" ? "IF EXISTS" : "IF NOT EXISTS"}`) };
}

function hasRename(run: TokenRun, index: number): boolean {
  for (const { token } of tokensFrom(run, index)) if (isWord(run.text, token, "RENAME")) return true;
  return false;
}
