// What a target is opened with, with what tests need by default.
import type { SqlOptions } from "../../../src/adapters/sql/sql-options.ts";

export function sqlOptions(url: string, more: Partial<Omit<SqlOptions, "url">> = {}): SqlOptions {
  return {
    url: { reveal: () => url },
    schema: "public",
    settings: {},
    history: { schema: more.schema ?? "public", table: "tidemark_history" },
    lockTimeoutMs: 5_000,
    statementTimeoutMs: 60_000,
    connectTimeoutMs: 10_000,
    ...more,
  };
}
