// The real PostgreSQL that tests use: TEST_POSTGRES=postgres://… of a superuser. Each test has a database of its own.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import pg from "pg";

/** Registers tests that need the server; without one they are skipped with the reason, which in CI is a failure. */
export function withPostgres(title: string, register: (url: string) => void): void {
  const url = process.env.TEST_POSTGRES;
  if (url !== undefined && /^postgres(ql)?:\/\//.test(url)) {
    register(url);
    return;
  }
  const reason = `TEST_POSTGRES=postgres://… names no server (it is ${JSON.stringify(url)})`;
  if ((process.env.CI ?? "") === "") test(title, { skip: reason }, () => undefined);
  else test(title, () => assert.fail(reason));
}

export interface TestDatabase {
  readonly name: string;
  readonly url: string;
  /** A plain connection, for looking at what is there. */
  readonly client: pg.Client;
  drop(): Promise<void>;
}

/** A new and empty one on the server at `url`; whoever is still connected to it when it is dropped is thrown out. */
export async function freshDatabase(url: string): Promise<TestDatabase> {
  const name = `t_${randomUUID().replaceAll("-", "").slice(0, 16)}`;
  await asAdministrator(url, `CREATE DATABASE ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: own.href });
  client.on("error", () => undefined); // a test may stop the server; the query that needs it says so
  await client.connect();
  return {
    name,
    url: own.href,
    client,
    async drop() {
      await client.end();
      await asAdministrator(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/** A database for the length of `use`. */
export async function withDatabase(url: string, use: (database: TestDatabase) => Promise<void>): Promise<void> {
  const database = await freshDatabase(url);
  try {
    await use(database);
  } finally {
    await database.drop();
  }
}

async function asAdministrator(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
