// Refuses to take files that end in .sql for CQL where nobody has said what they are. Reads the names in a directory.
import { readdir } from "node:fs/promises";
import { ToolError } from "./base/errors.ts";
import type { Config } from "./config/config.ts";
import { looksLikeMigration } from "./migration/file-name.ts";

/** Whether neither a target nor a dialect is configured: the files are then taken for CQL. */
export function saysNoDialect({ dialect, cassandra, database, keyspace }: Config): boolean {
  return [dialect, cassandra, database, keyspace].every((each) => each === undefined);
}

/**
 * Both endings go with both languages, so that only what else is said can tell; but nobody means CQL by a directory of .sql alone.
 * @param isServerNamed whether the call names servers, whose product tells
 * @throws ToolError "usage"
 */
export async function refuseUnsaidDialect(config: Config, isServerNamed: boolean): Promise<void> {
  if (isServerNamed || !saysNoDialect(config)) return;
  const names = (await readdir(config.migrations.directory).catch(() => [])).filter(looksLikeMigration);
  const texts = names.filter((name) => /\.(cql|sql)$/i.test(name));
  if (texts.length === 0 || !texts.every((name) => /\.sql$/i.test(name))) return;
  throw new ToolError("usage", "these are SQL files, and nothing says of which database", {
    hint: "say --dialect postgres or --dialect cockroach, or configure the target; --dialect cassandra if they hold CQL",
  });
}
