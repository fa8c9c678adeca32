// Turns the options of tables and views into the properties that declare them. Pure.
import type { OptionMap, OptionValue, TableOptions } from "../cql/schema/schema.ts";
import { type Code, objectCode } from "./code-layout.ts";
import { OPTION_NAMES } from "./table-options.ts";
import { objectKey, stringLiteral } from "./typescript-names.ts";

const MODEL_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(OPTION_NAMES).map(([modelName, name]) => [name, modelName]),
);

/** Where a schema holds the one number that JSON does not have, as text. */
const FRACTIONS: ReadonlySet<string> = new Set(
  "bloom_filter_fp_chance crc_check_chance dclocal_read_repair_chance read_repair_chance".split(" "),
);

/** In the order of their names; one that is not there has the server's default. */
export function optionEntries(options: TableOptions, of: "table" | "view"): readonly Code[] {
  const named: (readonly [string, Code])[] = [];
  const other: Code[] = [];
  for (const [name, value] of Object.entries(options)) {
    const modelName = of === "view" && name === "default_time_to_live" ? undefined : MODEL_NAMES.get(name);
    const code = FRACTIONS.has(name) && value === "NaN" ? "Number.NaN" : valueCode(value);
    if (modelName === undefined) other.push(entry(name, code));
    else named.push([modelName, code]);
  }
  const entries = named.sort(([one], [two]) => (one < two ? -1 : 1)).map(([name, code]) => entry(name, code));
  return other.length === 0 ? entries : [...entries, entry("other", objectCode(other))];
}

export function entry(key: string, value: Code): Code {
  return [`${objectKey(key)}: `, value];
}

export function mapCode(map: OptionMap): Code {
  const names = Object.keys(map).sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
  return objectCode(names.map((name) => entry(name, subOptionCode(map[name] ?? ""))));
}

/** `class` first, as people and servers write it. */
function rank(name: string): number {
  return name === "class" ? 0 : 1;
}

function valueCode(value: OptionValue): Code {
  switch (typeof value) {
    case "string":
      return stringLiteral(value);
    case "object":
      return mapCode(value);
    default:
      return String(value);
  }
}

/** Servers keep them as texts; a number or a boolean is written where it means the same text. */
function subOptionCode(text: string): Code {
  const isPlain =
    text === "true" || text === "false" || (Number.isFinite(Number(text)) && String(Number(text)) === text);
  return isPlain ? text : stringLiteral(text);
}
