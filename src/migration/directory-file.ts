// A file of a migration directory as it was read, before anything is made of it. Pure.
import type { Diagnostic } from "../text/diagnostic.ts";

export interface DirectoryFile {
  /** Without its directory. */
  readonly name: string;
  /** As the user would write it, for messages. */
  readonly path: string;
  readonly content: FileContent;
}

export type FileContent =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  /** Read as UTF-8 without anything that had to be replaced. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "unreadable"; readonly message: string; readonly hint?: string };

/** A diagnostic about a file as a whole. */
export function diagnoseFile(file: DirectoryFile, message: string, hint?: string): Diagnostic {
  return { message, hint, source: { name: file.path, text: "" } };
}
