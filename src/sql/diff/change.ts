// One difference of two SQL schemas, in words. Data, and short ways to make it. Pure.

export interface SqlChange {
  /** "add-column", "drop-table", "replace-function" */
  readonly kind: string;
  /** "table users" */
  readonly object: string;
  /** In a few words, for people: "add column email text". */
  readonly description: string;
  /** What cannot be had back; undefined when nothing is lost. */
  readonly loss: string | undefined;
  /** Whether statements can make it; otherwise `description` says why not. */
  readonly isInPlace: boolean;
}

export function change(kind: string, object: string, description: string, loss?: string): SqlChange {
  return { kind, object, description, loss, isInPlace: true };
}

export function impossible(kind: string, object: string, description: string): SqlChange {
  return { kind, object, description, loss: undefined, isInPlace: false };
}
