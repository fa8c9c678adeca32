import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeSqlSchema, encodeSqlSchema } from "./encode-schema.ts";
import { emptySqlSchema, type SqlNumbers, type SqlSchema, type SqlTable } from "./schema.ts";

const NUMBERS: SqlNumbers = {
  type: "bigint",
  start: "1",
  increment: "1",
  min: "1",
  max: "9",
  cache: "1",
  isCycling: false,
};

const TABLE: SqlTable = {
  name: "t",
  comment: "of all",
  needs: ["type mood"],
  isUnlogged: false,
  partitionOf: { parent: "all_of_them", bound: "DEFAULT" },
  inherits: [],
  options: ["fillfactor=70"],
  columns: [
    {
      name: "id",
      type: "bigint",
      isNotNull: true,
      identity: { kind: "always", numbers: NUMBERS },
      isInherited: false,
    },
  ],
  constraints: [{ name: "t_pkey", kind: "primary-key", definition: "PRIMARY KEY (id)" }],
  indexes: [{ name: "t_i", definition: "CREATE INDEX t_i ON t USING btree (id)", isValid: true }],
  triggers: [],
  policies: [],
  rowSecurity: "off",
};

const SHOP: SqlSchema = {
  ...emptySqlSchema("postgres"),
  extensions: ["citext"],
  types: [
    { kind: "enum", name: "mood", labels: ["ok"], needs: [] },
    { kind: "domain", name: "d", type: "text", isNotNull: false, checks: [{ name: "c", definition: "x" }], needs: [] },
  ],
  sequences: [{ name: "s", numbers: NUMBERS, isUnlogged: false, ownedBy: { table: "t", column: "id" } }],
  tables: [TABLE],
};

/** What is said of the document of the shop with another value at a path; undefined takes the value out. */
function problemWith(path: string, value: unknown): string {
  const document = JSON.parse(JSON.stringify(encodeSqlSchema(SHOP)));
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  let owner = document;
  for (const key of keys) owner = owner[key];
  assert.ok(last in owner, path);
  owner[last] = value;
  const decoded = decodeSqlSchema(JSON.stringify(document));
  return decoded.kind === "not-decoded" ? decoded.message : "it fits";
}

test("a schema is what its document says, also below the `schema` of what --json prints", () => {
  const document = encodeSqlSchema(SHOP);
  assert.deepEqual(decodeSqlSchema(JSON.stringify(document)), { kind: "decoded", schema: SHOP });
  assert.deepEqual(decodeSqlSchema(JSON.stringify({ schema: document })), { kind: "decoded", schema: SHOP });
});

test("a table that lacks a key is named with its path", () => {
  const decoded = decodeSqlSchema(
    '{"kind":"sql-schema","format":1,"family":"postgres","extensions":[],"types":[],' +
      '"sequences":[],"tables":[{"name":"t"}],"views":[],"routines":[]}',
  );
  assert.deepEqual(decoded, { kind: "not-decoded", message: "`tables[0].needs` is missing, expected a list" });
  assert.equal(problemWith("tables", undefined), "`tables` is missing, expected a list");
  assert.equal(problemWith("tables.0", null), "`tables[0]` is null, expected an object");
});

test("a value of another type is named with its path, however deep it is", () => {
  assert.equal(problemWith("tables.0.needs.0", 1), "`tables[0].needs[0]` is 1, expected a text");
  assert.equal(problemWith("tables.0.comment", null), "`tables[0].comment` is null, expected a text");
  assert.equal(problemWith("tables.0.columns", {}), "`tables[0].columns` is an object, expected a list");
  assert.equal(
    problemWith("tables.0.columns.0.identity.numbers.isCycling", "no"),
    '`tables[0].columns[0].identity.numbers.isCycling` is "no", expected true or false',
  );
});

test("a kind that there is not is named with those that there are, and each kind has its own keys", () => {
  assert.equal(problemWith("family", "mysql"), '`family` is "mysql", expected "postgres" or "cockroach"');
  const kinds = '"enum" or "composite" or "range" or "domain"';
  assert.equal(problemWith("types.0.kind", "set"), `\`types[0].kind\` is "set", expected ${kinds}`);
  assert.equal(problemWith("types.0.kind", "toString"), `\`types[0].kind\` is "toString", expected ${kinds}`);
  assert.equal(problemWith("types.0.kind", "range"), "`types[0].definition` is missing, expected a text");
  assert.equal(problemWith("types.1.checks.0.name", []), "`types[1].checks[0].name` is a list, expected a text");
});
