// The releases of Cassandra. Data.

/** Those whose rules are known here, from old to new. */
export const CASSANDRA_RELEASES = ["3.11", "4.0", "4.1", "5.0"] as const;
export type CassandraRelease = (typeof CASSANDRA_RELEASES)[number];
