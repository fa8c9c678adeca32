// What a server says of a keyspace in statements (DESCRIBE, Cassandra 4.0 and later) against what was read from its tables:
// the statements, parsed and simulated from nothing, must make the same schema.
import type { Client } from "cassandra-driver";
import type { SchemaReading } from "../../../src/adapters/cassandra/read-schema.ts";
import type { StatementNode } from "../../../src/cql/ast/statement.ts";
import type { Capabilities } from "../../../src/cql/capabilities.ts";
import { quoteIdentifier } from "../../../src/cql/identifiers.ts";
import { parse } from "../../../src/cql/parser/parse.ts";
import { type EncodeOptions, encodeSchema } from "../../../src/cql/schema/encode-schema.ts";
import { emptySchema, type Schema } from "../../../src/cql/schema/schema.ts";
import type { SchemaDocument } from "../../../src/cql/schema/schema-document.ts";
import { simulate } from "../../../src/cql/simulate/simulate.ts";

/** "internals" adds ids and the memory of dropped columns. */
export type DescribeWith = "plain" | "internals";

/** Differences for people, one line each; none when both say the same. */
export async function describeDifferences(
  client: Client,
  { schema, capabilities }: SchemaReading,
  keyspace: string,
  how: DescribeWith,
): Promise<readonly string[]> {
  const described = simulateTexts(await describeKeyspace(client, keyspace, how), capabilities);
  const live = withoutTables(onlyKeyspace(schema, keyspace), described.omitted);
  // The server tells microseconds; its tables hold milliseconds.
  const options: EncodeOptions = { leaveOut: how === "plain" ? ["ids", "dropped"] : ["dropped-at"] };
  const differences = compare(
    objectsOf(encodeSchema(live, options)),
    objectsOf(encodeSchema(described.schema, options)),
  );
  return [...described.problems, ...differences];
}

/** The statements, one a text. */
export async function describeKeyspace(
  client: Client,
  keyspace: string,
  how: DescribeWith,
): Promise<readonly string[]> {
  const text = `DESCRIBE KEYSPACE ${quoteIdentifier(keyspace)}${how === "internals" ? " WITH INTERNALS" : ""}`;
  const texts: string[] = [];
  for await (const row of await client.execute(text, [], { prepare: false })) texts.push(row.create_statement);
  return texts;
}

interface Described {
  readonly schema: Schema;
  /** Tables that the server says it cannot describe: compact ones, in a comment. */
  readonly omitted: ReadonlySet<string>;
  readonly problems: readonly string[];
}

function simulateTexts(texts: readonly string[], capabilities: Capabilities): Described {
  const omitted = new Set<string>();
  const problems: string[] = [];
  let schema = emptySchema();
  for (const text of texts) {
    const [, quoted, bare] = /Warning: Table [^.]+\.(?:"((?:[^"]|"")+)"|(\S+)) omitted/.exec(text) ?? [];
    const name = quoted?.replaceAll('""', '"') ?? bare;
    if (name !== undefined) omitted.add(name);
    const { statements, diagnostics } = parse(text);
    problems.push(...diagnostics.map(({ message }) => `not understood: ${message}: ${text}`));
    for (const statement of statements) {
      if (standsOn(statement, omitted)) continue;
      const simulation = simulate(schema, statement, capabilities);
      schema = simulation.schema;
      problems.push(...simulation.diagnostics.map(({ message }) => `refused: ${message}: ${text}`));
    }
  }
  return { schema, omitted, problems };
}

/** What stands on a table that was left out cannot be made. */
function standsOn(statement: StatementNode, tables: ReadonlySet<string>): boolean {
  if (statement.kind === "create-index") return tables.has(statement.table.name.name);
  return statement.kind === "create-materialized-view" && tables.has(statement.base.name.name);
}

function onlyKeyspace({ keyspaces }: Schema, name: string): Schema {
  const keyspace = keyspaces.get(name);
  const empty = emptySchema();
  return keyspace === undefined ? empty : { ...empty, keyspaces: empty.keyspaces.with(name, keyspace) };
}

function withoutTables(schema: Schema, names: ReadonlySet<string>): Schema {
  let { keyspaces } = schema;
  for (const [name, keyspace] of keyspaces) {
    let { tables, views } = keyspace;
    for (const table of names) tables = tables.without(table);
    for (const view of keyspace.views.values()) if (names.has(view.baseTable)) views = views.without(view.name);
    keyspaces = keyspaces.with(name, { ...keyspace, tables, views });
  }
  return { ...schema, keyspaces };
}

/** Every object of a document as JSON, by what it is: `k tables t`. */
function objectsOf({ keyspaces }: SchemaDocument): ReadonlyMap<string, string> {
  const objects = new Map<string, string>();
  for (const keyspace of keyspaces) {
    const { types, tables, views, functions, aggregates, ...itself } = keyspace;
    objects.set(keyspace.name, JSON.stringify(itself));
    for (const [kind, list] of Object.entries({ types, tables, views, functions, aggregates })) {
      for (const each of list) {
        const args = "args" in each ? each.args : "argumentTypes" in each ? each.argumentTypes : "";
        objects.set(`${keyspace.name} ${kind} ${each.name}${args && JSON.stringify(args)}`, JSON.stringify(each));
      }
    }
  }
  return objects;
}

function compare(live: ReadonlyMap<string, string>, described: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...live.keys(), ...described.keys()])]
    .filter((name) => live.get(name) !== described.get(name))
    .map(
      (name) => `${name}: in tables ${live.get(name) ?? "not there"}, described ${described.get(name) ?? "not there"}`,
    );
}
