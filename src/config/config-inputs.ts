// Where a configuration comes from, besides its file.
import type { ConfigFile } from "./config-file.ts";

export interface ConfigInputs {
  /** An absolute path: files are looked for here, and paths of variables and flags are relative to it. */
  readonly cwd: string;
  /** `process.env`, or less; an empty variable is an unset one. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly flags: ConfigFlags;
  /** Given in code instead of a file, with a file's keys; no file is looked for then. */
  readonly values?: ConfigFile | undefined;
}

/** The global flags, as they were typed. */
export interface ConfigFlags {
  /** `-c`, `--config` */
  readonly config?: string | undefined;
  readonly profile?: string | undefined;
  readonly keyspace?: string | undefined;
  /** `a,b:9042` */
  readonly host?: string | undefined;
  readonly port?: string | number | undefined;
  readonly url?: string | undefined;
  /** Of a SQL database. */
  readonly schema?: string | undefined;
  readonly shadowUrl?: string | undefined;
  readonly dialect?: string | undefined;
  readonly migrationsDir?: string | undefined;
  readonly lockTtl?: string | number | undefined;
  readonly lockWait?: string | number | undefined;
  readonly agreement?: string | undefined;
  readonly tolerateDown?: string | number | undefined;
  /** Paths of modules. */
  readonly models?: string | readonly string[] | undefined;
  readonly sync?: boolean | undefined;
}
