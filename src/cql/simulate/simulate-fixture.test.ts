// What the tests of this folder share: statements as text, and which releases take them.
import assert from "node:assert/strict";
import { type Capabilities, capabilitiesFor, type ServerSettings } from "../capabilities.ts";
import { CASSANDRA_RELEASES } from "../cassandra-release.ts";
import { parse } from "../parser/parse.ts";
import { emptySchema, type Keyspace, type Schema, type Table } from "../schema/schema.ts";
import { simulate } from "./simulate.ts";

export const SHOP =
  "CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}; USE shop;";

/** Each statement, and the releases that take it: "all", "none", or some, as in "4.1 5.0". */
export type Verdicts = Readonly<Record<string, string>>;

export function cassandra(version: string, settings: ServerSettings = {}): Capabilities {
  return capabilitiesFor("cassandra", version, settings);
}

/** The schema after statements that are all taken. */
export function schemaAfter(text: string, capabilities: Capabilities = cassandra("5.0")): Schema {
  const { statements, diagnostics } = parse(text);
  assert.deepEqual(diagnostics, [], text);
  let schema = emptySchema();
  for (const statement of statements) {
    const simulation = simulate(schema, statement, capabilities);
    assert.deepEqual(simulation.diagnostics, [], text.slice(statement.start, statement.end));
    schema = simulation.schema;
  }
  return schema;
}

/** Why a statement is refused after others that are all taken; undefined when it is not. */
export function refusal(
  before: string,
  text: string,
  capabilities: Capabilities = cassandra("5.0"),
): string | undefined {
  return refusalIn(schemaAfter(before, capabilities), text, capabilities);
}

/** Tries each statement on its own after the others, on every release. */
export function assertVerdicts(before: string, verdicts: Verdicts): void {
  for (const [text, expected] of Object.entries(verdicts)) {
    const takers = CASSANDRA_RELEASES.filter((release) => refusal(before, text, cassandra(release)) === undefined);
    assert.equal(describe(takers), expected, text);
  }
}

function describe(takers: readonly string[]): string {
  if (takers.length === CASSANDRA_RELEASES.length) return "all";
  return takers.join(" ") || "none";
}

function refusalIn(schema: Schema, text: string, capabilities: Capabilities): string | undefined {
  const { statements, diagnostics } = parse(text);
  const [statement] = statements;
  assert.ok(statement !== undefined && diagnostics.length === 0, text);
  return simulate(schema, statement, capabilities).diagnostics[0]?.message;
}

export function keyspaceIn(schema: Schema, name = "shop"): Keyspace {
  const keyspace = schema.keyspaces.get(name);
  assert.ok(keyspace !== undefined, name);
  return keyspace;
}

export function tableIn(schema: Schema, name: string): Table {
  const table = keyspaceIn(schema).tables.get(name);
  assert.ok(table !== undefined, name);
  return table;
}
