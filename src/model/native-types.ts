// The makers of columns whose type CQL itself names. Pure.
import type { types } from "cassandra-driver";
import type { NativeTypeName } from "../cql/schema/cql-type.ts";
import { type Column, columnOfType } from "./column.ts";

function native<R, I, F extends "native" | "counter" | "duration" = "native">(name: NativeTypeName): Column<R, I, F> {
  return columnOfType({ kind: "native", name });
}

export function ascii(): Column<string, string, "native"> {
  return native("ascii");
}

export function bigint(): Column<types.Long, types.Long | number | string, "native"> {
  return native("bigint");
}

export function blob(): Column<Buffer, Buffer, "native"> {
  return native("blob");
}

export function boolean(): Column<boolean, boolean, "native"> {
  return native("boolean");
}

/** A table with counters has nothing else beside its key. */
export function counter(): Column<types.Long, types.Long | number | string, "counter"> {
  return native("counter");
}

export function date(): Column<types.LocalDate, types.LocalDate | Date | string, "native"> {
  return native("date");
}

export function decimal(): Column<types.BigDecimal, types.BigDecimal | number | string, "native"> {
  return native("decimal");
}

export function double(): Column<number, number, "native"> {
  return native("double");
}

export function duration(): Column<types.Duration, types.Duration, "duration"> {
  return native("duration");
}

export function float(): Column<number, number, "native"> {
  return native("float");
}

export function inet(): Column<types.InetAddress, types.InetAddress | string, "native"> {
  return native("inet");
}

export function int(): Column<number, number, "native"> {
  return native("int");
}

export function smallint(): Column<number, number, "native"> {
  return native("smallint");
}

export function text(): Column<string, string, "native"> {
  return native("text");
}

export function time(): Column<types.LocalTime, types.LocalTime | string, "native"> {
  return native("time");
}

export function timestamp(): Column<Date, Date | types.Long | number | string, "native"> {
  return native("timestamp");
}

export function timeuuid(): Column<types.TimeUuid, types.Uuid | string, "native"> {
  return native("timeuuid");
}

export function tinyint(): Column<number, number, "native"> {
  return native("tinyint");
}

export function uuid(): Column<types.Uuid, types.Uuid | string, "native"> {
  return native("uuid");
}

/** The same as `text()`. */
export function varchar(): Column<string, string, "native"> {
  return native("text");
}

export function varint(): Column<types.Integer, types.Integer | number | string, "native"> {
  return native("varint");
}
