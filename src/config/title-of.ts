// What the target of a settled config is called where no server was asked. Pure.
import { parseSqlUrl, titleOfSchema } from "../dialect/sql-url.ts";
import type { Config } from "./config.ts";

/** In messages: the keyspace; or "shop", "shop.billing" of database and schema; "" without a target. */
export function titleOf({ keyspace, database }: Pick<Config, "keyspace" | "database">): string {
  if (database === undefined) return keyspace?.name ?? "";
  return titleOfSchema(nameOfDatabase(database.url.reveal()), database.schema);
}

/** In JSON documents: `keyspace`, or `database` and `schema`; nothing without a target. */
export function describeTarget({
  keyspace,
  database,
}: Pick<Config, "keyspace" | "database">): Readonly<Record<string, string>> {
  if (database !== undefined) return { database: nameOfDatabase(database.url.reveal()), schema: database.schema };
  return keyspace === undefined ? {} : { keyspace: keyspace.name };
}

/** The database's; of an embedded one the directory's, or "memory". */
function nameOfDatabase(url: string): string {
  return parseSqlUrl(url)?.title ?? "";
}
