// The databases that tests of sessions and of code run on: the embedded one always, a real PostgreSQL when TEST_POSTGRES names it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Database, type DatabaseOptions } from "../../../src/database.ts";
import { withDatabase, withPostgres } from "../postgres/server.ts";

export function onEachDatabase(
  title: string,
  claim: (open: (options?: DatabaseOptions) => Database) => Promise<void>,
): void {
  test(`embedded: ${title}`, async () => {
    const opened: Database[] = [];
    try {
      await claim((options) => {
        const database = Database.fromUrl("pglite:memory", options);
        opened.push(database);
        return database;
      });
    } finally {
      for (const database of opened) await database.close();
    }
  });
  onPostgres(title, claim);
}

export function onPostgres(
  title: string,
  claim: (open: (options?: DatabaseOptions) => Database, url: string) => Promise<void>,
): void {
  withPostgres(`PostgreSQL: ${title}`, (server) => {
    test(`PostgreSQL: ${title}`, () =>
      withDatabase(server, async ({ url }) => {
        const opened: Database[] = [];
        try {
          await claim((options) => {
            const database = Database.fromUrl(url, options);
            opened.push(database);
            return database;
          }, url);
        } finally {
          for (const database of opened) await database.close();
        }
      }));
  });
}

/** As `onEachDatabase`, for what opens the database itself, again and again. */
export function onEachUrl(title: string, claim: (url: string) => Promise<void>): void {
  test(`embedded: ${title}`, async () => {
    const directory = mkdtempSync(join(tmpdir(), "tidemark-code-"));
    try {
      await claim(`pglite:${join(directory, "data")}`);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
  onPostgresUrl(title, claim);
}

export function onPostgresUrl(title: string, claim: (url: string) => Promise<void>): void {
  withPostgres(`PostgreSQL: ${title}`, (server) => {
    test(`PostgreSQL: ${title}`, () => withDatabase(server, ({ url }) => claim(url)));
  });
}
