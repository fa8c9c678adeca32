import assert from "node:assert/strict";
import { test } from "node:test";
import { emptySqlSchema, type SqlColumn, type SqlSchema, type SqlTable } from "../schema.ts";
import { lookInSchema } from "./look.ts";

function column(name: string, isNotNull: boolean = false): SqlColumn {
  return {
    name,
    type: "text",
    isNotNull,
    isInherited: false,
    comment: undefined,
    default: undefined,
    identity: undefined,
    generated: undefined,
    collation: undefined,
  };
}

const USERS: SqlTable = {
  name: "users",
  comment: undefined,
  isUnlogged: false,
  inherits: [],
  options: [],
  columns: [column("id", true), column("Email")],
  constraints: [{ name: "late", comment: undefined, kind: "check", definition: "CHECK (id > 0) NOT VALID" }],
  indexes: [
    {
      name: "by_email",
      comment: undefined,
      definition: 'CREATE INDEX by_email ON users USING btree ("Email")',
      isValid: true,
    },
    { name: "broken", comment: undefined, definition: "CREATE INDEX broken ON users USING btree (id)", isValid: false },
  ],
  triggers: [],
  policies: [],
  rowSecurity: "off",
  needs: [],
};
const SCHEMA: SqlSchema = {
  ...emptySqlSchema("postgres"),
  tables: [USERS],
  types: [{ kind: "enum", name: "mood", comment: undefined, labels: ["sad", "it's"], needs: [] }],
};

function look(text: string): string {
  return lookInSchema(SCHEMA, text, { scope: "shop", namespace: "shop" }).kind;
}

const CASES: Readonly<Record<string, readonly string[]>> = {
  there: [
    'CREATE INDEX CONCURRENTLY by_email ON users ("Email")',
    'create index if not exists by_email on only shop.users using btree ("Email" asc)',
    "DROP INDEX CONCURRENTLY IF EXISTS gone",
    "DROP INDEX shop.gone, also_gone",
    "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'it''s' AFTER 'sad'",
    'CREATE TABLE users (id text NOT NULL, "Email" text, PRIMARY KEY (id), CHECK (id > 0))',
    'CREATE TABLE users (id mood, "Email" varchar(20))',
    "CREATE TYPE mood AS ENUM ('sad', 'it''s')",
    'ALTER TABLE users ADD COLUMN "Email" text DEFAULT f(1, 2), DROP COLUMN nick',
    "ALTER TABLE users ALTER id SET NOT NULL",
    "ALTER TABLE users ADD CONSTRAINT late CHECK (id > 0) NOT VALID",
    "ALTER TABLE people RENAME TO users",
    "DROP TABLE IF EXISTS people CASCADE",
    "CREATE SCHEMA IF NOT EXISTS shop",
  ],
  "not-there": [
    "CREATE INDEX CONCURRENTLY broken ON users (id)",
    "CREATE UNIQUE INDEX other ON users (id)",
    "DROP INDEX CONCURRENTLY broken",
    "ALTER TYPE mood ADD VALUE 'glad'",
    "CREATE TABLE orders (id int)",
    'ALTER TABLE users ADD nick text, DROP "Email"',
    "ALTER TABLE users VALIDATE CONSTRAINT late",
    "ALTER TABLE users RENAME id TO key",
    "CREATE VIEW v AS SELECT 1",
    "DROP TABLE users",
  ],
  different: [
    'CREATE UNIQUE INDEX by_email ON users ("Email")',
    "CREATE INDEX by_email ON users (id)",
    "CREATE TABLE users (id text)",
    'CREATE TABLE users (id int NOT NULL, "Email" text)',
    "ALTER TABLE users ADD COLUMN nick text, DROP COLUMN nobody",
    "CREATE TYPE mood AS ENUM ('sad')",
  ],
  unknown: [
    "CREATE INDEX ON users (id)",
    "CREATE TABLE elsewhere.users (id int)",
    "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "ALTER TABLE users ALTER COLUMN id TYPE int",
    "ALTER TABLE users ADD CHECK (id > 0)",
    "REINDEX INDEX CONCURRENTLY by_email",
    "INSERT INTO users VALUES (1)",
    "",
  ],
};

for (const [kind, texts] of Object.entries(CASES)) {
  for (const text of texts) {
    test(`${kind}: ${text}`, () => assert.equal(look(text), kind));
  }
}

test("differences name what is there", () => {
  assert.deepEqual(
    lookInSchema(SCHEMA, "CREATE TABLE users (id text, nick text)", { scope: "shop", namespace: "shop" }),
    {
      kind: "different",
      differences: ["table users has no column nick", "table users has a column Email more"],
    },
  );
});
