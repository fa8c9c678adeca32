// The words that cannot stand as bare names on at least one supported server. Data.

// Cassandra 4.0–5.0: src/resources/org/apache/cassandra/cql3/reserved_keywords.txt.
const CASSANDRA =
  "add allow alter and apply asc authorize batch begin by columnfamily create delete desc describe drop entries execute " +
  "from full grant if in index infinity insert into is keyspace limit materialized modify nan norecursive not null of on " +
  "or order primary rename revoke schema select set table to token truncate unlogged update use using view where with";

// Words of the grammar that its list of unreserved keywords leaves out: Cassandra 3.11 and ScyllaDB (Parser.g, Cql.g).
const OLDER_AND_SCYLLA =
  "ann cast concurrency default mbean mbeans replace scylla_clustering_bound scylla_counter_shard_list " +
  "scylla_timeuuid_list_index unset vector_search_indexing";

// Literals, and words that Cassandra after 5.0 reserves.
const LITERALS_AND_LATER = "true false check constraint length";

const RESERVED: ReadonlySet<string> = new Set(`${CASSANDRA} ${OLDER_AND_SCYLLA} ${LITERALS_AND_LATER}`.split(" "));

/** Whether a word in lower case is reserved on at least one supported server. */
export function isReservedWord(word: string): boolean {
  return RESERVED.has(word);
}
