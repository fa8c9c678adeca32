// A schema as the engine and the commands see it: statements are tried on it in memory, and two of them are compared.
// What is in it, only its dialect knows.
import type { GuardrailHit, Guardrails } from "../cql/guardrails/guardrails.ts";
import type { Diagnostic } from "../text/diagnostic.ts";

/** Every version of a model stays as it was. It holds all of a cluster that is known, and speaks for one scope of it. */
export interface SchemaModel {
  /** What the statement would do here. Unqualified names refer to `namespace`. */
  tryStatement(text: string, namespace: string): Trial;
  /** Whether the effect of the statement is there, whoever made it. */
  look(text: string, namespace: string): Look;
  /** Whether the server takes a guard in every statement that may have one. */
  readonly knowsGuards: boolean;
  /**
   * What has to be sent to this server for a statement whose guards it may not know; undefined: as it is here, nothing is
   * left to do.
   */
  adapt(text: string, namespace: string): string | undefined;
  /** What of the scope the database builds from rows: indexes, and views. */
  builds(): readonly KnownBuild[];
  /** Whether it is there. Names are as they are written in a statement. */
  holds(object: SchemaObject, namespace: string): boolean;
  /** The table whose rows a view shows; undefined when it is no view that is there. */
  baseOf(view: string, namespace: string): string | undefined;
  /** What would turn this scope into that of `to`, whatever the two are called. */
  compare(to: SchemaModel, sides?: Sides): Comparison;
  /**
   * Of two states of one database: what differs, in every scope that is known; quick where they share what did not change. What
   * is only known of one of them is no difference.
   */
  compareStates(to: SchemaModel, sides: Sides): readonly SchemaChange[];
  /**
   * What brings this scope to what `declared` has, and takes nothing away. What `declared` does not name at all is left as it
   * is, and is no drift.
   */
  planSync(declared: SchemaModel, options: SyncPlanOptions): SyncPlan;
  /** The scope as statements that make it from nothing, ready to be run. */
  print(): string;
  /** What of the scope no statement makes, and why: `print` leaves it out. */
  unprintable(): readonly string[];
  /** The scope as plain data: a versioned document, in a settled order. */
  encode(): unknown;
  /** What of the scope there is, by object ("table shop.users"), each with a hash of its definition, in a settled order. */
  fingerprints(): ReadonlyMap<string, string>;
  /** Objects of the scope, as `fingerprints` calls them, that are another in `other`, or that only one of the two has. */
  differing(other: SchemaModel): readonly string[];
  /** The model without one table of the scope, such as tidemark's own. */
  withoutTable(name: string): SchemaModel;
  /** The model judging by these guardrails, unless its server has told its own. */
  withGuardrails(guardrails: Guardrails | undefined): SchemaModel;
  /** What could not be understood when the model was read; it is left out of everything else. */
  readonly warnings: readonly string[];
}

/** Something that is built from rows. Names as they are stored. */
export interface KnownBuild {
  readonly kind: "index" | "view";
  readonly keyspace: string;
  readonly name: string;
  /** Whose rows it is made from. */
  readonly table: string;
}

export type SchemaObject =
  | { readonly kind: "table" | "index"; readonly name: string }
  | { readonly kind: "column"; readonly table: string; readonly name: string };

/** What the two sides are called in descriptions, each with its preposition; "in A" and "in B" by default. */
export interface Sides {
  readonly from: string;
  readonly to: string;
}

export interface Trial {
  /**
   * "nothing": a guard holds, or it changes what is so already. "data": it changes rows, access or the session, of which
   * a schema says nothing. "unknown": it is not understood.
   */
  readonly outcome: "changes" | "nothing" | "data" | "refused" | "unknown";
  readonly changes: readonly SchemaChange[];
  /** Why the server would refuse; its span is a place in the statement. */
  readonly refusal: Diagnostic | undefined;
  /** What limits of the operator say to every role that is no superuser; nothing of a statement that is refused anyway. */
  readonly guardrails: readonly GuardrailHit[];
  readonly after: SchemaModel;
  /** Whether it changes the schema of the scope that the model speaks for, or would; of rows it says nothing. */
  readonly isOfScope: boolean;
}

export type Look =
  /** Its whole effect. */
  | { readonly kind: "there" }
  /** Nothing of its effect. */
  | { readonly kind: "not-there" }
  /** Something of that name which is another, or a part of the effect; each difference as one line. */
  | { readonly kind: "different"; readonly differences: readonly string[] }
  /** The schema does not tell. */
  | { readonly kind: "unknown" };

export interface Comparison {
  readonly changes: readonly SchemaChange[];
  /** What carries out the changes that can be made in place, in an order that the server accepts; without terminators. */
  readonly statements: readonly string[];
}

/** One difference of two schemas. */
export interface SchemaChange {
  /** "add-column", "drop-table", "rebuild-table" */
  readonly kind: string;
  /** "table shop.users" */
  readonly object: string;
  /** In a few words, for people: "add column email text". */
  readonly description: string;
  /** A sentence on what cannot be had back; undefined when nothing is lost. */
  readonly loss: string | undefined;
  /** Whether statements can make it; otherwise `description` says why not. */
  readonly isInPlace: boolean;
}

export interface SyncPlanOptions {
  /** Whether indexes that `declared` does not have are dropped, and those that differ made again. */
  readonly dropsIndexes: boolean;
}

export interface SyncPlan {
  /** In order; none when anything is refused. */
  readonly statements: readonly SyncStatement[];
  /** What is there and not declared, in what is declared otherwise: as what would lead from `declared` to it. */
  readonly drift: readonly SchemaChange[];
  /** What cannot be done in place, or would take something away. */
  readonly refused: readonly RefusedChange[];
}

export interface SyncStatement {
  /** With its keyspace and its guards, without a terminator. */
  readonly text: string;
  readonly object: DeclaredObject;
}

/** What a model stands for. */
export interface DeclaredObject {
  readonly kind: "table" | "user-type" | "view";
  readonly name: string;
}

/** One difference that `sync` leaves to somebody else. */
export interface RefusedChange {
  readonly of: DeclaredObject;
  /** "rebuild-table", "recreate-view" */
  readonly kind: string;
  /** "table shop.users" */
  readonly object: string;
  /** What differs, and why it is not done. */
  readonly description: string;
  /** What does it: a migration, `sync` when it may drop indexes, or another model: the server would refuse this one. */
  readonly way: "migration" | "drop-indexes" | "model";
}
