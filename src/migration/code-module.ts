// A migration in code, once its module was imported: what planning and running need of it. Data.
import type { ModuleFile } from "../base/module-file.ts";
import type { CodeMigration } from "./code-migration.ts";

export interface CodeModule {
  readonly allowDestructive: boolean;
  readonly reversible: boolean;
  /** On a SQL database: whether all of it is one transaction; undefined: it is. */
  readonly transaction?: boolean | undefined;
  readonly upgrade: CodeMigration["upgrade"];
  readonly downgrade: CodeMigration["downgrade"] | undefined;
  /** The module first, then the local files that it imports. */
  readonly files: readonly ModuleFile[];
}
