// Reads the compaction of a table and brings it to one form. Pure.
import type { Property } from "../../ast/property.ts";
import { type Capabilities, since } from "../../capabilities.ts";
import { CASSANDRA_RELEASES } from "../../cassandra-release.ts";
import type { OptionMap } from "../../schema/schema.ts";
import { refuse } from "../refuse.ts";
import { mayExist, shortClassName } from "./class-name.ts";
import { COMPACTION_STRATEGIES, type CompactionStrategy } from "./compaction-strategies.ts";
import { readMap, sortedMap } from "./property-value.ts";
import type { ValueRule } from "./value-rule.ts";

const PACKAGE = "org.apache.cassandra.db.compaction";
const DEFAULT_THRESHOLDS: OptionMap = { min_threshold: "4", max_threshold: "32" };

/** @throws Refused when the server knows no such strategy, or not with these sub-options */
export function readCompaction(option: Property, capabilities: Capabilities): OptionMap {
  const { map, className, strategy } = readStrategy(option, capabilities);
  const { class: _, ...options } = map;
  const problem = strategy && problemOf(className, strategy, options, capabilities);
  if (problem !== undefined) refuse(`compaction: ${problem}`, option);
  return canonicalCompaction(map);
}

/**
 * What Cassandra 5.0 looks at when it has no table yet (CompactionParams.fromMap): the strategy, and the one sub-option that
 * all strategies share.
 * @throws Refused
 */
export function checkStrategy(option: Property, capabilities: Capabilities): void {
  const { map, className, strategy } = readStrategy(option, capabilities);
  const { provide_overlapping_tombstones: tombstones } = map;
  if (tombstones === undefined || strategy === undefined) return;
  const problem = problemOf(className, strategy, { provide_overlapping_tombstones: tombstones }, capabilities);
  if (problem !== undefined) refuse(`compaction: ${problem}`, option);
}

interface NamedStrategy {
  readonly map: OptionMap;
  readonly className: string;
  /** Undefined for someone else's. */
  readonly strategy: CompactionStrategy | undefined;
}

function readStrategy(option: Property, capabilities: Capabilities): NamedStrategy {
  const map = readMap(option);
  if (map.class === undefined) refuse("compaction names no `class`", option);
  const className = shortClassName(map.class, PACKAGE);
  const strategy = findStrategy(className, capabilities);
  // ScyllaDB takes none but its own (compaction/compaction_strategy.cc), and has not got this one.
  const isMissing = capabilities.product === "scylla" && className === "UnifiedCompactionStrategy";
  if (strategy === undefined && (isMissing || !mayExist(className, capabilities))) {
    const server = isMissing ? "ScyllaDB" : `Cassandra ${capabilities.release}`;
    refuse(`${server} has no compaction strategy \`${className}\``, option);
  }
  return { map, className, strategy };
}

/** The class without its package, without the thresholds that every strategy has when none is given. */
export function canonicalCompaction(map: OptionMap): OptionMap {
  const entries: [string, string][] = [];
  for (const [name, value] of Object.entries(map)) {
    if (name === "class") entries.push([name, shortClassName(value, PACKAGE)]);
    else if (DEFAULT_THRESHOLDS[name] !== value) entries.push([name, value]);
  }
  return sortedMap(entries);
}

function findStrategy(className: string, capabilities: Capabilities): CompactionStrategy | undefined {
  const strategy = Object.hasOwn(COMPACTION_STRATEGIES, className) ? COMPACTION_STRATEGIES[className] : undefined;
  if (strategy === undefined || !since(capabilities, strategy.since)) return undefined;
  const last = CASSANDRA_RELEASES.indexOf(strategy.until ?? capabilities.release);
  return CASSANDRA_RELEASES.indexOf(capabilities.release) <= last ? strategy : undefined;
}

function problemOf(
  className: string,
  strategy: CompactionStrategy,
  options: OptionMap,
  capabilities: Capabilities,
): string | undefined {
  // Other products have sub-options of their own.
  if (capabilities.product !== "cassandra") return undefined;
  for (const [name, value] of Object.entries(options)) {
    const rule = ruleFor(strategy, name, capabilities);
    if (rule === undefined) return `\`${className}\` has no sub-option \`${name}\``;
    if (!rule.test(value)) return `\`${name}\` is \`${value}\`, expected ${rule.expected}`;
  }
  for (const problem of strategy.problems) {
    const found = problem(options, capabilities.release);
    if (found !== undefined) return found;
  }
  return undefined;
}

function ruleFor(strategy: CompactionStrategy, name: string, capabilities: Capabilities): ValueRule | undefined {
  if (Object.hasOwn(strategy.rules, name)) return strategy.rules[name];
  const later = strategy.laterRules;
  return later !== undefined && since(capabilities, later.since) && Object.hasOwn(later.rules, name)
    ? later.rules[name]
    : undefined;
}
