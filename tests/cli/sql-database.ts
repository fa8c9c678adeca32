// A SQL database, embedded or on the real server, and a directory whose configuration names it.
import { join } from "node:path";
import { test } from "node:test";
import { Database } from "../../src/database.ts";
import { freshDatabase, withPostgres } from "../integration/postgres/server.ts";
import { type CliOptions, type CliResult, type Files, runCli, withDirectory, writeFiles } from "./cli.ts";

export interface SqlWorld {
  readonly directory: string;
  /** What messages call it. */
  readonly title: string;
  run(argv: readonly string[], options?: Partial<CliOptions>): Promise<CliResult>;
  write(files: Files): Promise<void>;
  path(name: string): string;
  /** As somebody who does not use tidemark. */
  execute(text: string): Promise<void>;
}

export interface SqlWorldOptions {
  /** Further lines of tidemark.yaml, the first of them within `database`. */
  readonly config?: string;
  readonly files?: Files;
}

type UseWorld = (options: SqlWorldOptions, use: (world: SqlWorld) => Promise<void>) => Promise<void>;

/** Registers a test twice: on an embedded database in a directory, and on the real server. */
export function onEachDatabase(title: string, run: (withWorld: UseWorld) => Promise<void>): void {
  test(`${title} (PGlite)`, () => run((options, use) => inDirectory(() => "pglite:./shop", "shop", options, use)));
  withPostgres(`${title} (PostgreSQL)`, (server) => {
    test(`${title} (PostgreSQL)`, () =>
      run(async (options, use) => {
        const database = await freshDatabase(server);
        try {
          await inDirectory(() => database.url, database.name, options, use);
        } finally {
          await database.drop();
        }
      }));
  });
}

async function inDirectory(
  urlOf: () => string,
  title: string,
  { config = "", files = {} }: SqlWorldOptions,
  use: (world: SqlWorld) => Promise<void>,
): Promise<void> {
  const yaml = `database:\n  url: ${urlOf()}\n${config}`;
  await withDirectory({ "tidemark.yaml": yaml, ...files }, (directory) =>
    use({
      directory,
      title,
      run: (argv, extra = {}) => runCli(argv, { cwd: directory, ...extra }),
      write: (more) => writeFiles(directory, more),
      path: (name) => join(directory, name),
      async execute(text) {
        const database = Database.fromUrl(urlOf().replace("pglite:.", `pglite:${directory}`));
        try {
          await database.execute(text);
        } finally {
          await database.close();
        }
      },
    }),
  );
}
