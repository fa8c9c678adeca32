// The options of tables and views: which release has which, how each is read, and what it is when nothing is said. Data.
// Source: schema/TableParams.java, cql3/statements/schema/TableAttributes.java of Cassandra 3.11–5.0.
import type { Property } from "../../ast/property.ts";
import { type Capabilities, since } from "../../capabilities.ts";
import { CASSANDRA_RELEASES, type CassandraRelease } from "../../cassandra-release.ts";
import type { OptionMap, OptionValue } from "../../schema/schema.ts";
import { refuse } from "../refuse.ts";
import { readBoolean } from "./boolean-option.ts";
import { canonicalCaching, readCaching } from "./caching.ts";
import { canonicalCompaction, readCompaction } from "./compaction.ts";
import { canonicalCompression, readCompression } from "./compression.ts";
import { parseFloat64, parseInt32 } from "./java-number.ts";
import { readMap, readText, sortedMap } from "./property-value.ts";
import { defaultRetryPolicy, parseRetryPolicy } from "./retry-policy.ts";
import { canonicalScyllaCdc } from "./scylla-options.ts";
import { intAtLeast, TRUE_OR_FALSE } from "./value-rule.ts";

export interface TableOptionFacts {
  readonly since?: CassandraRelease;
  /** The last release that has it. */
  readonly until?: CassandraRelease;
  /** What the server makes of it, in the one form; undefined when it takes the option and forgets it. */
  readonly read: (option: Property, capabilities: Capabilities) => OptionValue | undefined;
  /** The one form of what a row of system_schema holds. */
  readonly canonical?: (stored: OptionValue, capabilities: Capabilities) => OptionValue;
  /** Undefined when the server chooses it, and it is not known what. */
  readonly initial: (capabilities: Capabilities) => OptionValue | undefined;
  /** What is expected, when a value is out of bounds. */
  readonly bounds?: Bounds;
}

interface Bounds {
  readonly expected: string;
  readonly isOutside: (value: number) => boolean;
}

/** Twenty years, in seconds (Attributes.MAX_TTL). */
const TTL_MAX = 630_720_000;
/** What a bloom filter can reach at best (BloomCalculations). */
const BLOOM_FILTER_MIN = 6.71e-5;

const CHANCE: Bounds = {
  expected: "a number from 0 to 1",
  isOutside: (value) => value < 0 || value > 1,
};

const RETRY_POLICY: TableOptionFacts = {
  read: readRetryPolicy,
  canonical: (stored, capabilities) => parseRetryPolicy(String(stored), capabilities) ?? stored,
  initial: defaultRetryPolicy,
};

const SWITCH_ON: TableOptionFacts = { since: "5.0", read: readBoolean, initial: () => true };

export const TABLE_OPTIONS: Readonly<Record<string, TableOptionFacts>> = {
  additional_write_policy: { ...RETRY_POLICY, since: "4.0" },
  allow_auto_snapshot: SWITCH_ON,
  auto_repair: { since: "5.0", read: readAutoRepair, initial: () => AUTO_REPAIR },
  bloom_filter_fp_chance: {
    read: readDouble,
    // Depends on the compaction; see `initialTableOptions`.
    initial: () => 0.01,
    bounds: {
      expected: `a number above ${BLOOM_FILTER_MIN}, at most 1`,
      isOutside: (value) => value <= BLOOM_FILTER_MIN || value > 1,
    },
  },
  caching: {
    read: readCaching,
    canonical: mapForm(canonicalCaching),
    initial: ({ product }) => ({ keys: "ALL", rows_per_partition: product === "scylla" ? "ALL" : "NONE" }),
  },
  cdc: {
    read: readChangeDataCapture,
    canonical: (stored, { product }) =>
      product === "scylla" && typeof stored === "object" ? canonicalScyllaCdc(stored) : stored,
    initial: () => false,
  },
  comment: { read: readText, initial: () => "" },
  compaction: {
    read: readCompaction,
    canonical: mapForm(canonicalCompaction),
    initial: ({ product }) => (product === "scylla" ? undefined : { class: "SizeTieredCompactionStrategy" }),
  },
  compression: {
    read: readCompression,
    canonical: mapForm(canonicalCompression),
    initial: ({ product }) => (product === "scylla" ? undefined : { class: "LZ4Compressor" }),
  },
  crc_check_chance: { read: readDouble, initial: () => 1, bounds: CHANCE },
  dclocal_read_repair_chance: {
    until: "3.11",
    read: readDouble,
    initial: ({ product }) => (product === "scylla" ? 0 : 0.1),
    bounds: CHANCE,
  },
  default_time_to_live: {
    read: readInteger,
    initial: () => 0,
    bounds: { expected: `a whole number from 0 to ${TTL_MAX}`, isOutside: (value) => value < 0 || value > TTL_MAX },
  },
  // Only drivers and tools set it; the server takes it in a statement and forgets it.
  extensions: { read: () => undefined, initial: () => ({}) },
  gc_grace_seconds: { read: readInteger, initial: () => 864_000, bounds: atLeast(0) },
  incremental_backups: SWITCH_ON,
  max_index_interval: { read: readInteger, initial: () => 2048 },
  memtable: { since: "4.1", read: readMemtable, initial: () => "default" },
  memtable_flush_period_in_ms: { read: readInteger, initial: () => 0, bounds: atLeast(0) },
  min_index_interval: { read: readInteger, initial: () => 128, bounds: atLeast(1) },
  read_repair: { since: "4.0", read: readReadRepair, initial: () => "BLOCKING" },
  read_repair_chance: { until: "3.11", read: readDouble, initial: () => 0, bounds: CHANCE },
  speculative_retry: RETRY_POLICY,
};

const AUTO_REPAIR: OptionMap = {
  full_enabled: "true",
  incremental_enabled: "true",
  preview_repaired_enabled: "true",
  priority: "0",
};

/** The facts about an option; undefined when the release does not have it. */
export function tableOptionFacts(name: string, capabilities: Capabilities): TableOptionFacts | undefined {
  const facts = Object.hasOwn(TABLE_OPTIONS, name) ? TABLE_OPTIONS[name] : undefined;
  if (facts === undefined || (facts.since !== undefined && !since(capabilities, facts.since))) return undefined;
  const last = CASSANDRA_RELEASES.indexOf(facts.until ?? capabilities.release);
  return CASSANDRA_RELEASES.indexOf(capabilities.release) <= last ? facts : undefined;
}

function atLeast(min: number): Bounds {
  return { expected: `a whole number of at least ${min}`, isOutside: (value) => value < min };
}

function mapForm(
  canonical: (map: OptionMap, capabilities: Capabilities) => OptionMap,
): NonNullable<TableOptionFacts["canonical"]> {
  return (stored, capabilities) => (typeof stored === "object" ? canonical(stored, capabilities) : stored);
}

function readInteger(option: Property): number {
  const text = readText(option);
  return parseInt32(text) ?? refuse(`option \`${option.name.name}\` is \`${text}\`, expected a whole number`, option);
}

/** What is no number to JSON stays text: servers take NaN, which is out of no bounds. */
function readDouble(option: Property): number | string {
  const text = readText(option);
  const value =
    parseFloat64(text) ?? refuse(`option \`${option.name.name}\` is \`${text}\`, expected a number`, option);
  return Number.isNaN(value) ? "NaN" : value;
}

function readRetryPolicy(option: Property, capabilities: Capabilities): string {
  const text = readText(option);
  const policy = parseRetryPolicy(text, capabilities);
  if (policy !== undefined) return policy;
  return refuse(
    `option \`${option.name.name}\` is \`${text}\`, expected a policy`,
    option,
    "write `99p`, `50ms`, `ALWAYS`, `NEVER`",
  );
}

function readReadRepair(option: Property): string {
  const text = readText(option).toUpperCase();
  if (text === "NONE" || text === "BLOCKING") return text;
  return refuse(`option \`read_repair\` is \`${text}\`, expected \`NONE\` or \`BLOCKING\``, option);
}

function readMemtable(option: Property, { settings }: Capabilities): string {
  const name = readText(option);
  const known = settings.memtableConfigurations;
  if (known === undefined || name === "default" || known.includes(name)) return name;
  return refuse(`the servers have no memtable configuration \`${name}\``, option);
}

function readChangeDataCapture(option: Property, capabilities: Capabilities): OptionValue | undefined {
  if (option.value.kind === "map" && capabilities.product === "scylla") return canonicalScyllaCdc(readMap(option));
  const isOn = readBoolean(option, capabilities);
  // Nodes that keep no change data do not write the option down (SchemaKeyspace).
  return capabilities.settings.changeDataCapture === false ? undefined : isOn;
}

/** Cassandra 5.0.8 and later, where an operator switched it on. */
function readAutoRepair(option: Property, { settings }: Capabilities): OptionMap {
  if (settings.autoRepair === false) refuse("option `auto_repair` needs servers that repair on their own", option);
  const map = readMap(option);
  for (const [name, value] of Object.entries(map)) {
    if (!Object.hasOwn(AUTO_REPAIR, name)) refuse(`auto_repair has no sub-option \`${name}\``, option);
    const rule = name === "priority" ? intAtLeast(0) : TRUE_OR_FALSE;
    if (!rule.test(value)) refuse(`auto_repair: \`${name}\` is \`${value}\`, expected ${rule.expected}`, option);
  }
  return sortedMap(Object.entries({ ...AUTO_REPAIR, ...map }));
}
