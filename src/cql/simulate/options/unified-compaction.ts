// Rules for the sub-options of the unified compaction strategy. Pure.
// Source: db/compaction/unified/Controller.java, utils/FBUtilities.java of Cassandra 5.0.
import type { OptionMap } from "../../schema/schema.ts";
import { parseFloat64, parseInt32 } from "./java-number.ts";
import { intAtLeast, type ValueRule } from "./value-rule.ts";

const MIB = 2 ** 20;
const DEFAULT_TARGET = "1GiB";
/** From 10^-30 to 10^30 in steps of a thousand; the blank stands for no prefix. */
const PREFIXES = "qryzafpnum KMGTPEZYRQ";
const SIZE = /^(NaN|[+-]?Infinity|[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?:\*2\^([+-]?\d+))?\s*(?:([^\s\d])(i)?)?B$/;

export const isScalingParameters: ValueRule = {
  expected: "a list like `T4, N, L10, -2`",
  test: (text) => text.replace(/,+$/, "").split(",").every(isScalingParameter),
};

export const isBaseShardCount: ValueRule = intAtLeast(1);

export const isTargetSize: ValueRule = {
  expected: "a size of at least 1 MiB, like `1GiB`",
  test: (text) => (parseSize(text) ?? 0) >= MIB && (parseSize(text) ?? 0) < 2 ** 63,
};

export const isFlushSize: ValueRule = {
  expected: "a size of at least 1 MiB, like `100MiB`",
  test: (text) => (parseSize(text) ?? 0) >= MIB,
};

export const isGrowth: ValueRule = {
  expected: "a number from 0 to 1, or a percentage",
  test: (text) => {
    const trimmed = text.trim();
    const percent = trimmed.endsWith("%");
    const value = parseFloat64(percent ? trimmed.slice(0, -1) : trimmed);
    if (value === undefined) return false;
    const growth = percent ? value / 100 : value;
    return !(growth < 0 || growth > 1);
  },
};

/** The smallest size must stay below seven tenths of the target size. */
export function minSizeProblem({
  min_sstable_size,
  target_sstable_size = DEFAULT_TARGET,
}: OptionMap): string | undefined {
  if (min_sstable_size === undefined) return undefined;
  const min = Math.trunc(parseSize(min_sstable_size) ?? -1);
  const target = Math.ceil(parseSize(target_sstable_size) ?? 0);
  if (min >= 0 && min < Math.ceil(target * Math.SQRT1_2)) return undefined;
  return `\`min_sstable_size\` is \`${min_sstable_size}\`, expected a size below 70 % of \`target_sstable_size\` (${target_sstable_size})`;
}

function isScalingParameter(text: string): boolean {
  const [, tiers, number] = /^\s*(?:N|[LT](\d+)|([+-]?\d+))\s*$/.exec(text) ?? [undefined, "0"];
  if (tiers !== undefined) return (parseInt32(tiers) ?? 0) >= 2;
  return number === undefined || parseInt32(number) !== undefined;
}

/** Bytes: `100MiB`, `1GB`, `5e6 B`, `1*2^20B`; undefined for what is no size. */
function parseSize(text: string): number | undefined {
  const match = SIZE.exec(text);
  if (match === null) return undefined;
  const [, number = "", binaryExponent = "0", prefix, binary] = match;
  const value = Number(number) * 2 ** Number(binaryExponent);
  if (prefix === undefined) return value;
  const index = PREFIXES.indexOf(prefix);
  if (index < 0) return undefined;
  const steps = index - PREFIXES.indexOf(" ");
  return value * (binary === undefined ? 1000 : 1024) ** steps;
}
