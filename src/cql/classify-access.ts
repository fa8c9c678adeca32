// Turns the tokens of GRANT, REVOKE and ScyllaDB's service levels into facts. Pure.
import type { StatementFacts } from "../plan/statement.ts";
import { hasWords, readName, type TokenRun, wordAt } from "./token-run.ts";

/** The facts of a statement that gives or takes rights, or of ScyllaDB's own; undefined when it is none. */
export function classifyAccess(run: TokenRun): StatementFacts | undefined {
  const verb = wordAt(run, 0);
  switch (verb) {
    case "GRANT":
    case "REVOKE":
      return classifyGrant(run, verb);
    case "ATTACH":
    case "DETACH": {
      if (!hasWords(run, 1, "SERVICE_LEVEL") && !hasWords(run, 1, "SERVICE", "LEVEL")) return undefined;
      return { kind: `${verb.toLowerCase()}-service-level`, effect: "access", onRetry: "safe" };
    }
    case "PRUNE": {
      // ScyllaDB: removes the rows of a view that its table does not have; a second time finds none.
      if (!hasWords(run, 1, "MATERIALIZED", "VIEW")) return undefined;
      const view = readName(run, 3);
      const object = view === undefined ? {} : { object: view.name };
      return { kind: "prune-materialized-view", effect: "data", ...object, onRetry: "safe" };
    }
    default:
      return undefined;
  }
}

/** Permissions (with ON) are the same twice; Cassandra refuses to give or take a role twice (CassandraRoleManager). */
function classifyGrant(run: TokenRun, verb: "GRANT" | "REVOKE"): StatementFacts {
  const facts = { kind: verb.toLowerCase(), effect: "access" } as const;
  if (run.tokens.some((_, index) => hasWords(run, index, "ON"))) return { ...facts, onRetry: "safe" };
  return { ...facts, onRetry: "ask", askReason: "is refused when the role was given or taken already" };
}
