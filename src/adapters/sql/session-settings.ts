// The settings that a migration runs with, as one statement: where unqualified names go, how long it waits, and what the
// configuration sets. Pure.
import { quoteIdentifier } from "../../sql/identifiers.ts";
import type { SqlStatement } from "./connection.ts";
import type { SqlOptions } from "./sql-options.ts";

export interface SettingsRequest {
  /** The schema of unqualified names. */
  readonly schema: string;
  readonly timeoutMs: number | undefined;
}

export type SettingsOptions = Pick<SqlOptions, "settings" | "lockTimeoutMs" | "statementTimeoutMs">;

export type Settings = readonly (readonly [name: string, value: string])[];

/**
 * As files are read and sent, and as answers are read, whatever the database, the role or an earlier statement has set.
 * DateStyle without an order of day and month: that one decides how dates of the files are understood, and stays as it was set.
 */
export const PINNED: Settings = [
  ["client_encoding", "UTF8"],
  ["standard_conforming_strings", "on"],
  ["datestyle", "ISO"],
  ["intervalstyle", "postgres"],
  ["extra_float_digits", "1"],
  ["bytea_output", "hex"],
];

/** In order; a later one of the same name wins, so that the configuration may widen the search path, and change nothing of `PINNED`. */
export function settingsOf(options: SettingsOptions, { schema, timeoutMs }: SettingsRequest): Settings {
  return [
    ["search_path", quoteIdentifier(schema)],
    ["lock_timeout", String(options.lockTimeoutMs)],
    ["statement_timeout", String(timeoutMs ?? options.statementTimeoutMs)],
    ...Object.entries(options.settings),
    ...PINNED,
  ];
}

/** @param extent "transaction": until its end, whatever becomes of it */
export function setStatement(settings: Settings, extent: "transaction" | "session"): SqlStatement {
  const isLocal = extent === "transaction";
  const calls = settings.map((_setting, index) => `set_config($${2 * index + 1}, $${2 * index + 2}, ${isLocal})`);
  return { text: `SELECT ${calls.join(", ")}`, values: settings.flat() };
}
