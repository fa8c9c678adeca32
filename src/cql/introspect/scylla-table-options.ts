// Turns what ScyllaDB keeps beside the columns of `tables` into options: extensions, which are bytes, and its own table. Pure.
// Source: db/schema_tables.cc, db/extensions.hh, and the extensions that cdc, db, ent and tombstone_gc_extension.hh declare,
// of scylladb/scylladb.
import type { OptionMap, OptionValue } from "../schema/schema.ts";
import { optionalTextIn, textMapIn } from "./row-value.ts";
import type { SystemRow } from "./schema-rows.ts";

const MAPS: ReadonlySet<string> = new Set([
  "cdc",
  "per_partition_rate_limit",
  "scylla_encryption_options",
  "tombstone_gc",
]);
const NUMBER = "paxos_grace_seconds";
const TAGS = "scylla_tags";
const SYNCHRONOUS = "system:synchronous_view_updates";

/**
 * @param row of `tables` or `views`
 * @param own of `scylla_tables`
 * @returns options to put in the place of those of the row; `extensions` has what is not understood
 */
export function scyllaTableOptions(row: SystemRow, own: SystemRow | undefined): Readonly<Record<string, OptionValue>> {
  const options: Record<string, OptionValue> = {};
  const others: Record<string, unknown> = {};
  for (const [name, value] of entriesOf(row.extensions)) {
    const bytes = value instanceof Uint8Array ? value : undefined;
    const map = bytes && (MAPS.has(name) || name === TAGS) ? readTextMap(bytes) : undefined;
    if (name === NUMBER && bytes?.byteLength === 4) options[name] = viewOf(bytes).getInt32(0, true);
    else if (map === undefined) others[name] = value;
    else if (name !== TAGS) options[name] = map;
    else if (map[SYNCHRONOUS] !== undefined) options.synchronous_updates = map[SYNCHRONOUS];
  }
  // Before its release 4.0 it had the column.
  const cdc = textMapIn(own ?? {}, "cdc");
  if (Object.keys(cdc).length > 0) options.cdc = cdc;
  const tablets = textMapIn(own ?? {}, "tablets");
  if (Object.keys(tablets).length > 0) options.tablets = tablets;
  const engine = optionalTextIn(own ?? {}, "storage_engine");
  if (engine !== undefined) options.storage_engine = engine;
  return { ...options, extensions: textMapIn({ others }, "others") };
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (value instanceof Map) return [...value].map(([name, each]) => [String(name), each] as const);
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

/**
 * A map of texts as ScyllaDB's serializer writes it: how many, then each key and value, with their lengths in bytes; numbers
 * are of 32 bits, the lowest byte first. Undefined for other bytes.
 */
function readTextMap(bytes: Uint8Array): OptionMap | undefined {
  const view = viewOf(bytes);
  let at = 0;
  const readCount = (): number | undefined => {
    if (at + 4 > bytes.byteLength) return undefined;
    at += 4;
    return view.getUint32(at - 4, true);
  };
  const readText = (): string | undefined => {
    const length = readCount();
    if (length === undefined || at + length > bytes.byteLength) return undefined;
    at += length;
    return new TextDecoder().decode(bytes.subarray(at - length, at));
  };
  const map: Record<string, string> = {};
  for (let left = readCount() ?? -1; left !== 0; left--) {
    const key = left < 0 ? undefined : readText();
    const value = readText();
    if (key === undefined || value === undefined) return undefined;
    map[key] = value;
  }
  return at === bytes.byteLength ? map : undefined;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
