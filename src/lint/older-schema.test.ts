// Goal: what was there before the first file is never called missing.
// Method: histories that the server would take from beginning to end lose their first files, as they do where a keyspace
// is older than its migrations; what is left must not be refused.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { capabilitiesFor } from "../cql/capabilities.ts";
import { parse } from "../cql/parser/parse.ts";
import { simulate } from "../cql/simulate/simulate.ts";
import { footprintOf, holds } from "./cql/footprint.ts";
import { beginState } from "./cql/known-objects.ts";
import { messagesOf } from "./lint-fixture.test.ts";

const TABLES = ["orders", "customers", "invoice"];
const TYPES = ["address", "money"];
const COLUMNS = ["alpha", "beta", "gamma"];

const table = fc.constantFrom(...TABLES);
const type = fc.constantFrom(...TYPES);
const column = fc.constantFrom(...COLUMNS);
const columnType = fc.oneof(
  fc.constantFrom("int", "text", "list<int>"),
  type.map((name) => `frozen<${name}>`),
);
const keyspace = fc.constantFrom("", "", "", "archive.");

const statement = fc.oneof(
  fc
    .tuple(keyspace, table, columnType)
    .map(([ks, name, of]) => `CREATE TABLE ${ks}${name} (k int, alpha ${of}, PRIMARY KEY (k))`),
  fc.tuple(table, column).map(([name, col]) => `CREATE TABLE IF NOT EXISTS ${name} (k int PRIMARY KEY, ${col} int)`),
  fc
    .tuple(keyspace, table, column, columnType)
    .map(([ks, name, col, of]) => `ALTER TABLE ${ks}${name} ADD ${col} ${of}`),
  fc.tuple(table, column).map(([name, col]) => `ALTER TABLE ${name} DROP ${col}`),
  fc.tuple(keyspace, table).map(([ks, name]) => `DROP TABLE ${ks}${name}`),
  table.map((name) => `DROP TABLE IF EXISTS ${name}`),
  fc.tuple(type, columnType).map(([name, of]) => `CREATE TYPE ${name} (alpha ${of})`),
  fc.tuple(type, column).map(([name, col]) => `ALTER TYPE ${name} ADD ${col} int`),
  type.map((name) => `DROP TYPE ${name}`),
  fc.tuple(table, column).map(([name, col]) => `CREATE INDEX ${name}_${col} ON ${name} (${col})`),
  fc.tuple(table, column).map(([name, col]) => `CREATE INDEX ON ${name} (${col})`),
  fc.tuple(table, column).map(([name, col]) => `DROP INDEX ${name}_${col}`),
  fc.tuple(table, column).map(([name, col]) => `DROP INDEX ${name}_${col}_idx`),
  fc.constant("CREATE KEYSPACE archive WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}"),
  fc.constant("DROP KEYSPACE IF EXISTS archive"),
  table.map((name) => `TRUNCATE ${name}`),
  table.map((name) => `INSERT INTO ${name} (k) VALUES (1)`),
);

function filesOf(statements: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(statements.map((text, index) => [`V${index + 1}__x.cql`, `${text};\n`]));
}

/** Those of the statements that a server would take which has nothing but the keyspace. */
function accepted(statements: readonly string[]): readonly string[] {
  const capabilities = capabilitiesFor("cassandra", "5.0");
  let { schema } = beginState("shop");
  return statements.filter((text) => {
    const [node] = parse(text).statements;
    assert.ok(node !== undefined && node.kind !== "opaque", text);
    const simulation = simulate(schema, node, capabilities);
    const isWithoutTable =
      node.kind === "insert" && !footprintOf(node, "shop").needs.every((each) => holds(schema, each));
    // A guard that hides another table of the name is taken for what it says.
    const isHiding = "ifNotExists" in node && node.ifNotExists && simulation.schema === schema;
    if (isWithoutTable || isHiding || simulation.diagnostics.length > 0) return false;
    schema = simulation.schema;
    return true;
  });
}

test("a history that lost its first files is not refused", () => {
  fc.assert(
    fc.property(fc.array(statement, { minLength: 15, maxLength: 40 }), (statements) => {
      const history = accepted(statements);
      for (let from = 0; from < history.length; from++) {
        const rest = history.slice(from);
        assert.deepEqual(messagesOf("refused", filesOf(rest)), [], rest.join("; "));
      }
    }),
    { numRuns: 150 },
  );
});
