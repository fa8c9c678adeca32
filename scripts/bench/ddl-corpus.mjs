// Makes DDL as people write it: the same numbers give the same statements. Pure.

const TYPES = ["int", "text", "uuid", "timestamp", "boolean", "double", "decimal", "blob", "inet", "bigint"];
const OPTIONS = `WITH CLUSTERING ORDER BY (created_at DESC, event_id ASC)
  AND comment = 'events of one tenant, newest first'
  AND gc_grace_seconds = 864000
  AND default_time_to_live = 0
  AND bloom_filter_fp_chance = 0.01
  AND caching = {'keys': 'ALL', 'rows_per_partition': 'NONE'}
  AND compaction = {'class': 'org.apache.cassandra.db.compaction.LeveledCompactionStrategy', 'sstable_size_in_mb': '160'}
  AND compression = {'chunk_length_in_kb': '16', 'class': 'org.apache.cassandra.io.compress.LZ4Compressor'}
  AND speculative_retry = '99p'`;

/** One statement of each kind below in turn; none ends with `;`, and each can stand behind those before it. */
const STATEMENTS = [
  (n) => `CREATE TYPE IF NOT EXISTS shop.address_${n} (
  street text,
  city text,
  zip int,
  tags frozen<set<text>>
)`,
  (n) => `-- Who did what, and when.
CREATE TABLE shop.events_${n} (
  tenant_id uuid,
  created_at timestamp,
  event_id timeuuid,
${columns(n, 8)}
  home frozen<address_${n}>,
  labels map<text, frozen<list<text>>>,
  total text STATIC,
  PRIMARY KEY ((tenant_id), created_at, event_id)
) ${OPTIONS}`,
  (n) => `CREATE TABLE IF NOT EXISTS shop.users_${n} (
  id uuid PRIMARY KEY,
${columns(n + 3, 5)}
  email text
)`,
  (n) => `CREATE INDEX IF NOT EXISTS users_${n}_by_email ON shop.users_${n} (email)`,
  (n) => `CREATE CUSTOM INDEX events_${n}_sai ON shop.events_${n} (total) USING 'StorageAttachedIndex'
  WITH OPTIONS = {'case_sensitive': 'false', 'normalize': 'true'}`,
  (n) => `CREATE MATERIALIZED VIEW shop.events_by_time_${n} AS
  SELECT tenant_id, created_at, event_id FROM shop.events_${n}
  WHERE tenant_id IS NOT NULL AND created_at IS NOT NULL AND event_id IS NOT NULL
  PRIMARY KEY (created_at, tenant_id, event_id)
  WITH CLUSTERING ORDER BY (tenant_id ASC, event_id DESC) AND comment = 'by time'`,
  (n) => `CREATE OR REPLACE FUNCTION shop.add_${n} (state int, value int)
  CALLED ON NULL INPUT RETURNS int LANGUAGE java
  AS $$ return state + (value == null ? 0 : value); $$`,
  (n) => `CREATE OR REPLACE AGGREGATE shop.sum_${n} (int) SFUNC add_${n} STYPE int INITCOND 0`,
  (n) => `ALTER TABLE shop.users_${n} ADD (nickname text, "Joined At" timestamp)`,
  (n) =>
    `ALTER TABLE shop.users_${n} WITH comment = 'users' AND compaction = {'class': 'SizeTieredCompactionStrategy'}`,
  (n) => `ALTER TYPE shop.address_${n} ADD country text`,
  (n) => `DROP INDEX IF EXISTS shop.users_${n}_by_email`,
];

/** @returns {string[]} as many statements as are asked for; in a keyspace `shop`, which none of them creates */
export function makeDdl(count) {
  return Array.from({ length: count }, (_, index) => {
    const make = STATEMENTS[index % STATEMENTS.length];
    return make(Math.floor(index / STATEMENTS.length));
  });
}

function columns(seed, count) {
  return Array.from({ length: count }, (_, at) => `  column_${at} ${TYPES[(seed + at) % TYPES.length]},`).join("\n");
}
