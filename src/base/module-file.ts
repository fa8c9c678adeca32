// A file of code, and what it is compared by. Data.

export interface ModuleFile {
  /** As messages show it. */
  readonly file: string;
  /** "sha256:<hex>" of its text. */
  readonly hash: string;
}
