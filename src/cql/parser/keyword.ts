// Knows the words of CQL's grammar, and what each may name when it stands bare. Data, pure.
// Grammar: src/antlr/{Lexer,Parser}.g of Cassandra 5.0; the words of ScyllaDB's own are names to Cassandra.

import { hashWord, type TokenSlot } from "../token.ts";
import { isSpelled } from "../token-run.ts";

/** `true` and `false` are here as well: they stand where a value stands, and are never names. */
const RESERVED = [
  "ADD",
  "ALLOW",
  "ALTER",
  "AND",
  "APPLY",
  "ASC",
  "AUTHORIZE",
  "BATCH",
  "BEGIN",
  "BY",
  "CREATE",
  "DELETE",
  "DESC",
  "DESCRIBE",
  "DROP",
  "ENTRIES",
  "EXECUTE",
  "FALSE",
  "FROM",
  "FULL",
  "GRANT",
  "IF",
  "IN",
  "INDEX",
  "INSERT",
  "INTO",
  "IS",
  "KEYSPACE",
  "LIMIT",
  "MATERIALIZED",
  "MODIFY",
  "NORECURSIVE",
  "NOT",
  "NULL",
  "OF",
  "ON",
  "OR",
  "ORDER",
  "PRIMARY",
  "RENAME",
  "REVOKE",
  "SCHEMA",
  "SELECT",
  "SET",
  "TABLE",
  "TO",
  "TOKEN",
  "TRUE",
  "TRUNCATE",
  "UNLOGGED",
  "UPDATE",
  "USE",
  "USING",
  "VIEW",
  "WHERE",
  "WITH",
] as const;

const FREE = [
  "ACCESS",
  "AGGREGATE",
  "AGGREGATES",
  "ALL",
  "ANN",
  "AS",
  "CALLED",
  "CIDRS",
  "CLUSTER",
  "CLUSTERING",
  "COMPACT",
  "CONTAINS",
  "CUSTOM",
  "DATACENTERS",
  "EXISTS",
  "FILTERING",
  "FINALFUNC",
  "FROZEN",
  "FUNCTION",
  "FUNCTIONS",
  "GROUP",
  "HASHED",
  "IDENTITY",
  "INITCOND",
  "INPUT",
  "INTERNALS",
  "KEYS",
  "KEYSPACES",
  "LANGUAGE",
  "LIKE",
  "LIST",
  "LOGIN",
  "MAP",
  "MASKED",
  "NOLOGIN",
  "NOSUPERUSER",
  "ONLY",
  "OPTIONS",
  "PARTITION",
  "PASSWORD",
  "PER",
  "PERMISSION",
  "PERMISSIONS",
  "RETURNS",
  "ROLE",
  "ROLES",
  "SELECT_MASKED",
  "SFUNC",
  "STATIC",
  "STORAGE",
  "STYPE",
  "SUPERUSER",
  "TABLES",
  "TRIGGER",
  "TUPLE",
  "TYPE",
  "TYPES",
  "UNMASK",
  "USER",
  "USERS",
  "VALUES",
  "VECTOR",
] as const;

const FREE_SINCE_4_0 = ["DEFAULT", "MBEAN", "MBEANS", "REPLACE", "UNSET"] as const;

const COLUMN_ONLY = ["CAST", "COUNT", "DISTINCT", "JSON", "KEY", "MAXWRITETIME", "TTL", "WRITETIME"] as const;

const TYPES = [
  "ASCII",
  "BIGINT",
  "BLOB",
  "BOOLEAN",
  "COUNTER",
  "DATE",
  "DECIMAL",
  "DOUBLE",
  "DURATION",
  "FLOAT",
  "INET",
  "INT",
  "SMALLINT",
  "TEXT",
  "TIME",
  "TIMESTAMP",
  "TIMEUUID",
  "TINYINT",
  "UUID",
  "VARCHAR",
  "VARINT",
] as const;

/** Words that mean something at their place to ScyllaDB, to DSE, or to a newer Cassandra, and are plain names to Cassandra 5.0. */
const ELSEWHERE = [
  "ATTACH",
  "ATTACHED",
  "BYPASS",
  "CACHE",
  "COMMIT",
  "DETACH",
  "EFFECTIVE",
  "GENERATED",
  "LEVEL",
  "LEVELS",
  "PRUNE",
  "REBUILD",
  "REDUCEFUNC",
  "RELOAD",
  "SEARCH",
  "SERVICE",
  "SERVICE_LEVEL",
  "SERVICE_LEVELS",
  "SUPERUSERS",
  "TIMEOUT",
  "TRANSACTION",
] as const;

/**
 * What a bare word may name. "plain": anything, as a word that the grammar does not know; "free": anything but a user
 * of the old statements; "type": no type of a user; "column": no type and no function; "reserved": nothing.
 */
export type WordUse = "plain" | "free" | "type" | "column" | "reserved";

export type Keyword =
  | (typeof RESERVED)[number]
  | (typeof FREE)[number]
  | (typeof FREE_SINCE_4_0)[number]
  | (typeof COLUMN_ONLY)[number]
  | (typeof TYPES)[number]
  | (typeof ELSEWHERE)[number];

export interface Word {
  /** In upper case; COLUMNFAMILY is TABLE, COLUMNFAMILIES is TABLES. */
  readonly keyword: Keyword;
  /** As the name that it is where it stands bare. */
  readonly name: string;
  readonly use: WordUse;
  /** Reserved in Cassandra 3.11. */
  readonly isFreeSince40: boolean;
}

interface Entry extends Word {
  readonly written: string;
  readonly hash: number;
}

const ENTRIES: readonly Entry[] = [
  ...RESERVED.map((keyword) => entry(keyword, "reserved")),
  ...FREE.map((keyword) => entry(keyword, "free")),
  ...FREE_SINCE_4_0.map((keyword): Entry => ({ ...entry(keyword, "free"), isFreeSince40: true })),
  ...COLUMN_ONLY.map((keyword) => entry(keyword, "column")),
  ...TYPES.map((keyword) => entry(keyword, "type")),
  ...ELSEWHERE.map((keyword) => entry(keyword, "plain")),
  entry("TABLE", "reserved", "COLUMNFAMILY"),
  entry("TABLES", "free", "COLUMNFAMILIES"),
];

// A table of our own rather than a Map: looking up makes no string, which would be most of the time that names take.
const SLOT_COUNT = 1024;
const SLOTS: readonly (Entry | undefined)[] = makeSlots();

/** The word of the grammar that a token of kind "word" is, in any case of letters; undefined when it is a name. */
export function findWord(text: string, token: TokenSlot): Word | undefined {
  let slot = token.hash & (SLOT_COUNT - 1);
  for (;;) {
    const found = SLOTS[slot];
    if (found === undefined || (found.hash === token.hash && isSpelled(text, token, found.written))) return found;
    slot = (slot + 1) & (SLOT_COUNT - 1);
  }
}

function entry(keyword: Keyword, use: WordUse, written: string = keyword): Entry {
  let hash = 0;
  for (let at = 0; at < written.length; at++) hash = hashWord(hash, written.charCodeAt(at));
  return { keyword, name: written.toLowerCase(), use, isFreeSince40: false, written, hash };
}

function makeSlots(): (Entry | undefined)[] {
  const slots = Array<Entry | undefined>(SLOT_COUNT).fill(undefined);
  for (const each of ENTRIES) {
    let slot = each.hash & (SLOT_COUNT - 1);
    while (slots[slot] !== undefined) slot = (slot + 1) & (SLOT_COUNT - 1);
    slots[slot] = each;
  }
  return slots;
}
