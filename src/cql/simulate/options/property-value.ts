// Turns what stands behind the equals sign of an option into the text, or the map of texts, that the server reads. Pure.
import type { Property } from "../../ast/property.ts";
import type { Term } from "../../ast/term.ts";
import type { OptionMap } from "../../schema/schema.ts";
import { refuse } from "../refuse.ts";

/** @throws Refused when the value is a map */
export function readText(option: Property): string {
  const { value } = option;
  if (value.kind === "literal") return value.value;
  if (value.kind === "word") return value.word;
  return refuse(`option \`${option.name.name}\` takes a single value, not a map`, option);
}

/** @throws Refused when the value is no map, or holds more than names and plain values */
export function readMap(option: Property): OptionMap {
  return readEntries(option, (key, value) => [[key, literalText(value, option.name.name)]]);
}

/** As `readMap`; a list of racks is an entry for each, `dc1:0`, as ScyllaDB's own table keeps it. @throws Refused */
export function readMapWithLists(option: Property): OptionMap {
  return readEntries(option, (key, value) =>
    value.kind === "list"
      ? value.items.map((item, index) => [`${key}:${index}`, literalText(item, option.name.name)] as const)
      : [[key, literalText(value, option.name.name)]],
  );
}

function readEntries(
  option: Property,
  textsOf: (key: string, value: Term) => readonly (readonly [string, string])[],
): OptionMap {
  const name = option.name.name;
  const { value } = option;
  if (value.kind === "set" && value.items.length === 0) return {};
  if (value.kind !== "map") return refuse(`option \`${name}\` takes a map, like {'key': 'value'}`, option);
  const map = new Map<string, string>();
  for (const entry of value.entries) {
    const key = literalText(entry.key, name);
    if (map.has(key)) refuse(`option \`${name}\` gives \`${key}\` twice`, entry.key);
    for (const [part, text] of textsOf(key, entry.value)) map.set(part, text);
  }
  return sortedMap(map);
}

/** A map in the order of its keys, so that equal maps are written alike. */
export function sortedMap(entries: Iterable<readonly [string, string]>): OptionMap {
  return Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));
}

export function isSameMap(one: OptionMap, other: OptionMap): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}

function literalText(term: Term, option: string): string {
  if (term.kind === "literal") return term.value;
  return refuse(`option \`${option}\` takes only plain values in its map`, term);
}
