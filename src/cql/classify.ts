// Turns one CQL statement into the facts that running it needs. Pure, linear.
import type { StatementFacts } from "../plan/statement.ts";
import { classifyAccess } from "./classify-access.ts";
import { classifyBatch } from "./classify-batch.ts";
import { classifyDdl } from "./classify-ddl.ts";
import { classifyDml } from "./classify-dml.ts";
import { nextToken } from "./lexer.ts";
import type { Token } from "./token.ts";
import { isWord, readName, type TokenRun, wordAt } from "./token-run.ts";

/** Agreement is awaited after it, since it may change the schema; and it is never run twice unasked. */
const OPAQUE: StatementFacts = { kind: "opaque", effect: "schema", onRetry: "ask", askReason: "is not understood" };

/** The facts of one statement, without its terminator. What is not understood is "opaque", never an error. */
export function classify(text: string): StatementFacts {
  const tokens: Token[] = [];
  for (let token = nextToken(text, 0); token.kind !== "end"; token = nextToken(text, token.end)) {
    if (token.kind !== "comment" && token.kind !== "error") tokens.push(token);
  }
  return classifyTokens({ text, tokens });
}

/** As `classify`, for tokens that are there already. */
export function classifyTokens(run: TokenRun): StatementFacts {
  return classifyByVerb(run) ?? OPAQUE;
}

function classifyByVerb(run: TokenRun): StatementFacts | undefined {
  switch (wordAt(run, 0)) {
    case "INSERT":
    case "UPDATE":
    case "DELETE":
      return classifyDml(run);
    case "BEGIN":
      return classifyBatch(run);
    case "SELECT":
      return { kind: "select", effect: "none", ...nameAfter(run, "FROM"), onRetry: "safe" };
    case "LIST":
      return { kind: "list", effect: "none", onRetry: "safe" };
    case "DESCRIBE":
    case "DESC":
      return { kind: "describe", effect: "none", onRetry: "safe" };
    case "USE":
      return { kind: "use", effect: "session", ...objectAt(run, 1), onRetry: "safe" };
    default:
      return classifyDdl(run) ?? classifyAccess(run);
  }
}

function nameAfter(run: TokenRun, word: string): { readonly object?: string } {
  const index = run.tokens.findIndex((token) => isWord(run.text, token, word));
  return index < 0 ? {} : objectAt(run, index + 1);
}

function objectAt(run: TokenRun, index: number): { readonly object?: string } {
  const written = readName(run, index);
  return written === undefined ? {} : { object: written.name };
}
