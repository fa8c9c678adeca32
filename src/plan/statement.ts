// A statement as every later stage sees it, whatever its language: text, place, and the facts that running it needs.
import type { Diagnostic } from "../text/diagnostic.ts";
import type { Span } from "../text/span.ts";

/** What a statement touches: "session" is USE and SET, "access" is roles and grants, "none" only reads. */
export type StatementEffect = "schema" | "data" | "session" | "access" | "none";

/**
 * What may be done when it is not known whether a statement was carried out:
 * "safe" runs again as it stands; "same-timestamp" runs again with the client timestamp of the first try, so that what
 * an application wrote since then wins; "ask" is never run twice unasked: of one that changes the schema, the schema
 * is asked first.
 */
export type OnRetry = "safe" | "same-timestamp" | "ask";

export interface StatementFacts {
  /** Verb and object, kebab-case: "create-table", "insert", "batch", "use"; "opaque" when it is not understood. */
  readonly kind: string;
  readonly effect: StatementEffect;
  /** The object as it was written, with its keyspace when that was written: `shop.users`, `"Users"`. */
  readonly object?: string;
  readonly guard?: "if-not-exists" | "if-exists" | "or-replace" | "condition";
  readonly onRetry: OnRetry;
  /** Why `onRetry` is "ask": "adds to a counter or a list", "calls now()". For people. */
  readonly askReason?: string;
}

export interface Statement {
  /** Exactly what is sent: no terminator, no comments around it, otherwise untouched. */
  readonly text: string;
  /** Where it stands in its file. */
  readonly span: Span;
  readonly facts: StatementFacts;
}

/** The statements may be run only when there are no diagnostics. */
export interface SplitResult {
  readonly statements: readonly Statement[];
  readonly diagnostics: readonly Diagnostic[];
}
