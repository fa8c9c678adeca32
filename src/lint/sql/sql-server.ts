// A SQL server whose rules hold: product and version. Data, and its reading.
import { ToolError } from "../../base/errors.ts";

export type SqlProduct = "postgres" | "cockroach";

export interface SqlServer {
  readonly product: SqlProduct;
  /** Of PostgreSQL 14.2 14 and 2, of CockroachDB 24.1 24 and 1. */
  readonly major: number;
  readonly minor: number;
}

/** The newest that the rules know. */
export const NEWEST_SQL: Readonly<Record<SqlProduct, SqlServer>> = {
  postgres: { product: "postgres", major: 18, minor: 0 },
  cockroach: { product: "cockroach", major: 26, minor: 1 },
};

const OLDEST_MAJOR: Readonly<Record<SqlProduct, number>> = { postgres: 10, cockroach: 22 };

/** "PostgreSQL 14.2" */
export function titleOfSqlServer({ product, major, minor }: SqlServer): string {
  if (product === "cockroach") return `CockroachDB ${major}.${minor}`;
  return minor === 0 ? `PostgreSQL ${major}` : `PostgreSQL ${major}.${minor}`;
}

/** As one writes it: "postgres:14", "cockroach:24.1". */
export function nameOfSqlServer({ product, major, minor }: SqlServer): string {
  return product === "postgres" && minor === 0 ? `${product}:${major}` : `${product}:${major}.${minor}`;
}

/** "postgres:14", "cockroach:24.1", one of them alone for its newest, or "14" of the given product. @throws ToolError "usage" */
export function parseSqlServer(text: string, product: SqlProduct): SqlServer {
  const [, written = product, major, minor = "0"] =
    /^(?:(postgres|cockroach)(?::|$))?(?:v?(\d+)(?:\.(\d+))?(?:\.\d+)*)?$/i.exec(text.trim()) ?? [];
  const named = written.toLowerCase() === "cockroach" ? "cockroach" : "postgres";
  const isNothing =
    text.trim() === "" || !/^(?:(?:postgres|cockroach)(?::|$))?(?:v?\d+(?:\.\d+)*)?$/i.test(text.trim());
  if (isNothing || (major === undefined && text.includes(":"))) {
    throw new ToolError("usage", `\`${text}\` names no server`, {
      hint: "write PRODUCT:VERSION, such as postgres:14 or cockroach:24.1, or one of them alone",
    });
  }
  if (major === undefined) return NEWEST_SQL[named];
  const server: SqlServer = { product: named, major: Number(major), minor: Number(minor) };
  const [oldest, newest] = [OLDEST_MAJOR[named], NEWEST_SQL[named].major];
  if (server.major < oldest || server.major > newest) {
    throw new ToolError("usage", `the rules of ${titleOfSqlServer(server)} are not known`, {
      hint: `known are ${oldest} to ${newest}; ${named} alone is the newest`,
    });
  }
  return server;
}
