// An empty namespace for each of many tries on one embedded database.

import type { SqlConnection } from "../../../src/adapters/sql/connection.ts";
import { sqlConnector } from "../../../src/adapters/sql/connector.ts";
import { readSqlModel } from "../../../src/adapters/sql/read-model.ts";
import { SqlSchemaModel } from "../../../src/dialect/sql-schema-model.ts";
import { quoteIdentifier } from "../../../src/sql/identifiers.ts";
import type { SqlSchema } from "../../../src/sql/schema.ts";
import { splitSql } from "../../../src/sql/splitter.ts";

export async function withDatabaseAt<Result>(
  url: string,
  use: (connection: SqlConnection) => Promise<Result>,
): Promise<Result> {
  const connector = await sqlConnector({ url: { reveal: () => url }, connectTimeoutMs: 10_000 });
  try {
    const connection = await connector.open();
    try {
      return await use(connection);
    } finally {
      await connection.close();
    }
  } finally {
    await connector.close();
  }
}

/** Makes it anew. */
export async function emptyScope(connection: SqlConnection, scope: string): Promise<void> {
  const name = quoteIdentifier(scope);
  await runAll(connection, [
    `DROP SCHEMA IF EXISTS ${name} CASCADE`,
    `CREATE SCHEMA ${name}`,
    `SET search_path = ${name}`,
  ]);
}

/** @throws with the statement that was refused */
export async function runAll(connection: SqlConnection, texts: readonly string[]): Promise<void> {
  const { results, failure } = await connection.pipeline(texts.map((text) => ({ text })));
  if (failure !== undefined) throw new Error(`${failure.message}\n${texts[results.length]}`, { cause: failure });
}

export async function runText(connection: SqlConnection, text: string): Promise<void> {
  const { statements, diagnostics } = splitSql({ name: "print.sql", text });
  if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
  await runAll(
    connection,
    statements.map((statement) => statement.text),
  );
}

export async function readModelOf(connection: SqlConnection, scope: string): Promise<SqlSchemaModel> {
  const model = await readSqlModel(connection, scope);
  if (!(model instanceof SqlSchemaModel)) throw new Error(`the schema ${scope} is not there`);
  return model;
}

/** Without what needs what, which the database knows better than whoever made the schema. */
export function plain(schema: SqlSchema): unknown {
  return JSON.parse(JSON.stringify(schema, (key, value: unknown) => (key === "needs" ? undefined : value)));
}
