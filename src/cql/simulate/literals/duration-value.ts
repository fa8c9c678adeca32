// Reads a duration and writes it as the servers do. Pure. Source: cql3/Duration.java of Cassandra 3.11–5.0.

type Part = "months" | "days" | "nanos";

/** From the largest to the smallest, the order in which they must stand; the last name is the one that is written. */
const UNITS: readonly { readonly names: readonly string[]; readonly part: Part; readonly size: bigint }[] = [
  { names: ["y"], part: "months", size: 12n },
  { names: ["mo"], part: "months", size: 1n },
  { names: ["w"], part: "days", size: 7n },
  { names: ["d"], part: "days", size: 1n },
  { names: ["h"], part: "nanos", size: 3_600_000_000_000n },
  { names: ["m"], part: "nanos", size: 60_000_000_000n },
  { names: ["s"], part: "nanos", size: 1_000_000_000n },
  { names: ["ms"], part: "nanos", size: 1_000_000n },
  { names: ["µs", "us"], part: "nanos", size: 1000n },
  { names: ["ns"], part: "nanos", size: 1n },
];

const ISO = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const ISO_WEEKS = /^P(\d+)W$/;
const ISO_ALTERNATIVE = /^P(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})$/;
const ISO_UNITS = ["y", "mo", "d", "h", "m", "s"];

/** `90m` becomes `1h30m`; undefined for units that are out of order, or too many of them. */
export function printDuration(text: string): string | undefined {
  const isNegative = text.startsWith("-");
  const counts = readCounts(isNegative ? text.slice(1) : text);
  if (counts === undefined) return undefined;
  const totals: Record<Part, bigint> = { months: 0n, days: 0n, nanos: 0n };
  for (const { names, part, size } of UNITS) totals[part] += (counts.get(names[0] ?? "") ?? 0n) * size;
  if (totals.months >= 2n ** 31n || totals.days >= 2n ** 31n || totals.nanos >= 2n ** 63n) return undefined;
  const units = UNITS.filter(({ names }) => !names.includes("w")).map(({ names, part, size }) => {
    const count = totals[part] / size;
    totals[part] -= count * size;
    return count === 0n ? "" : `${count}${names.at(-1)}`;
  });
  const written = units.join("");
  return isNegative && written !== "" ? `-${written}` : written;
}

/** By the first name of a unit. */
function readCounts(text: string): ReadonlyMap<string, bigint> | undefined {
  if (text.startsWith("P")) return readIso(text);
  const counts = new Map<string, bigint>();
  let last = -1;
  let rest = text.toLowerCase();
  while (rest !== "") {
    const [whole = "", count = "", name = ""] = /^(\d+)(mo|ms|us|µs|ns|[ywdhms])/.exec(rest) ?? [];
    const at = UNITS.findIndex(({ names }) => names.includes(name));
    if (whole === "" || at <= last) return undefined;
    counts.set(UNITS[at]?.names[0] ?? "", BigInt(count));
    last = at;
    rest = rest.slice(whole.length);
  }
  return counts;
}

function readIso(text: string): ReadonlyMap<string, bigint> | undefined {
  const weeks = ISO_WEEKS.exec(text);
  if (weeks !== null) return new Map([["w", BigInt(weeks[1] ?? 0)]]);
  const match = ISO_ALTERNATIVE.exec(text) ?? ISO.exec(text);
  if (match === null) return undefined;
  return new Map(ISO_UNITS.map((unit, index) => [unit, BigInt(match[index + 1] ?? 0)]));
}
