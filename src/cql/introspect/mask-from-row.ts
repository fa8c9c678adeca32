// Turns a row of system_schema.column_masks (Cassandra 5.0) into a masking function with its arguments as CQL. Pure.
import { cqlString } from "../identifiers.ts";
import type { CqlType } from "../schema/cql-type.ts";
import type { Mask } from "../schema/schema.ts";
import { type IntrospectContext, typeFromText } from "./introspect-context.ts";
import { textIn, textsIn } from "./row-value.ts";
import type { SystemRow } from "./schema-rows.ts";

/** @param owner the column, for messages */
export function maskFromRow(row: SystemRow, owner: string, context: IntrospectContext): Mask {
  const types = textsIn(row, "function_argument_types");
  const nulls = row.function_argument_nulls;
  const isNull = (index: number): boolean => Array.isArray(nulls) && nulls[index] === true;
  return {
    keyspace: textIn(row, "function_keyspace"),
    function: textIn(row, "function_name"),
    args: textsIn(row, "function_argument_values").map((value, index) =>
      isNull(index)
        ? undefined
        : termOf(value, typeFromText(types[index] ?? "", `the mask of ${owner}`, context), owner, context),
    ),
  };
}

/**
 * The server keeps values in a form of its own (AbstractType.getString): a text without quotes, bytes without `0x`, and a
 * collection as bytes.
 */
function termOf(value: string, type: CqlType, owner: string, context: IntrospectContext): string {
  if (type.kind !== "native") {
    context.diagnostics.push({
      message: `an argument of the mask of ${owner} is not understood, and is kept as it is`,
    });
    return cqlString(value);
  }
  switch (type.name) {
    case "blob":
      return `0x${value}`;
    case "ascii":
    case "text":
    case "date":
    case "inet":
    case "time":
    case "timestamp":
      return cqlString(value);
    default:
      return value;
  }
}
