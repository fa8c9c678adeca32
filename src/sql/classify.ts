// Turns one SQL statement, of PostgreSQL or CockroachDB, into the facts that running it needs. Pure, linear.
import type { StatementFacts } from "../plan/statement.ts";
import { classifyAccess } from "./classify-access.ts";
import { classifyCockroach } from "./classify-cockroach.ts";
import { classifyDdl } from "./classify-ddl.ts";
import { classifyDml } from "./classify-dml.ts";
import { classifyMaintenance } from "./classify-maintenance.ts";
import { classifySession } from "./classify-session.ts";
import { type TokenRun, tokenRun } from "./token-run.ts";

/** It may change the schema, so that is read again after it; and it is never run twice unasked. */
const OPAQUE: StatementFacts = { kind: "opaque", effect: "schema", onRetry: "ask", askReason: "is not understood" };

/** The facts of one statement, without its terminator. What is not understood is "opaque", never an error. */
export function classify(text: string): StatementFacts {
  return classifyTokens(tokenRun(text));
}

/** As `classify`, for tokens that are there already. */
export function classifyTokens(run: TokenRun): StatementFacts {
  return (
    classifyCockroach(run) ??
    classifyDml(run, classifyTokens) ??
    classifyAccess(run) ??
    classifyMaintenance(run) ??
    classifySession(run) ??
    classifyDdl(run) ??
    OPAQUE
  );
}
