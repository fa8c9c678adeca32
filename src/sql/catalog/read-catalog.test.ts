import assert from "node:assert/strict";
import { test } from "node:test";
import type { SqlSchema } from "../schema.ts";
import { CATALOG_PARTS, catalogQuery } from "./catalog-queries.ts";
import type { CatalogRow } from "./catalog-rows.ts";
import { type CatalogRows, readCatalog } from "./read-catalog.ts";

function rowsOf(parts: Partial<Record<(typeof CATALOG_PARTS)[number], readonly CatalogRow[]>>): CatalogRows {
  return Object.fromEntries(
    CATALOG_PARTS.map((part): [string, readonly CatalogRow[]] => [part, parts[part] ?? []]),
  ) as CatalogRows;
}

function cockroachTable(): SqlSchema {
  const relation = "users";
  const reading = readCatalog(
    rowsOf({
      namespace: [{ name: "public" }],
      relations: [{ name: relation, kind: "r", persistence: "p", options: ["schema_locked=true", "ttl=on"] }],
      columns: [
        {
          relation,
          name: "a",
          type: "bigint",
          is_not_null: false,
          identity: "",
          generated: "",
          default_value: "1:::INT8",
        },
        {
          relation,
          name: "rowid",
          type: "bigint",
          is_not_null: true,
          identity: "",
          generated: "",
          default_value: "unique_rowid()",
        },
        { relation, name: "crdb_internal_a_shard_8", type: "integer", is_not_null: true, identity: "", generated: "v" },
      ],
      constraints: [
        { relation, name: "primary", kind: "p", definition: "PRIMARY KEY (rowid ASC)" },
        {
          relation,
          name: "check_crdb_internal_a_shard_8",
          kind: "c",
          definition: "CHECK (crdb_internal_a_shard_8 IN (0, 1))",
        },
        { relation, name: "fk", kind: "f", definition: "FOREIGN KEY (a) REFERENCES other(id)" },
      ],
      indexes: [
        {
          relation,
          name: "users_auto_index_fk",
          definition: "CREATE INDEX users_auto_index_fk ON shop.public.users USING btree (a ASC)",
          is_valid: true,
        },
        {
          relation,
          name: "by_a",
          definition: "CREATE INDEX by_a ON shop.public.users USING btree (a ASC NULLS FIRST)",
          is_valid: true,
        },
      ],
    }),
    "cockroach",
  );
  assert.ok(reading !== undefined);
  return reading.schema;
}

test("of a table of CockroachDB only what somebody wrote is read", () => {
  const [table] = cockroachTable().tables;
  assert.deepEqual(
    table?.columns.map(({ name, default: value }) => [name, value]),
    [["a", "1::INT8"]],
  );
  assert.deepEqual(
    table?.constraints.map(({ name }) => name),
    ["fk"],
  );
  assert.deepEqual(
    table?.indexes.map(({ definition }) => definition),
    ["CREATE INDEX by_a ON users (a)"],
  );
  assert.deepEqual(table?.options, ["ttl=on"]);
});

test("a namespace that is not there gives no schema", () => {
  assert.equal(readCatalog(rowsOf({}), "postgres"), undefined);
});

test("every question to PostgreSQL is about one namespace, and none names an object", () => {
  for (const part of CATALOG_PARTS) assert.match(catalogQuery(part, "postgres") ?? "", /\$1/, part);
});
