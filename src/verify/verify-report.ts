// What trying migrations up, down and up again has shown. Data.
import type { SchemaChange } from "../dialect/schema-model.ts";
import type { Diagnostic } from "../text/diagnostic.ts";

export interface VerifiedMigration {
  readonly version: string;
  /** The version as its file writes it. */
  readonly label: string;
  readonly name: string;
  /**
   * "in-part": what was tried holds, and some of it was left out; the notes say what. "accepted": what fails is what its file says it
   * cannot undo. "no-down-side": it was carried out, and says not how it is undone.
   * "skipped": what it does cannot be known there. "not-reached": one before it was refused.
   */
  readonly verdict: "holds" | "in-part" | "fails" | "accepted" | "no-down-side" | "skipped" | "not-reached";
  /** Of "fails" and "accepted". */
  readonly faults: readonly VerifyFault[];
  /** Of "accepted", "skipped" and "not-reached"; without a full stop. */
  readonly reason: string | undefined;
  /** What was left out, or may be otherwise on another database. */
  readonly notes: readonly Diagnostic[];
}

/** "up-again": after the down side. */
export type VerifyStage = "up" | "down" | "up-again";

export type VerifyFault =
  /** The server said no, or would. */
  | { readonly kind: "refused"; readonly stage: VerifyStage; readonly diagnostic: Diagnostic }
  /** From the schema before the up side to the one after the down side. */
  | { readonly kind: "not-undone"; readonly changes: readonly SchemaChange[] }
  /** From the schema after the up side to the one after it was carried out again. */
  | { readonly kind: "not-repeated"; readonly changes: readonly SchemaChange[] };

export type VerifyProgress =
  /** A server is started. */
  | { readonly kind: "preparing"; readonly message: string }
  /** How many are done, and the label of the one that is tried now. */
  | { readonly kind: "trying"; readonly done: number; readonly total: number; readonly label: string };
