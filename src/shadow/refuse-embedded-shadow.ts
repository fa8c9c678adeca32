// What the embedded PostgreSQL refuses only because it is another product, or lacks an extension: then nothing is known, and a
// real server has to be asked. Pure.
import type { SqlFailure } from "../adapters/sql/connection.ts";
import { ToolError } from "../base/errors.ts";
import type { DialectName } from "../dialect/dialect.ts";
import type { SqlShadow } from "./sql-shadow.ts";

/** Syntax, and objects and features that PostgreSQL does not have. */
const FOREIGN_CODES: ReadonlySet<string> = new Set(["42601", "42704", "42883", "42P01", "0A000", "22023"]);

/**
 * @param place "V3__x.sql:4", of the statement
 * @throws ToolError "unsupported-server"
 */
export function refuseEmbeddedShadow(
  { kind }: SqlShadow,
  failure: SqlFailure,
  dialect: DialectName,
  place: string,
): void {
  if (kind !== "embedded") return;
  const isExtension = /^extension ".*" is not available$|could not open extension control file/.test(failure.message);
  const isForeign = dialect === "cockroach" && FOREIGN_CODES.has(failure.code ?? "");
  if (!isExtension && !isForeign) return;
  const why = isExtension
    ? "does not have this extension"
    : "does not take this statement, which may be CockroachDB's own";
  throw new ToolError("unsupported-server", `${place}: the embedded PostgreSQL ${why}: ${failure.message}`, {
    hint: "try the files on a server that does: give its URL with --shadow-url, or as `database.shadow_url`; a temporary database is made there",
    details: { sqlstate: failure.code },
  });
}
