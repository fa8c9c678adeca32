// Turns the tokens of what only CockroachDB knows into facts. Pure. PostgreSQL refuses all of it.
// Grammar: pkg/sql/parser/sql.y of CockroachDB 25.2.
import type { StatementFacts } from "../plan/statement.ts";
import { ask, SAFE } from "./on-retry.ts";
import { hasWords, readName, type TokenRun, tokensFrom, wordAt } from "./token-run.ts";

const JOB_VERBS: ReadonlySet<string> = new Set(["PAUSE", "RESUME", "CANCEL"]);

export function classifyCockroach(run: TokenRun): StatementFacts | undefined {
  const verb = wordAt(run, 0);
  switch (verb) {
    case "SET":
      if (!hasWords(run, 1, "CLUSTER", "SETTING")) return undefined;
      return { kind: "set-cluster-setting", effect: "session", ...objectAt(run, 3), ...SAFE };
    case "RESET":
      if (!hasWords(run, 1, "CLUSTER", "SETTING")) return undefined;
      return { kind: "set-cluster-setting", effect: "session", ...objectAt(run, 3), ...SAFE };
    case "BACKUP":
    case "RESTORE":
      return {
        kind: verb.toLowerCase(),
        effect: verb === "RESTORE" ? "schema" : "data",
        ...ask("starts a job each time"),
      };
    case "IMPORT":
      if (hasWords(run, 1, "FOREIGN")) return undefined;
      return { kind: "import", effect: "data", ...ask("starts a job each time") };
    case "EXPORT":
      return { kind: "export", effect: "data", ...ask("writes files each time") };
    case "CREATE":
      return classifyCreate(run);
    case "ALTER":
      return classifyAlter(run);
    default:
      return JOB_VERBS.has(verb)
        ? { kind: "control-job", effect: "data", ...ask("acts on a job by its number") }
        : undefined;
  }
}

function classifyCreate(run: TokenRun): StatementFacts | undefined {
  if (hasWords(run, 1, "CHANGEFEED"))
    return { kind: "create-changefeed", effect: "data", ...ask("starts a feed each time") };
  if (hasWords(run, 1, "SCHEDULE"))
    return { kind: "create-schedule", effect: "data", ...ask("makes a schedule each time") };
  return undefined;
}

/** What an ALTER does to where rows lie: `CONFIGURE ZONE`, `SPLIT AT`, `SCATTER`, `RELOCATE`. */
function classifyAlter(run: TokenRun): StatementFacts | undefined {
  const isLayout = ["TABLE", "INDEX", "RANGE", "DATABASE", "PARTITION"].includes(wordAt(run, 1));
  if (!isLayout) return undefined;
  for (const { index, depth } of tokensFrom(run, 2)) {
    if (depth > 0) continue;
    const kind = layoutAt(run, index);
    if (kind !== undefined)
      return { kind, effect: "data", ...objectAt(run, hasWords(run, 2, "IF", "EXISTS") ? 4 : 2), ...SAFE };
    if (index > LAYOUT_WITHIN) break;
  }
  return undefined;
}

/** The name of what is altered has at most so many tokens, with its guard. */
const LAYOUT_WITHIN = 16;

function layoutAt(run: TokenRun, index: number): string | undefined {
  if (hasWords(run, index, "CONFIGURE", "ZONE")) return "configure-zone";
  if (hasWords(run, index, "SPLIT", "AT")) return "split-at";
  if (hasWords(run, index, "UNSPLIT")) return "unsplit";
  if (hasWords(run, index, "SCATTER")) return "scatter";
  return hasWords(run, index, "RELOCATE") ? "relocate" : undefined;
}

function objectAt(run: TokenRun, index: number): { readonly object?: string } {
  const written = readName(run, index);
  return written === undefined ? {} : { object: written.name };
}
