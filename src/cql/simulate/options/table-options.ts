// Turns the options of a table or view, as written or as stored, into the one form in which a schema holds them. Pure.
import { assert } from "../../../base/assert.ts";
import type { Property } from "../../ast/property.ts";
import { type Capabilities, since } from "../../capabilities.ts";
import type { OptionValue, TableOptions } from "../../schema/schema.ts";
import { refuse } from "../refuse.ts";
import { checkStrategy } from "./compaction.ts";
import { parseFloat64 } from "./java-number.ts";
import { isSameMap, readMap, readText } from "./property-value.ts";
import { canonicalScyllaOption } from "./scylla-options.ts";
import { TABLE_OPTIONS, tableOptionFacts } from "./table-option-facts.ts";

type Values = Readonly<Record<string, OptionValue>>;

const NO_OPTIONS: TableOptions = {};

const UUID = /^[0-9a-f]{1,8}(?:-[0-9a-f]{1,4}){3}-[0-9a-f]{1,12}$/i;

/**
 * The options that a table or view has once the statement is carried out, without those that have their default.
 * @param current undefined for CREATE, what was there before for ALTER
 * @throws Refused with the place of the option
 */
export function readTableOptions(
  options: readonly Property[],
  current: TableOptions | undefined,
  of: "table" | "view",
  capabilities: Capabilities,
): TableOptions {
  if (options.length === 0) return current ?? NO_OPTIONS;
  const read = new Map<string, OptionValue>();
  const unbounded: string[] = [];
  for (const option of options) {
    const name = option.name.name;
    if (name === "id") checkId(option, current);
    else {
      const value = readOption(option, of, capabilities);
      if (isUnsetBloomFilter(name, value, capabilities)) unbounded.push(name);
      else if (value !== undefined) read.set(name, value);
    }
  }
  const given: Values = { ...readOldCrcCheckChance(options, capabilities), ...Object.fromEntries(read) };
  // The server checks what is given against the defaults first, even when the table has other values.
  checkBounds({ ...initialTableOptions(given, capabilities), ...given }, options);
  const before = current === undefined ? undefined : effectiveOptions(current, capabilities);
  const after: Record<string, OptionValue> = { ...(before ?? initialTableOptions(given, capabilities)), ...given };
  if (unbounded.length > 0) after.bloom_filter_fp_chance = bloomFilterDefault(after);
  // Cassandra 4.0 to 5.0 do not look at what comes of both.
  if (!since(capabilities, "4.0")) checkBounds(after, options);
  return withoutDefaults(after, capabilities);
}

/** The values alone, of options that the release has: what a server reads before it looks for the table. @throws Refused */
export function checkOptionValues(options: readonly Property[], capabilities: Capabilities): void {
  for (const option of options) {
    const { name } = option.name;
    if (name === "compaction") checkStrategy(option, capabilities);
    else tableOptionFacts(name, capabilities)?.read(option, capabilities);
  }
}

/** The one form of what a row of system_schema.tables or views holds; columns that are no options are passed over. */
export function canonicalTableOptions(
  stored: Readonly<Record<string, OptionValue | null | undefined>>,
  capabilities: Capabilities,
): TableOptions {
  const values: Record<string, OptionValue> = {};
  for (const [name, value] of Object.entries(stored)) {
    if (value === null || value === undefined) continue;
    const facts = tableOptionFacts(name, capabilities);
    if (facts !== undefined) values[name] = facts.canonical?.(value, capabilities) ?? value;
    // Servers other than Cassandra have options of their own; the names of later and earlier releases are leftovers.
    else if (capabilities.product !== "cassandra" && !Object.hasOwn(TABLE_OPTIONS, name)) {
      const own = capabilities.product === "scylla" ? canonicalScyllaOption(name, value) : value;
      if (own !== undefined) values[name] = own;
    }
  }
  return withoutDefaults({ ...initialTableOptions(values, capabilities), ...values }, capabilities);
}

/**
 * Whether the servers see that options differ. Cassandra 4.0 and 4.1 do not look at `additional_write_policy`, and keep the
 * old one when nothing else changes with it (TableParams.equals).
 */
export function isSeenChange(before: TableOptions, after: TableOptions, capabilities: Capabilities): boolean {
  if (capabilities.product !== "cassandra" || since(capabilities, "5.0")) return true;
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  names.delete("additional_write_policy");
  return [...names].some((name) => {
    const value = before[name];
    return value === undefined || !isSame(value, after[name]);
  });
}

/** Every option with its value, those that have their default, too. */
export function effectiveOptions(options: TableOptions, capabilities: Capabilities): TableOptions {
  return { ...initialTableOptions(options, capabilities), ...options };
}

/** `WITH id = …` in the form of a UUID; undefined when it was not given. */
export function readTableId(options: readonly Property[]): string | undefined {
  const option = options.find(({ name }) => name.name === "id");
  if (option === undefined) return undefined;
  const groups = readText(option).toLowerCase().split("-");
  return groups.map((group, at) => group.padStart([8, 4, 4, 4, 12][at] ?? 0, "0")).join("-");
}

function checkId(option: Property, current: TableOptions | undefined): void {
  if (current !== undefined) refuse("the id of a table cannot be changed", option);
  if (!UUID.test(readText(option))) refuse("option `id` is no UUID", option);
}

function readOption(option: Property, of: "table" | "view", capabilities: Capabilities): OptionValue | undefined {
  const name = option.name.name;
  const facts = tableOptionFacts(name, capabilities);
  if (facts === undefined) {
    if (capabilities.product === "cassandra")
      refuse(`Cassandra ${capabilities.release} has no option \`${name}\``, option);
    const isLater = Object.hasOwn(TABLE_OPTIONS, name);
    // What Cassandra got since 4.0 is an unknown property to it (cql3/statements/cf_prop_defs.cc).
    if (isLater && capabilities.product === "scylla") refuse(`ScyllaDB has no option \`${name}\``, option);
    const given = option.value.kind === "map" ? readMap(option) : readText(option);
    return capabilities.product === "scylla" ? canonicalScyllaOption(name, given) : given;
  }
  const value = facts.read(option, capabilities);
  if (of === "view" && name === "default_time_to_live" && value !== 0) {
    refuse("a materialized view has no `default_time_to_live`: its rows expire with those of the table", option);
  }
  return value;
}

/** Cassandra 5.0 takes -1 for "not given" (TableParams.Builder); before, it is out of bounds. */
function isUnsetBloomFilter(name: string, value: OptionValue | undefined, capabilities: Capabilities): boolean {
  return name === "bloom_filter_fp_chance" && value === -1 && since(capabilities, "5.0");
}

/** Before 5.0, `crc_check_chance` may stand in the compression; the option of the table wins (CASSANDRA-9839). */
function readOldCrcCheckChance(options: readonly Property[], capabilities: Capabilities): Values {
  const compression = options.find(({ name }) => name.name === "compression");
  if (compression === undefined || since(capabilities, "5.0")) return {};
  const text = readMap(compression).crc_check_chance;
  if (text === undefined) return {};
  const chance = parseFloat64(text);
  if (chance === undefined) refuse(`compression: \`crc_check_chance\` is \`${text}\`, expected a number`, compression);
  return { crc_check_chance: Number.isNaN(chance) ? "NaN" : chance };
}

function checkBounds(values: Values, options: readonly Property[]): void {
  for (const [name, value] of Object.entries(values)) {
    const bounds = TABLE_OPTIONS[name]?.bounds;
    if (bounds === undefined || typeof value !== "number" || !bounds.isOutside(value)) continue;
    refuse(`option \`${name}\` is ${value}, expected ${bounds.expected}`, placeOf(name, options));
  }
  const { min_index_interval: min, max_index_interval: max } = values;
  if (typeof min === "number" && typeof max === "number" && max < min) {
    const place = placeOf("max_index_interval", options, "min_index_interval");
    refuse(`option \`max_index_interval\` (${max}) is less than \`min_index_interval\` (${min})`, place);
  }
}

/** What an option is when nothing is said of it, given the others. */
function initialTableOptions(values: Values, capabilities: Capabilities): Values {
  return initialOptionsFor(capabilities)[bloomFilterDefault(values)];
}

type InitialOptions = Readonly<Record<BloomFilterDefault, Values>>;

/** Every table asks for them, and there are few servers. */
const INITIAL = new WeakMap<Capabilities, InitialOptions>();

function initialOptionsFor(capabilities: Capabilities): InitialOptions {
  const known = INITIAL.get(capabilities);
  if (known !== undefined) return known;
  const values: Record<string, OptionValue> = {};
  for (const name of Object.keys(TABLE_OPTIONS)) {
    const value = tableOptionFacts(name, capabilities)?.initial(capabilities);
    if (value !== undefined) values[name] = value;
  }
  const initial: InitialOptions = {
    0.01: { ...values, bloom_filter_fp_chance: 0.01 },
    0.1: { ...values, bloom_filter_fp_chance: 0.1 },
  };
  INITIAL.set(capabilities, initial);
  return initial;
}

type BloomFilterDefault = 0.01 | 0.1;

/** Levels need fewer reads, so the filter may be smaller. */
function bloomFilterDefault({ compaction }: Values): BloomFilterDefault {
  const className = typeof compaction === "object" ? compaction.class : undefined;
  return className === "LeveledCompactionStrategy" ? 0.1 : 0.01;
}

function withoutDefaults(values: Values, capabilities: Capabilities): TableOptions {
  const initial = initialTableOptions(values, capabilities);
  const kept = Object.entries(values).filter(([name, value]) => !isSame(value, initial[name]));
  return Object.fromEntries(kept.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function isSame(one: OptionValue, other: OptionValue | undefined): boolean {
  if (typeof one === "object" && typeof other === "object") return isSameMap(one, other);
  return one === other;
}

function placeOf(name: string, options: readonly Property[], otherwise: string = name): Property {
  const option =
    options.find((each) => each.name.name === name) ??
    options.find((each) => each.name.name === otherwise) ??
    options[0];
  assert(option !== undefined, "only options that are given can be out of bounds");
  return option;
}
