// Statements of every kind, and the permissions that Cassandra 5.0 asks for, in the order in which it asks. Data.

export interface PermissionCase {
  readonly cql: string;
  /** As the server names permission and resource; "superuser" for what no permission allows. */
  readonly needs: readonly string[];
  /** What a superuser is told, where the statement cannot be carried out here. */
  readonly fails?: RegExp;
}

const RF1 = "replication = {'class': 'SimpleStrategy', 'replication_factor': 1}";
const JAVA = "CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return 1;'";

/** Made by a superuser before the cases, in keyspace `shop`. */
export const SCENE: readonly string[] = [
  `CREATE KEYSPACE shop WITH ${RF1}`,
  `CREATE KEYSPACE doomed WITH ${RF1}`,
  "CREATE TYPE shop.address (street text)",
  "CREATE TYPE shop.doomed (a int)",
  "CREATE TABLE shop.users (id int PRIMARY KEY, name text, city text)",
  "CREATE TABLE shop.doomed (id int PRIMARY KEY)",
  "CREATE INDEX users_city ON shop.users (city)",
  "CREATE TABLE shop.orders (id int PRIMARY KEY, customer int)",
  "CREATE MATERIALIZED VIEW shop.by_customer AS SELECT * FROM shop.orders WHERE id IS NOT NULL AND customer IS NOT NULL PRIMARY KEY (customer, id)",
  "CREATE TABLE shop.secrets (id int PRIMARY KEY, secret text MASKED WITH DEFAULT)",
  `CREATE FUNCTION shop.plus (a int, b int) ${JAVA}`,
  `CREATE FUNCTION shop.twice (a int) ${JAVA}`,
  `CREATE FUNCTION shop.street (a address, b list<int>) ${JAVA}`,
  "CREATE AGGREGATE shop.total (int) SFUNC plus STYPE int FINALFUNC twice INITCOND 0",
  "CREATE ROLE other",
];

export const CASES: readonly PermissionCase[] = [
  { cql: `CREATE KEYSPACE made WITH ${RF1}`, needs: ["CREATE on <all keyspaces>"] },
  { cql: "ALTER KEYSPACE shop WITH durable_writes = true", needs: ["ALTER on <keyspace shop>"] },
  { cql: "DROP KEYSPACE doomed", needs: ["DROP on <keyspace doomed>"] },
  { cql: "CREATE TABLE made (id int PRIMARY KEY)", needs: ["CREATE on <all tables in shop>"] },
  { cql: "ALTER TABLE users ADD nick text", needs: ["ALTER on <table shop.users>"] },
  { cql: "ALTER TABLE users WITH comment = 'people'", needs: ["ALTER on <table shop.users>"] },
  { cql: "DROP TABLE doomed", needs: ["DROP on <table shop.doomed>"] },
  { cql: "CREATE TYPE made (a int)", needs: ["CREATE on <all tables in shop>"] },
  { cql: "ALTER TYPE made ADD b int", needs: ["ALTER on <all tables in shop>"] },
  { cql: "DROP TYPE shop.doomed", needs: ["DROP on <all tables in shop>"] },
  { cql: "CREATE INDEX ON users (name)", needs: ["ALTER on <table shop.users>"] },
  { cql: "DROP INDEX users_city", needs: ["ALTER on <table shop.users>"] },
  { cql: "DROP INDEX IF EXISTS nothing", needs: [] },
  {
    cql: "CREATE MATERIALIZED VIEW made_view AS SELECT id, name FROM users WHERE id IS NOT NULL AND name IS NOT NULL PRIMARY KEY (name, id)",
    needs: ["ALTER on <table shop.users>"],
  },
  { cql: "ALTER MATERIALIZED VIEW made_view WITH comment = 'v'", needs: ["ALTER on <table shop.users>"] },
  { cql: "DROP MATERIALIZED VIEW made_view", needs: ["ALTER on <table shop.users>"] },
  { cql: `CREATE FUNCTION made (a int) ${JAVA}`, needs: ["CREATE on <all functions in shop>"] },
  { cql: `CREATE OR REPLACE FUNCTION twice (a int) ${JAVA}`, needs: ["ALTER on <function shop.twice(int)>"] },
  { cql: `CREATE OR REPLACE FUNCTION made (a text) ${JAVA}`, needs: ["CREATE on <all functions in shop>"] },
  {
    cql: "CREATE AGGREGATE made_sum (int) SFUNC plus STYPE int FINALFUNC twice",
    needs: [
      "CREATE on <all functions in shop>",
      "EXECUTE on <function shop.plus(int, int)>",
      "EXECUTE on <function shop.twice(int)>",
    ],
  },
  { cql: "INSERT INTO users (id, name) VALUES (1, 'Ada')", needs: ["MODIFY on <table shop.users>"] },
  { cql: `INSERT INTO users JSON '{"id": 2}'`, needs: ["MODIFY on <table shop.users>"] },
  {
    cql: "INSERT INTO users (id) VALUES (3) IF NOT EXISTS",
    needs: ["MODIFY on <table shop.users>", "SELECT on <table shop.users>"],
  },
  { cql: "UPDATE users SET name = 'Bo' WHERE id = 1", needs: ["MODIFY on <table shop.users>"] },
  {
    cql: "UPDATE users SET name = 'Bo' WHERE id = 1 IF name = 'Ada'",
    needs: ["MODIFY on <table shop.users>", "SELECT on <table shop.users>"],
  },
  { cql: "DELETE FROM users WHERE id = 1", needs: ["MODIFY on <table shop.users>"] },
  {
    cql: "INSERT INTO orders (id, customer) VALUES (1, 1)",
    needs: ["MODIFY on <table shop.orders>", "SELECT on <table shop.orders>", "MODIFY on <table shop.by_customer>"],
  },
  {
    cql: "INSERT INTO users (id) VALUES (shop.twice(2))",
    needs: ["MODIFY on <table shop.users>", "EXECUTE on <function shop.twice(int)>"],
  },
  {
    cql: "BEGIN BATCH INSERT INTO users (id) VALUES (4); DELETE FROM secrets WHERE id = 4; APPLY BATCH",
    needs: ["MODIFY on <table shop.users>", "MODIFY on <table shop.secrets>"],
  },
  { cql: "TRUNCATE users", needs: ["MODIFY on <table shop.users>"] },
  { cql: "SELECT * FROM users", needs: ["SELECT on <table shop.users>"] },
  { cql: "SELECT * FROM by_customer", needs: ["SELECT on <table shop.orders>"] },
  { cql: "SELECT keyspace_name FROM system_schema.tables", needs: [] },
  {
    cql: "SELECT twice(twice(id)) FROM users",
    needs: ["SELECT on <table shop.users>", "EXECUTE on <function shop.twice(int)>"],
  },
  {
    cql: "SELECT total(id) FROM users",
    needs: [
      "SELECT on <table shop.users>",
      "EXECUTE on <function shop.total(int)>",
      "EXECUTE on <function shop.plus(int, int)>",
      "EXECUTE on <function shop.twice(int)>",
    ],
  },
  {
    cql: "SELECT id FROM users WHERE id = street({street: 'x'}, [1])",
    needs: ["SELECT on <table shop.users>", "EXECUTE on <function shop.street(address, list<int>)>"],
  },
  {
    cql: "SELECT id FROM secrets WHERE secret = 'x' ALLOW FILTERING",
    needs: ["SELECT on <table shop.secrets>", "SELECT_MASKED on <table shop.secrets>"],
  },
  { cql: "SELECT id, secret FROM secrets", needs: ["SELECT on <table shop.secrets>"] },
  { cql: "DROP AGGREGATE total (int)", needs: ["DROP on <function shop.total(int)>"] },
  { cql: "DROP FUNCTION street", needs: ["DROP on <function shop.street(address, list<int>)>"] },
  { cql: "DROP FUNCTION IF EXISTS nothing", needs: [] },
  { cql: "CREATE ROLE made", needs: ["CREATE on <all roles>"] },
  { cql: "CREATE ROLE made_super WITH SUPERUSER = true", needs: ["CREATE on <all roles>", "superuser"] },
  { cql: "ALTER ROLE other WITH LOGIN = false", needs: ["ALTER on <role other>"] },
  { cql: "ALTER ROLE other WITH SUPERUSER = false", needs: ["superuser"] },
  { cql: "ALTER ROLE migrator WITH PASSWORD = 'secret'", needs: [] },
  { cql: "GRANT other TO made", needs: ["AUTHORIZE on <role other>"] },
  { cql: "REVOKE other FROM made", needs: ["AUTHORIZE on <role other>"] },
  {
    cql: "GRANT SELECT ON users TO other",
    needs: ["AUTHORIZE on <table shop.users>", "SELECT on <table shop.users>"],
  },
  {
    cql: "REVOKE EXECUTE ON FUNCTION shop.twice(int) FROM other",
    needs: ["AUTHORIZE on <function shop.twice(int)>", "EXECUTE on <function shop.twice(int)>"],
  },
  { cql: "ADD IDENTITY 'spiffe://x' TO ROLE 'other'", needs: ["CREATE on <all roles>"] },
  { cql: "DROP ROLE other", needs: ["DROP on <role other>"] },
  {
    cql: "CREATE TRIGGER made ON users USING 'none.Such'",
    needs: ["superuser"],
    fails: /Trigger class 'none.Such' couldn't be loaded/,
  },
  { cql: "DROP TRIGGER made ON users", needs: ["superuser"], fails: /made/ },
  { cql: "USE shop", needs: [] },
  { cql: "DESCRIBE TABLE users", needs: [] },
];
