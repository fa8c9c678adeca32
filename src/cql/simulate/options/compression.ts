// Reads the compression of a table and brings it to one form. Pure.
// Source: schema/CompressionParams.java of Cassandra 3.11–5.0.
import type { Property } from "../../ast/property.ts";
import { type Capabilities, since } from "../../capabilities.ts";
import type { CassandraRelease } from "../../cassandra-release.ts";
import type { OptionMap } from "../../schema/schema.ts";
import { refuse } from "../refuse.ts";
import { mayExist, shortClassName } from "./class-name.ts";
import { parseFloat64, parseInt32, printFloat64 } from "./java-number.ts";
import { readMap, sortedMap } from "./property-value.ts";
import { intAtLeast, oneOf, type ValueRule } from "./value-rule.ts";

interface Compressor {
  readonly since: CassandraRelease;
  readonly rules: Readonly<Record<string, ValueRule>>;
}

const PACKAGE = "org.apache.cassandra.io.compress";
const DISABLED: OptionMap = { enabled: "false" };
const INT_MAX = 2_147_483_647;

function intBetween(min: number, max: number): ValueRule {
  return {
    expected: `a whole number from ${min} to ${max}`,
    test: (text) => intAtLeast(min).test(text) && Number(text) <= max,
  };
}

const COMPRESSORS: Readonly<Record<string, Compressor>> = {
  LZ4Compressor: {
    since: "3.11",
    rules: { lz4_compressor_type: oneOf(["fast", "high"]), lz4_high_compressor_level: intBetween(1, 17) },
  },
  SnappyCompressor: { since: "3.11", rules: {} },
  DeflateCompressor: { since: "3.11", rules: {} },
  ZstdCompressor: { since: "4.0", rules: { compression_level: intBetween(-131_072, 22) } },
  NoopCompressor: { since: "4.0", rules: {} },
};

/** In kilobytes; it became smaller with CASSANDRA-13241. ScyllaDB has always had 4. */
export function defaultChunkLength(capabilities: Capabilities): number {
  if (capabilities.product === "scylla") return 4;
  return since(capabilities, "4.0") ? 16 : 64;
}

/** @throws Refused */
export function readCompression(option: Property, capabilities: Capabilities): OptionMap {
  const written = readMap(option);
  const map = since(capabilities, "5.0") ? written : withoutOldNames(written, option);
  const { enabled, ...rest } = map;
  if (enabled !== undefined && enabled.toLowerCase() !== "true") {
    if (Object.keys(rest).length > 0) refuse("compression that is not enabled takes no other sub-option", option);
    return DISABLED;
  }
  if (Object.keys(map).length === 0) return DISABLED;
  const { class: fullName, chunk_length_in_kb: chunk, min_compress_ratio: ratio, ...options } = rest;
  if (fullName === undefined || fullName === "") {
    refuse("compression names no `class`", option, "write `{'enabled': 'false'}` to switch it off");
  }
  const chunkBytes = readChunkLength(chunk ?? String(defaultChunkLength(capabilities)), option);
  const className = shortClassName(fullName, PACKAGE);
  if (ratio !== undefined) checkRatio(ratio, chunkBytes, option, capabilities);
  checkCompressor(className, options, option, capabilities);
  return canonicalCompression({ ...map, chunk_length_in_kb: String(Math.floor(chunkBytes / 1024)) }, capabilities);
}

/** The class without its package; without what a table has when nothing is said: chunk length, no ratio, enabled. */
export function canonicalCompression(stored: OptionMap, capabilities: Capabilities): OptionMap {
  const map = capabilities.product === "scylla" ? withoutScyllaNames(stored) : stored;
  if (map.class === undefined) return DISABLED;
  const entries: [string, string][] = [];
  for (const [name, value] of Object.entries(map)) {
    if (name === "class") entries.push([name, shortClassName(value, PACKAGE)]);
    else if (name === "min_compress_ratio") {
      const ratio = parseFloat64(value);
      if (ratio !== 0) entries.push([name, ratio === undefined ? value : printFloat64(ratio)]);
    } else if (name === "chunk_length_in_kb") {
      if (value !== String(defaultChunkLength(capabilities))) entries.push([name, value]);
    } else if (name !== "enabled") entries.push([name, value]);
  }
  return sortedMap(entries);
}

/** It keeps the names of Cassandra 2.x, and a chance that has no effect (sstables/compressor.cc of scylladb/scylladb). */
function withoutScyllaNames({ sstable_compression: name, crc_check_chance: _, ...rest }: OptionMap): OptionMap {
  return name === undefined || name === "" ? rest : { ...rest, class: name };
}

/** Cassandra before 5.0 still takes the names of 2.x; `crc_check_chance` is an option of the table (CASSANDRA-9839). */
function withoutOldNames(map: OptionMap, option: Property): OptionMap {
  const { sstable_compression, chunk_length_kb, crc_check_chance, ...rest } = map;
  if (sstable_compression !== undefined && rest.class !== undefined) {
    refuse("compression takes `class` or `sstable_compression`, not both", option);
  }
  if (chunk_length_kb !== undefined && rest.chunk_length_in_kb !== undefined) {
    refuse("compression takes `chunk_length_in_kb` or `chunk_length_kb`, not both", option);
  }
  const renamed: Record<string, string> = { ...rest };
  if (chunk_length_kb !== undefined) renamed.chunk_length_in_kb = chunk_length_kb;
  // An empty old name means no compression, whatever the chunk length; the new one has `enabled` for that.
  if (sstable_compression === "") {
    delete renamed.chunk_length_in_kb;
    renamed.enabled = "false";
  } else if (sstable_compression !== undefined) renamed.class = sstable_compression;
  if (crc_check_chance !== undefined && renamed.class === undefined) renamed.crc_check_chance = crc_check_chance;
  return renamed;
}

function readChunkLength(text: string, option: Property): number {
  const kilobytes = parseInt32(text);
  // The server multiplies in 32 bits.
  const bytes = kilobytes === undefined || kilobytes > INT_MAX / 1024 ? 0 : Math.imul(kilobytes, 1024);
  const isPowerOfTwo = bytes > 0 && (bytes & (bytes - 1)) === 0;
  if (!isPowerOfTwo) refuse(`compression: \`chunk_length_in_kb\` is \`${text}\`, expected a power of two`, option);
  return bytes;
}

function checkRatio(text: string, chunkBytes: number, option: Property, capabilities: Capabilities): void {
  if (!since(capabilities, "4.0")) refuse("compression has no sub-option `min_compress_ratio` before 4.0", option);
  const ratio = parseFloat64(text);
  const maxBytes = ratio === undefined ? -1 : Math.ceil(Math.min(chunkBytes / ratio, INT_MAX));
  if (maxBytes < 0 || (maxBytes > chunkBytes && maxBytes < INT_MAX)) {
    refuse(`compression: \`min_compress_ratio\` is \`${text}\`, expected 0 or a number of at least 1`, option);
  }
}

function checkCompressor(className: string, options: OptionMap, option: Property, capabilities: Capabilities): void {
  const compressor = Object.hasOwn(COMPRESSORS, className) ? COMPRESSORS[className] : undefined;
  if (compressor === undefined || !since(capabilities, compressor.since)) {
    if (mayExist(className, capabilities)) return;
    refuse(`Cassandra ${capabilities.release} has no compressor \`${className}\``, option);
  }
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(compressor.rules, name) ? compressor.rules[name] : undefined;
    if (rule === undefined) refuse(`compression: \`${className}\` has no sub-option \`${name}\``, option);
    if (!rule.test(value)) refuse(`compression: \`${name}\` is \`${value}\`, expected ${rule.expected}`, option);
  }
}
