// Writes a data type as the name of its class, as it stands within the class name of another. Pure.
import type { CqlType, NativeTypeName } from "./cql-type.ts";

const PACKAGE = "org.apache.cassandra.db.marshal.";

/** The class of the type that servers call `empty`: compact tables without a value column have it. */
export const EMPTY_TYPE_CLASS: string = `${PACKAGE}EmptyType`;

const CLASSES: Readonly<Record<NativeTypeName, string>> = {
  ascii: "AsciiType",
  bigint: "LongType",
  blob: "BytesType",
  boolean: "BooleanType",
  counter: "CounterColumnType",
  date: "SimpleDateType",
  decimal: "DecimalType",
  double: "DoubleType",
  duration: "DurationType",
  float: "FloatType",
  inet: "InetAddressType",
  int: "Int32Type",
  smallint: "ShortType",
  text: "UTF8Type",
  time: "TimeType",
  timestamp: "TimestampType",
  timeuuid: "TimeUUIDType",
  tinyint: "ByteType",
  uuid: "UUIDType",
  varint: "IntegerType",
};

/** `org.apache.cassandra.db.marshal.Int32Type`; a user's type is only named, its keyspace and fields are left out. */
export function printTypeClass(type: CqlType): string {
  switch (type.kind) {
    case "native":
      return PACKAGE + CLASSES[type.name];
    case "list":
    case "set":
      return frozenIf(
        type.isFrozen,
        `${PACKAGE}${type.kind === "list" ? "List" : "Set"}Type(${printTypeClass(type.element)})`,
      );
    case "map":
      return frozenIf(type.isFrozen, `${PACKAGE}MapType(${printTypeClass(type.key)},${printTypeClass(type.value)})`);
    case "tuple":
      return `${PACKAGE}TupleType(${type.elements.map(printTypeClass).join(",")})`;
    case "vector":
      return `${PACKAGE}VectorType(${printTypeClass(type.element)} , ${type.dimension})`;
    case "user":
      return `${PACKAGE}UserType(${type.name})`;
    case "custom":
      return type.className;
  }
}

function frozenIf(isFrozen: boolean, text: string): string {
  return isFrozen ? `${PACKAGE}FrozenType(${text})` : text;
}
