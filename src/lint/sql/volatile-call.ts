// Whether an expression gives another value for each row. Pure.
import type { Node } from "libpg-query";

/** Functions of PostgreSQL 18 (pg_proc.dat) that defaults call and that are the same for a whole statement. */
const STEADY: ReadonlySet<string> = new Set([
  ...["now", "transaction_timestamp", "statement_timestamp", "current_setting", "current_database", "current_schema"],
  ...["to_timestamp", "to_date", "to_char", "to_number", "date_trunc", "date_part", "extract", "timezone", "age"],
  ...["make_date", "make_time", "make_timestamp", "make_timestamptz", "make_interval", "interval"],
  ...["lower", "upper", "length", "concat", "concat_ws", "format", "replace", "substring", "btrim", "repeat", "md5"],
  ...["to_json", "to_jsonb", "json_build_object", "jsonb_build_object", "json_build_array", "jsonb_build_array"],
  ...["row_to_json", "array_fill", "string_to_array", "decode", "encode", "abs", "round", "floor", "ceil", "power"],
  ...["initcap", "left", "right", "lpad", "rpad", "ltrim", "rtrim", "reverse", "translate", "split_part"],
  ...["regexp_replace", "overlay", "position", "strpos", "convert_to", "convert_from", "to_hex", "quote_literal"],
  ...["sha224", "sha256", "sha384", "sha512", "trunc", "mod", "sqrt", "sign", "justify_hours", "justify_days"],
  ...["array_append", "array_prepend", "array_cat", "array_to_string", "array_remove", "cardinality"],
  ...["to_tsvector", "jsonb_set", "json_object", "jsonb_object", "array_to_json", "point", "version"],
  ...["int4range", "int8range", "numrange", "tsrange", "tstzrange", "daterange", "inet", "txid_current"],
]);

/** The name of the first function in it that is volatile, or may be, since functions are unless they are declared otherwise. */
export function volatileCallIn(expression: Node | undefined): string | undefined {
  return callIn(expression);
}

function callIn(value: unknown): string | undefined {
  if (Array.isArray(value)) return firstOf(value);
  if (typeof value !== "object" || value === null) return undefined;
  if ("FuncCall" in value) {
    const call = value.FuncCall as { readonly funcname?: readonly Node[]; readonly args?: readonly Node[] };
    const name = call.funcname?.at(-1);
    const written = name !== undefined && "String" in name ? (name.String.sval ?? "") : "";
    return STEADY.has(written) ? firstOf(call.args ?? []) : written;
  }
  return firstOf(Object.values(value));
}

function firstOf(values: readonly unknown[]): string | undefined {
  for (const each of values) {
    const found = callIn(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
