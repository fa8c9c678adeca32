// Goal: what some releases and products take and others do not, lint refuses for those alone; what only an operator or the
// cluster knows, it lets pass.
// Method: a table of statements; see the fixture.
import { BEFORE_41, CASSANDRA, type Group, NOT_SCYLLA, row, TABLE, TYPE, testGroups } from "./refused-fixture.test.ts";

const GROUPS: readonly Group[] = [
  {
    title: "IF [NOT] EXISTS in ALTER came with Cassandra 4.1, and ScyllaDB has none",
    before: `${TABLE} ${TYPE}`,
    rows: [
      row("ALTER TABLE t ADD IF NOT EXISTS z int;", BEFORE_41, /`IF \[NOT\] EXISTS` in ALTER needs Cassandra 4.1/),
      row("ALTER TABLE t DROP IF EXISTS v;", BEFORE_41, /needs Cassandra 4.1/),
      row("ALTER TABLE t RENAME IF EXISTS c TO z;", BEFORE_41, /needs Cassandra 4.1/),
      row("ALTER TABLE IF EXISTS t ADD z int;", BEFORE_41, /needs Cassandra 4.1/),
      row("ALTER TABLE IF EXISTS older ADD z int;", BEFORE_41, /needs Cassandra 4.1/),
      row("ALTER TYPE IF EXISTS y ADD z int;", BEFORE_41, /needs Cassandra 4.1/),
      row("ALTER TYPE y ADD IF NOT EXISTS z int;", BEFORE_41, /needs Cassandra 4.1/),
      row("ALTER TYPE y RENAME IF EXISTS a TO z;", BEFORE_41, /needs Cassandra 4.1/),
      row("ALTER MATERIALIZED VIEW IF EXISTS mv WITH comment = 'x';", `${BEFORE_41} astra`, /needs Cassandra 4.1/),
      row("ALTER KEYSPACE IF EXISTS shop WITH durable_writes = true;", `${BEFORE_41} astra`, /needs Cassandra 4.1/),
      row("ALTER ROLE IF EXISTS r WITH LOGIN = true;", BEFORE_41, /needs Cassandra 4.1/),
    ],
  },
  {
    title: "what an operator may have switched off passes",
    before: TABLE,
    rows: [
      row("CREATE CUSTOM INDEX si ON t (x) USING 'org.apache.cassandra.index.sasi.SASIIndex';", "none"),
      row(
        "CREATE MATERIALIZED VIEW sv AS SELECT k, c, a, v FROM t WHERE k IS NOT NULL AND c IS NOT NULL AND a IS NOT NULL AND v IS NOT NULL PRIMARY KEY (v, k, c, a);",
        "astra",
      ),
      row("CREATE TRIGGER tr ON t USING 'com.example.Trigger';", "scylla", /ScyllaDB has no triggers/),
      row(
        "CREATE FUNCTION g (i int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return i;';",
        "scylla astra",
        /Lua/,
      ),
      row(
        "CREATE FUNCTION g (i int) CALLED ON NULL INPUT RETURNS int LANGUAGE javascript AS 'i';",
        "5.0 scylla astra",
        /written in `java`|Lua/,
      ),
      row(
        "CREATE FUNCTION g (i int) CALLED ON NULL INPUT RETURNS int LANGUAGE lua AS 'return i';",
        NOT_SCYLLA,
        /written in `java`|know no language `lua`/,
      ),
    ],
  },
  {
    title: "what came with Cassandra 5.0 needs it, or a product that has it too",
    before: TABLE,
    rows: [
      row(
        "CREATE TABLE r (k int PRIMARY KEY, v vector<float, 3>);",
        "3.11 4.0 4.1",
        /the type `vector` needs Cassandra 5.0/,
      ),
      row(
        "SELECT v FROM t ORDER BY v ANN OF [1.0] LIMIT 1;",
        "3.11 4.0 4.1",
        /`ORDER BY … ANN OF` needs Cassandra 5.0/,
      ),
      row(
        "CREATE CUSTOM INDEX i ON t (v) USING 'StorageAttachedIndex';",
        "3.11 4.0 4.1",
        /no class `StorageAttachedIndex`/,
      ),
      row("CREATE INDEX i ON t (v) USING 'sai';", "3.11 4.0 4.1 dse", /USING is for custom indexes alone/),
      row(
        "ALTER TABLE t ALTER v MASKED WITH DEFAULT;",
        "3.11 4.0 4.1 scylla dse astra",
        /`MASKED WITH` needs Cassandra 5.0/,
      ),
      row("SELECT MAXWRITETIME(v) FROM t;", "3.11 4.0 4.1 scylla dse astra", /`MAXWRITETIME` needs Cassandra 5.0/),
      row(
        "ALTER TABLE t WITH compaction = {'class': 'UnifiedCompactionStrategy'};",
        "3.11 4.0 4.1 scylla",
        /no compaction strategy/,
      ),
      row(
        "ALTER TABLE t WITH allow_auto_snapshot = false;",
        "3.11 4.0 4.1 scylla",
        /has no option `allow_auto_snapshot`/,
      ),
    ],
  },
  {
    title: "what Cassandra 5.0 took away it does not take",
    before: TABLE,
    rows: [
      row(
        "ALTER TABLE t WITH compaction = {'class': 'DateTieredCompactionStrategy'};",
        "5.0",
        /no compaction strategy/,
      ),
      row(
        "ALTER TABLE t WITH compression = {'sstable_compression': 'LZ4Compressor'};",
        "5.0",
        /compression names no `class`/,
      ),
      row(
        "ALTER TABLE t WITH compression = {'class': 'LZ4Compressor', 'chunk_length_kb': 16};",
        "5.0",
        /`chunk_length_kb`/,
      ),
      row("ALTER TABLE t WITH compression = {'class': 'LZ4Compressor', 'chunk_length_in_kb': 16};", "none"),
      row("SELECT dateOf(c) FROM t;", "5.0", /no function `dateof`/),
      row(
        "INSERT INTO t (k, c, a, w) VALUES (1, 1, 'a', unixTimestampOf(now()));",
        "5.0",
        /no function `unixtimestampof`/,
      ),
      row("UPDATE t SET w = toUnixTimestamp(now()) WHERE k = 1 AND c = 1 AND a = 'a';", "none"),
    ],
  },
  {
    title: "options came and went with releases",
    before: TABLE,
    rows: [
      row("ALTER TABLE t WITH memtable = 'default';", "3.11 4.0 scylla", /has no option `memtable`/),
      row("ALTER TABLE t WITH read_repair = 'NONE';", "3.11 scylla", /has no option `read_repair`/),
      row("ALTER TABLE t WITH read_repair_chance = 0.1;", "4.0 4.1 5.0", /has no option `read_repair_chance`/),
      row(
        "ALTER TABLE t WITH additional_write_policy = '99p';",
        "3.11 scylla",
        /has no option `additional_write_policy`/,
      ),
      row("ALTER TABLE t WITH compression = {'class': 'ZstdCompressor'};", "3.11", /no compressor `ZstdCompressor`/),
    ],
  },
  {
    title: "what only ScyllaDB has the others do not take",
    before: TABLE,
    rows: [
      row("ALTER TABLE t WITH cdc = {'enabled': true};", NOT_SCYLLA, /`cdc` takes a single value/),
      row("ALTER TABLE t WITH cdc = true;", "none"),
      row("ALTER TABLE t TTL v;", NOT_SCYLLA, /needs ScyllaDB/),
      row("UPDATE t USING TIMEOUT 5s SET v = 1 WHERE k = 1 AND c = 1 AND a = 'a';", NOT_SCYLLA, /needs ScyllaDB/),
      row("SELECT v FROM t BYPASS CACHE;", NOT_SCYLLA, /needs ScyllaDB/),
      row("CREATE INDEX i ON t ((k), v);", NOT_SCYLLA, /a local index needs ScyllaDB/),
      row("ALTER TABLE t WITH tombstone_gc = {'mode': 'repair'};", CASSANDRA, /has no option `tombstone_gc`/),
      row(
        "CREATE KEYSPACE k2 WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3} AND tablets = {'enabled': true};",
        `${CASSANDRA} astra`,
        /no option `tablets`/,
      ),
    ],
  },
  {
    title: "replication is written as the release reads it; data centres only the cluster knows",
    rows: [
      row("CREATE KEYSPACE k2 WITH replication = {'class': 'NetworkTopologyStrategy', 'anywhere': 3};", "astra"),
      row(
        "CREATE KEYSPACE k2 WITH replication = {'class': 'NetworkTopologyStrategy', 'replication_factor': 3};",
        "3.11 astra",
        /a factor for each data centre/,
      ),
      row(
        "CREATE KEYSPACE k2 WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': '3/1'};",
        "3.11 scylla dse astra",
        /`3\/1` is no number of replicas/,
      ),
      row(
        "CREATE KEYSPACE k2 WITH replication = {'class': 'SimpleStrategy'};",
        "3.11 4.0 scylla dse astra",
        /needs a `replication_factor`/,
      ),
    ],
  },
  {
    title: "ScyllaDB's tablets move one replica of one data centre a statement, and stay or stay away",
    before:
      "CREATE KEYSPACE k2 WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1} AND tablets = {'enabled': true};",
    rows: [
      row(altered("'dc1': 2"), "astra"),
      row(altered("'dc1': 1, 'dc2': 1"), "astra"),
      row(altered("'dc1': 3"), "scylla astra", /one replica in one data centre, and this one 2/),
      row(altered("'dc1': 2, 'dc2': 1"), "scylla astra", /one replica in one data centre, and this one 2/),
      row(altered("'replication_factor': 2"), "scylla astra", /takes no `replication_factor` in ALTER/),
      row(
        "ALTER KEYSPACE k2 WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};",
        "scylla astra",
        /NetworkTopologyStrategy alone/,
      ),
      row(`${altered("'dc1': 1").slice(0, -1)} AND tablets = {'enabled': false};`, "scylla astra", /cannot be changed/),
    ],
  },
  {
    title: "Astra DB has no statements for keyspaces, views, functions and aggregates",
    rows: [
      row("CREATE KEYSPACE k2 WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3};", "astra"),
      row("ALTER KEYSPACE shop WITH durable_writes = false;", "astra"),
      row("DROP KEYSPACE older;", "astra"),
      row("DROP MATERIALIZED VIEW older;", "astra"),
      row("ALTER MATERIALIZED VIEW older WITH comment = 'x';", "astra"),
      row("DROP FUNCTION older;", "astra"),
      row("DROP AGGREGATE older;", "astra"),
      row("CREATE AGGREGATE ag (int) SFUNC older STYPE int;", "astra"),
    ],
  },
  {
    title: "Astra DB takes most options of tables and does nothing with them, ScyllaDB a few",
    before: TABLE,
    rule: "ignored-option",
    rows: [
      ...[
        "compaction = {'class': 'LeveledCompactionStrategy'}",
        "gc_grace_seconds = 5",
        "caching = {'keys': 'ALL'}",
      ].map((option) => row(`ALTER TABLE t WITH ${option};`, "astra", /Astra DB does nothing with it/)),
      row(
        "CREATE TABLE z (k int PRIMARY KEY) WITH speculative_retry = '99p';",
        "astra",
        /`speculative_retry` has no effect/,
      ),
      row("ALTER TABLE t WITH read_repair_chance = 0.1;", "scylla astra", /`read_repair_chance` has no effect/),
      row("ALTER TABLE t WITH comment = 'x' AND default_time_to_live = 60;", "none"),
    ],
  },
];

function altered(factors: string): string {
  return `ALTER KEYSPACE k2 WITH replication = {'class': 'NetworkTopologyStrategy', ${factors}};`;
}

testGroups(GROUPS);
