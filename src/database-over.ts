// A session over a way to connect: one connection, opened when it is first used.
import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout } from "node:timers/promises";
import type { SqlConnector, SqlStatement } from "./adapters/sql/connection.ts";
import { databasePort } from "./database-port.ts";
import { openSession, type SessionScopes } from "./sql/session/open-session.ts";
import type { SqlSession } from "./sql/session.ts";

export interface OpenedDatabase {
  readonly session: SqlSession;
  /** Waits for the calls that are under way, and closes the connector. */
  close(): Promise<void>;
}

export interface SessionSettings {
  /** Where unqualified names go; the database's own search path unless it is said. */
  readonly schema?: string | undefined;
  readonly settings?: Readonly<Record<string, string>> | undefined;
}

/** @param openConnector called once, by the first call that needs it */
export function databaseOver(
  openConnector: () => Promise<SqlConnector>,
  { schema, settings = {} }: SessionSettings,
): OpenedDatabase {
  let connecting: Promise<SqlConnector> | undefined;
  let closing: Promise<void> | undefined;
  const port = databasePort({
    async open() {
      connecting ??= openConnector();
      return (await connecting).open();
    },
    greeting: greetingOf(schema, settings),
    schema,
    sleep: (ms) => setTimeout(ms),
    random: Math.random,
  });
  const opened = openSession(port, sessionScopes());

  async function closeAll(): Promise<void> {
    await opened.close("the database is closed, and a call came later");
    await port.close();
    await (await connecting?.catch(() => undefined))?.close();
  }

  return {
    session: opened.session,
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}

function greetingOf(schema: string | undefined, settings: Readonly<Record<string, string>>): readonly SqlStatement[] {
  const text = "SELECT set_config($1, $2, false)";
  const path: readonly SqlStatement[] =
    schema === undefined
      ? []
      : [{ text: "SELECT set_config('search_path', quote_ident($1), false)", values: [schema] }];
  // Values are read in this style alone; the order of a day and a month in what is written stays the database's.
  const style = ["datestyle", "ISO"];
  return [...path, ...[...Object.entries(settings), style].map((setting) => ({ text, values: setting }))];
}

function sessionScopes(): SessionScopes {
  const storage = new AsyncLocalStorage<ReadonlySet<object>>();
  return {
    run: (scope, work) => storage.run(new Set([...(storage.getStore() ?? []), scope]), work),
    isWithin: (scope) => storage.getStore()?.has(scope) === true,
  };
}
