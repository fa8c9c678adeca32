// Statements that make a keyspace with all that a release of Cassandra knows. Pure.
import { type Capabilities, since } from "../../../src/cql/capabilities.ts";

/** @param keyspace a name that needs no quotes */
export function everything(keyspace: string, capabilities: Capabilities): readonly string[] {
  const statements = [
    ...TYPES,
    ...TABLES,
    ...INDEXES,
    ...VIEWS,
    ...ROUTINES,
    ...COMPACT_TABLES,
    ...DROPS,
    ...(since(capabilities, "4.0") ? SINCE_4_0 : UNTIL_3_11),
    ...(since(capabilities, "5.0") ? SINCE_5_0 : []),
  ];
  return statements.map((text) => text.replaceAll("ks.", `${keyspace}.`));
}

/** Masks need a server that has them switched on. */
export function masks(keyspace: string): readonly string[] {
  return MASKS.map((text) => text.replaceAll("ks.", `${keyspace}.`));
}

const TYPES = [
  "CREATE TYPE ks.address (street text, zip int, pos frozen<tuple<int, frozen<list<text>>>>)",
  'CREATE TYPE ks."Quoted Type" ("Field A" text, home frozen<address>)',
  "ALTER TYPE ks.address ADD floor smallint",
];

const TABLES = [
  "CREATE TABLE ks.all_types (k uuid PRIMARY KEY, a ascii, b bigint, c blob, d boolean, e date, f decimal, g double, h duration, i float, j inet, l int, m smallint, n text, o time, p timestamp, q timeuuid, r tinyint, s uuid, t varchar, u varint)",
  `CREATE TABLE ks.nested (k int, c1 frozen<list<int>>, c2 int, c3 text, s1 text static, l list<int>,
    fl frozen<list<map<int, set<text>>>>, m map<text, frozen<list<int>>>, st set<timeuuid>, t tuple<int, text, list<int>>,
    u address, fu frozen<address>, qu frozen<"Quoted Type">, lu list<frozen<address>>, PRIMARY KEY ((k), c1, c2, c3))
    WITH CLUSTERING ORDER BY (c1 ASC, c2 DESC, c3 ASC) AND comment = 'it''s' AND gc_grace_seconds = 10 AND bloom_filter_fp_chance = 0.05
    AND compaction = {'class': 'LeveledCompactionStrategy', 'sstable_size_in_mb': '64'}
    AND compression = {'class': 'DeflateCompressor', 'chunk_length_in_kb': 32}
    AND caching = {'keys': 'NONE', 'rows_per_partition': '10'} AND speculative_retry = '95PERCENTILE'
    AND default_time_to_live = 100 AND memtable_flush_period_in_ms = 5 AND crc_check_chance = 0.5
    AND min_index_interval = 64 AND max_index_interval = 4096`,
  "CREATE TABLE ks.multi (a int, b text, c int, d int, PRIMARY KEY ((a, b), c))",
  "CREATE TABLE ks.counters (k int, c int, n counter, m counter static, PRIMARY KEY (k, c))",
  'CREATE TABLE ks."Mixed_Case" ("Key" int, "Clustering Col" text, "v""q" text, v map<text, int>, fv frozen<map<text, int>>, e map<int, int>, PRIMARY KEY ("Key", "Clustering Col"))',
  `CREATE TABLE ks.classes (a int PRIMARY KEY, b 'org.apache.cassandra.db.marshal.BytesType', c 'LongType', d 'CompositeType(Int32Type,UTF8Type)', e 'LexicalUUIDType')`,
];

const INDEXES = [
  'CREATE INDEX ON ks."Mixed_Case" (values(v))',
  'CREATE INDEX quoted ON ks."Mixed_Case" ("v""q")',
  'CREATE INDEX full_index ON ks."Mixed_Case" (full(fv))',
  'CREATE INDEX entry_index ON ks."Mixed_Case" (entries(e))',
  'CREATE INDEX key_index ON ks."Mixed_Case" (keys(e))',
  'CREATE INDEX clustering_index ON ks."Mixed_Case" ("Clustering Col")',
  "CREATE INDEX ON ks.nested (l)",
  "CREATE CUSTOM INDEX sasi ON ks.all_types (n) USING 'org.apache.cassandra.index.sasi.SASIIndex' WITH OPTIONS = {'mode': 'CONTAINS'}",
];

const VIEWS = [
  "CREATE MATERIALIZED VIEW ks.v_all AS SELECT * FROM ks.multi WHERE a IS NOT NULL AND b IS NOT NULL AND c > 5 AND d IS NOT NULL PRIMARY KEY ((d), a, b, c) WITH CLUSTERING ORDER BY (a DESC, b ASC, c DESC) AND comment = 'v'",
  "CREATE MATERIALIZED VIEW ks.\"V_some\" AS SELECT a, b, c FROM ks.multi WHERE a IS NOT NULL AND b = 'x' AND c IN (1,2) PRIMARY KEY (a, b, c)",
];

const ROUTINES = [
  "CREATE FUNCTION ks.plus (s int, v int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return s + v;'",
  `CREATE FUNCTION ks."Fin" (s int) RETURNS NULL ON NULL INPUT RETURNS text LANGUAGE java AS $$ return "it's" + s; $$`,
  "CREATE FUNCTION ks.several (l list<int>, m map<int, frozen<list<text>>>, u address, t tuple<int, text>) RETURNS NULL ON NULL INPUT RETURNS list<int> LANGUAGE java AS $$ return l; $$",
  "CREATE FUNCTION ks.nothing () RETURNS NULL ON NULL INPUT RETURNS int LANGUAGE java AS $$ return 1; $$",
  'CREATE AGGREGATE ks.total (int) SFUNC plus STYPE int FINALFUNC "Fin" INITCOND 5',
  "CREATE AGGREGATE ks.bare (int) SFUNC plus STYPE int",
  "CREATE FUNCTION ks.st (s map<text, int>, v text) CALLED ON NULL INPUT RETURNS map<text, int> LANGUAGE java AS 'return s;'",
  "CREATE AGGREGATE ks.per_word (text) SFUNC st STYPE map<text, int> INITCOND {'b': 2, 'a': 1}",
];

const COMPACT_TABLES = [
  "CREATE TABLE ks.compact_static (a int PRIMARY KEY, b int, column1 text, value int) WITH COMPACT STORAGE",
  "CREATE TABLE ks.compact_value (a int, b int, c text, PRIMARY KEY (a, b)) WITH COMPACT STORAGE",
  "CREATE TABLE ks.compact_keys (a int, b int, c int, PRIMARY KEY (a, b, c)) WITH COMPACT STORAGE AND CLUSTERING ORDER BY (b DESC, c ASC)",
  "CREATE TABLE ks.compact_counter (a int PRIMARY KEY, n counter) WITH COMPACT STORAGE",
  "CREATE INDEX compact_index ON ks.compact_static (b)",
];

const DROPS = [
  'CREATE TABLE ks.dropper (a int, z int, b int, c text, d frozen<address>, e text static, f list<frozen<address>>, g frozen<"Quoted Type">, PRIMARY KEY (a, z))',
  "ALTER TABLE ks.dropper DROP (b, d)",
  "ALTER TABLE ks.dropper DROP (e, f, g)",
  "ALTER TABLE ks.dropper DROP c USING TIMESTAMP 1234567",
  "ALTER TABLE ks.dropper ADD c text",
];

const UNTIL_3_11 = [
  "CREATE TABLE ks.chances (a int PRIMARY KEY) WITH read_repair_chance = 0.25 AND dclocal_read_repair_chance = 0",
];

const SINCE_4_0 = [
  "CREATE TABLE ks.policies (a int PRIMARY KEY) WITH additional_write_policy = '90p' AND read_repair = 'NONE' AND speculative_retry = 'NONE'",
];

const SINCE_5_0 = [
  "CREATE TABLE ks.vectors (a int PRIMARY KEY, v vector<float, 3>, w vector<list<int>, 2>, x list<frozen<vector<int, 2>>>)",
  "CREATE CUSTOM INDEX sai ON ks.vectors (v) USING 'StorageAttachedIndex' WITH OPTIONS = {'similarity_function': 'dot_product'}",
  "CREATE INDEX sai_short ON ks.all_types (l) USING 'sai'",
  "CREATE TABLE ks.switches (a int PRIMARY KEY) WITH allow_auto_snapshot = false AND incremental_backups = false AND memtable = 'default' AND compaction = {'class': 'UnifiedCompactionStrategy', 'scaling_parameters': 'L4'}",
];

const MASKS = [
  "CREATE FUNCTION ks.my_mask (v text, n int) CALLED ON NULL INPUT RETURNS text LANGUAGE java AS 'return v;'",
  `CREATE TABLE ks.masked (a int, z text MASKED WITH mask_null(), b text MASKED WITH ks.my_mask(5), c text MASKED WITH mask_inner(null, 1),
    d text MASKED WITH mask_inner(1, 2, '#'), e address MASKED WITH DEFAULT, f uuid MASKED WITH mask_replace(C351E7A0-e5a7-11f1-9d29-37d037d6e4bc),
    g int MASKED WITH mask_replace(007), s text static MASKED WITH DEFAULT, PRIMARY KEY (a, z))`,
  "ALTER TABLE ks.masked DROP d",
  "ALTER TABLE ks.masked ALTER e DROP MASKED",
];
