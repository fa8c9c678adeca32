// What a configuration says of the managed keyspace or schema. Pure.
import type { Config } from "./config/config.ts";
import { DEFAULTS } from "./config/defaults.ts";
import { chooseDialect } from "./open-target.ts";
import type { ShadowOptions } from "./shadow/sql-shadow.ts";

/** The managed keyspace or schema. */
export function scopeOf(config: Config): string {
  const { keyspace, database } = config;
  return chooseDialect(config).family === "sql"
    ? (database?.schema ?? DEFAULTS.sqlSchema)
    : (keyspace?.name ?? "keyspace");
}

/** Undefined where the history is in another keyspace or schema than the managed one. */
export function historyTableOf(config: Config): string | undefined {
  const { history, keyspace } = config;
  const scope = scopeOf(config);
  const isSql = chooseDialect(config).family === "sql";
  const isBeside = isSql ? (history.schema ?? scope) === scope : history.keyspace === keyspace?.name;
  return isBeside ? history.table : undefined;
}

/** Of SQL: where statements are tried. */
export function shadowOptionsOf(config: Config): ShadowOptions {
  const { database } = config;
  return { url: database?.shadowUrl, scope: scopeOf(config), settings: database?.settings ?? {} };
}
