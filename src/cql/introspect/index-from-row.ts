// Turns a row of system_schema.indexes into an index. Pure.
import type { Index, IndexTarget } from "../schema/schema.ts";
import { textIn, textMapIn } from "./row-value.ts";
import type { SystemRow } from "./schema-rows.ts";

export function indexFromRow(row: SystemRow): Index {
  const { target, class_name: className, ...options } = textMapIn(row, "options");
  const kind = textIn(row, "kind").toLowerCase();
  return {
    name: textIn(row, "index_name"),
    kind: kind === "keys" || kind === "custom" ? kind : "composites",
    target: parseIndexTarget(target ?? ""),
    className,
    options,
  };
}

/**
 * `a`, `"A"`, `values(a)`, `full("A")` (Cassandra 3.11 to 5.0: TargetParser.java). A name without quotes keeps its letters.
 * ScyllaDB's local index has the key of its table in front: `{"pk":["a"],"ck":["b"]}` (docs/dev/secondary_index.md).
 */
export function parseIndexTarget(text: string): IndexTarget {
  if (text.startsWith("{")) return parseLocalTarget(text);
  const [, kind, column] = /^(keys|values|entries|full)\((.+)\)$/s.exec(text) ?? [];
  if (column === undefined) return { kind: "simple", column: unquote(text), localTo: undefined };
  return { kind: kind as IndexTarget["kind"], column: unquote(column), localTo: undefined };
}

function parseLocalTarget(text: string): IndexTarget {
  const { pk, ck } = parseKeys(text);
  const [column] = ck;
  if (column === undefined || pk.length === 0) return { kind: "simple", column: text, localTo: undefined };
  return { ...parseIndexTarget(column), localTo: pk.map(unquote) };
}

function parseKeys(text: string): { readonly pk: readonly string[]; readonly ck: readonly string[] } {
  try {
    const { pk, ck } = JSON.parse(text);
    return { pk: Array.isArray(pk) ? pk.map(String) : [], ck: Array.isArray(ck) ? ck.map(String) : [] };
  } catch {
    return { pk: [], ck: [] };
  }
}

function unquote(name: string): string {
  return /^".+"$/s.test(name) ? name.slice(1, -1).replaceAll('""', '"') : name;
}
