// A migration in code, once its module was imported: what planning and running need of it. Data.
import type { CodeMigration } from "./code-migration.ts";

/** A file of code, and what it is compared by. */
export interface ModuleFile {
  /** As messages show it. */
  readonly file: string;
  /** "sha256:<hex>" of its text. */
  readonly hash: string;
}

export interface CodeModule {
  readonly allowDestructive: boolean;
  readonly reversible: boolean;
  readonly upgrade: CodeMigration["upgrade"];
  readonly downgrade: CodeMigration["downgrade"] | undefined;
  /** The module first, then the local files that it imports. */
  readonly files: readonly ModuleFile[];
}
