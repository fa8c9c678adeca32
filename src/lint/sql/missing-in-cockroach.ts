// What PostgreSQL has and CockroachDB has not, or has since some release. Data.
//
// pkg/sql/parser/sql.y of CockroachDB 25.2, and the documentation of each release for what came with it.

export interface Missing {
  readonly what: string;
  readonly hint: string;
  /** The release that brings it. */
  readonly since?: Release;
  /** From here on it is not known. */
  readonly until?: Release;
}

export type Release = readonly [major: number, minor: number];

const REMOVE = "remove it";
const NO_NEED = "remove it: CockroachDB looks after that by itself";

/** Whole statements, by their kind. */
export const MISSING_STATEMENTS: Readonly<Record<string, Missing>> = {
  vacuum: { what: "VACUUM", hint: NO_NEED },
  cluster: { what: "CLUSTER", hint: NO_NEED },
  "cluster-all": { what: "CLUSTER", hint: NO_NEED },
  reindex: { what: "REINDEX", hint: NO_NEED },
  "reindex-all": { what: "REINDEX", hint: NO_NEED },
  "reindex-concurrently": { what: "REINDEX", hint: NO_NEED },
  checkpoint: { what: "CHECKPOINT", hint: NO_NEED },
  lock: { what: "LOCK TABLE", hint: "remove it: transactions are serializable without it", until: [26, 2] },
  listen: { what: "LISTEN", hint: "use a changefeed" },
  notify: { what: "NOTIFY", hint: "use a changefeed" },
  merge: { what: "MERGE", hint: "use INSERT … ON CONFLICT, UPDATE or DELETE" },
  load: { what: "LOAD", hint: REMOVE },
  "alter-system": { what: "ALTER SYSTEM", hint: "use SET CLUSTER SETTING" },
  "create-domain": { what: "CREATE DOMAIN", hint: "give the columns the type, and a CHECK each" },
  "alter-domain": { what: "ALTER DOMAIN", hint: REMOVE },
  "create-rule": { what: "CREATE RULE", hint: "use a trigger (24.3 and later)" },
  "create-event-trigger": { what: "CREATE EVENT TRIGGER", hint: REMOVE },
  "create-aggregate": { what: "CREATE AGGREGATE", hint: REMOVE },
  "create-cast": { what: "CREATE CAST", hint: REMOVE },
  "create-collation": { what: "CREATE COLLATION", hint: "name one of the collations that are there" },
  "create-conversion": { what: "CREATE CONVERSION", hint: REMOVE },
  "create-operator": { what: "CREATE OPERATOR", hint: REMOVE },
  "create-operator-class": { what: "CREATE OPERATOR CLASS", hint: REMOVE },
  "create-operator-family": { what: "CREATE OPERATOR FAMILY", hint: REMOVE },
  "create-access-method": { what: "CREATE ACCESS METHOD", hint: REMOVE },
  "create-language": { what: "CREATE LANGUAGE", hint: REMOVE },
  "create-foreign-table": { what: "CREATE FOREIGN TABLE", hint: REMOVE },
  "create-foreign-data-wrapper": { what: "CREATE FOREIGN DATA WRAPPER", hint: REMOVE },
  "create-server": { what: "CREATE SERVER", hint: REMOVE },
  "create-publication": { what: "CREATE PUBLICATION", hint: "use a changefeed" },
  "create-subscription": { what: "CREATE SUBSCRIPTION", hint: REMOVE },
  "create-tablespace": { what: "CREATE TABLESPACE", hint: "say where rows lie by CONFIGURE ZONE or by regions" },
  "create-text-search-configuration": { what: "CREATE TEXT SEARCH CONFIGURATION", hint: REMOVE },
  "create-text-search-dictionary": { what: "CREATE TEXT SEARCH DICTIONARY", hint: REMOVE },
  do: { what: "DO", hint: "write the statements of the block", since: [25, 1] },
  "create-procedure": { what: "CREATE PROCEDURE", hint: "write its statements", since: [23, 2] },
  call: { what: "CALL", hint: "write the statements of the procedure", since: [23, 2] },
  "create-trigger": { what: "CREATE TRIGGER", hint: "let the program do it", since: [24, 3] },
  "create-policy": { what: "CREATE POLICY", hint: "use views and grants", since: [25, 2] },
};

const INDEX_CLAUSES: readonly (readonly [pattern: string, hint: string])[] = [
  ["ON ONLY", "remove ONLY"],
  ["USING BRIN", "remove it"],
  ["USING HASH (", "write the columns first: `(a) USING HASH` hashes the index into buckets, `(a)` does not"],
  [") TABLESPACE", REMOVE],
];

/** Words that stand one behind the other in a statement of a kind, outside of parentheses, which may be among them. */
export const MISSING_CLAUSES: Readonly<Record<string, readonly (readonly [pattern: string, hint: string])[]>> = {
  "create-table": [
    [") INHERITS (", "write the columns"],
    ["PARTITION OF", "write PARTITION BY in the table itself"],
  ],
  "create-table-as": [["INTO", "write CREATE TABLE … AS SELECT …"]],
  "create-index": INDEX_CLAUSES,
  "create-index-concurrently": INDEX_CLAUSES,
  "alter-table": [
    ["ATTACH PARTITION", "write PARTITION BY"],
    ["DETACH PARTITION", "write PARTITION BY"],
    ["UNIQUE USING INDEX", "a unique index is a constraint already"],
    ["SET TABLESPACE", REMOVE],
    ["SET LOGGED", REMOVE],
    ["SET UNLOGGED", REMOVE],
    ["REPLICA IDENTITY", REMOVE],
    ["CLUSTER ON", REMOVE],
    ["DISABLE TRIGGER", REMOVE],
    ["ENABLE TRIGGER", REMOVE],
  ],
  truncate: [["RESTART IDENTITY", "set the sequence with setval()"]],
  "create-view": [["WITH CHECK OPTION", "write the condition into the program"]],
};
