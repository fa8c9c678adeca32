// Reads `dc1:2,dc2:1`, the data centres of a sandbox. Pure.
import { InvalidArgumentError } from "commander";

/** How many nodes each has, in the order given. Whether the names and counts will do, the sandbox says. */
export function parseDatacenters(text: string): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const entry of text.split(",")) {
    const [, name, count] = /^\s*([^:]*[^:\s])\s*:\s*(\d+)\s*$/.exec(entry) ?? [];
    if (name === undefined || counts.has(name)) {
      throw new InvalidArgumentError("must be data centres with how many nodes each has, as in dc1:2,dc2:1");
    }
    counts.set(name, Number(count));
  }
  return Object.fromEntries(counts);
}
