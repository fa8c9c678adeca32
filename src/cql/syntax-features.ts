// The parts of the CQL grammar that not every server has, and since when. Data, pure.
import { type Capabilities, since } from "./capabilities.ts";
import type { CassandraRelease } from "./cassandra-release.ts";

interface FeatureFacts {
  /** For people: "`IF EXISTS` in ALTER". */
  readonly name: string;
  /** The releases of Cassandra that have it; undefined when none has. */
  readonly cassandra: ReleaseRange | undefined;
  readonly scylla: boolean;
  /** Whether DSE has it beside what its release of Cassandra has; or since which of its own. */
  readonly dse?: boolean | number;
  /** The same of Astra DB. */
  readonly astra?: boolean;
}

interface ReleaseRange {
  readonly since: CassandraRelease;
  /** The first release that has it no more. */
  readonly until?: CassandraRelease;
}

const SINCE_4_0: ReleaseRange = { since: "4.0" };
const SINCE_4_1: ReleaseRange = { since: "4.1" };
const SINCE_5_0: ReleaseRange = { since: "5.0" };

export type SyntaxFeature =
  | "access-from-cidrs"
  | "access-to-datacenters"
  | "all-tables-in-keyspace"
  | "ann-of"
  | "arithmetic"
  | "bypass-cache"
  | "cast-of-value"
  | "contains-in-condition"
  | "describe"
  | "float-beyond-double"
  | "generated-password"
  | "group-by-function"
  | "guarded-alter"
  | "hashed-password"
  | "identities"
  | "list-in-option"
  | "list-superusers"
  | "local-index"
  | "many-permissions"
  | "masking"
  | "maxwritetime"
  | "prune-materialized-view"
  | "reduce-function"
  | "schema-for-keyspace"
  | "search-index"
  | "select-element"
  | "select-expression"
  | "service-levels"
  | "transactions"
  | "ttl-column"
  | "using-timeout"
  | "vector-type"
  | "words-free-since-4.0"
  | "writetime-of-element";

// DSE and Astra: docs.datastax.com/en/cql/dse (vectors: developing/indexing/sai/sai-query.html) and /en/cql/astra.
// The grammars of Cassandra 3.11.19, 4.0.19, 4.1.10 and 5.0.8 (src/antlr/Parser.g), and cql3/Cql.g of ScyllaDB 2025.
const FEATURES: Readonly<Record<SyntaxFeature, FeatureFacts>> = {
  "access-from-cidrs": { name: "`ACCESS FROM CIDRS`", cassandra: SINCE_5_0, scylla: false },
  "access-to-datacenters": { name: "`ACCESS TO DATACENTERS`", cassandra: SINCE_4_0, scylla: false },
  "all-tables-in-keyspace": { name: "`ALL TABLES IN KEYSPACE`", cassandra: SINCE_4_1, scylla: false },
  "ann-of": { name: "`ORDER BY … ANN OF`", cassandra: SINCE_5_0, scylla: true, dse: 6.9, astra: true },
  arithmetic: { name: "arithmetic in values and selections", cassandra: SINCE_4_0, scylla: false },
  "bypass-cache": { name: "`BYPASS CACHE`", cassandra: undefined, scylla: true },
  "cast-of-value": { name: "`CAST(… AS …)` of a value", cassandra: SINCE_4_1, scylla: false },
  "contains-in-condition": { name: "`CONTAINS` behind IF", cassandra: SINCE_4_1, scylla: false },
  describe: { name: "DESCRIBE", cassandra: SINCE_4_0, scylla: true },
  "float-beyond-double": {
    name: "a float that no double can hold",
    cassandra: { since: "3.11", until: "4.0" },
    scylla: true,
  },
  "generated-password": { name: "`GENERATED PASSWORD`", cassandra: undefined, scylla: false },
  "group-by-function": { name: "GROUP BY on more than a column", cassandra: SINCE_4_1, scylla: false },
  "guarded-alter": { name: "`IF [NOT] EXISTS` in ALTER", cassandra: SINCE_4_1, scylla: false },
  "hashed-password": { name: "`HASHED PASSWORD`", cassandra: SINCE_4_1, scylla: true },
  identities: { name: "identities of roles", cassandra: SINCE_5_0, scylla: false },
  "list-in-option": { name: "a list in the map of an option", cassandra: undefined, scylla: true },
  "list-superusers": { name: "LIST SUPERUSERS", cassandra: undefined, scylla: false },
  "local-index": { name: "a local index", cassandra: undefined, scylla: true },
  "many-permissions": { name: "several permissions in one statement", cassandra: SINCE_4_1, scylla: false },
  masking: { name: "`MASKED WITH`", cassandra: SINCE_5_0, scylla: false },
  maxwritetime: { name: "`MAXWRITETIME`", cassandra: SINCE_5_0, scylla: false },
  "prune-materialized-view": { name: "PRUNE MATERIALIZED VIEW", cassandra: undefined, scylla: true },
  "reduce-function": { name: "`REDUCEFUNC`", cassandra: undefined, scylla: true },
  "schema-for-keyspace": {
    name: "`SCHEMA` for KEYSPACE",
    cassandra: { since: "3.11", until: "4.0" },
    scylla: true,
  },
  "search-index": { name: "SEARCH INDEX", cassandra: undefined, scylla: false, dse: true },
  "select-element": { name: "elements and slices of collections in a selection", cassandra: SINCE_4_0, scylla: true },
  "select-expression": { name: "collections and tuples of columns in a selection", cassandra: SINCE_4_0, scylla: true },
  "service-levels": { name: "service levels", cassandra: undefined, scylla: true },
  transactions: { name: "transactions", cassandra: undefined, scylla: false },
  "ttl-column": { name: "a column of TTLs", cassandra: undefined, scylla: true },
  "using-timeout": { name: "`USING TIMEOUT`", cassandra: undefined, scylla: true },
  "vector-type": { name: "the type `vector`", cassandra: SINCE_5_0, scylla: true, dse: 6.9, astra: true },
  "words-free-since-4.0": {
    name: "`default`, `mbean`, `mbeans`, `replace` and `unset` as names without quotes",
    cassandra: SINCE_4_0,
    scylla: false,
  },
  "writetime-of-element": { name: "WRITETIME and TTL of elements and fields", cassandra: SINCE_5_0, scylla: true },
};

/** The part of the grammar in words. */
export function nameOfFeature(feature: SyntaxFeature): string {
  return FEATURES[feature].name;
}

/** The servers that have it, in words: "Cassandra 4.1". */
export function serversWithFeature(feature: SyntaxFeature): string {
  const { cassandra, scylla, dse } = FEATURES[feature];
  if (cassandra === undefined && dse !== undefined) return "DSE";
  if (cassandra === undefined) return scylla ? "ScyllaDB" : "a later server";
  return cassandra.until === undefined ? `Cassandra ${cassandra.since}` : `a Cassandra before ${cassandra.until}`;
}

export function supportsSyntax(capabilities: Capabilities, feature: SyntaxFeature): boolean {
  const { cassandra, scylla, dse = false, astra = false } = FEATURES[feature];
  const { product, version } = capabilities;
  if (product === "scylla") return scylla;
  if (product === "astra" && astra) return true;
  if (product === "dse" && (typeof dse === "boolean" ? dse : Number.parseFloat(version) >= dse)) return true;
  if (cassandra === undefined || !since(capabilities, cassandra.since)) return false;
  return cassandra.until === undefined || !since(capabilities, cassandra.until);
}
