// Turns a literal into the one way in which the servers write a value of a native type, and refuses what is none. Pure.
// Source: cql3/Constants.java, serializers/*Serializer.java of Cassandra 3.11–5.0.
import type { LiteralTerm } from "../../ast/term.ts";
import { type Capabilities, since } from "../../capabilities.ts";
import { cqlString } from "../../identifiers.ts";
import type { NativeTypeName } from "../../schema/cql-type.ts";
import { printFloat64 } from "../options/java-number.ts";
import { refuse } from "../refuse.ts";
import { printDecimal } from "./decimal.ts";
import { printDuration } from "./duration-value.ts";
import { parseDate, parseTimeOfDay, parseTimestamp, printDate, printTimeOfDay } from "./point-in-time.ts";

type Reader = (text: string) => string | undefined;

const READERS: Readonly<Record<LiteralTerm["type"], Readonly<Partial<Record<NativeTypeName, Reader>>>>> = {
  string: {
    ascii: (text) => (isAscii(text) ? cqlString(text) : undefined),
    date: (text) => parseDate(text),
    inet: readAddress,
    text: cqlString,
    time: (text) => parseTimeOfDay(text),
    timestamp: (text) => parseTimestamp(text),
  },
  integer: {
    bigint: (text) => readInteger(text, 64),
    counter: (text) => readInteger(text, 64),
    date: (text) => printDate(BigInt(text)),
    decimal: (text) => String(BigInt(text)),
    double: (text) => printFloat64(Number(text)),
    float: (text) => printFloat32(Number(text)),
    int: (text) => readInteger(text, 32),
    smallint: (text) => readInteger(text, 16),
    time: (text) => printTimeOfDay(BigInt(text)),
    timestamp: (text) => parseTimestamp(text),
    tinyint: (text) => readInteger(text, 8),
    varint: (text) => String(BigInt(text)),
  },
  float: {
    decimal: printDecimal,
    double: (text) => printFloat64(readFloat(text)),
    float: (text) => printFloat32(readFloat(text)),
  },
  boolean: { boolean: (text) => text.toLowerCase() },
  duration: { duration: printDuration },
  uuid: {
    timeuuid: (text) => (/^.{14}1/.test(text) ? text.toLowerCase() : undefined),
    uuid: (text) => text.toLowerCase(),
  },
  blob: { blob: (text) => (text.length % 2 === 0 ? text.toLowerCase() : undefined) },
};

/** Types whose values stand in quotes since Cassandra 5.0; before, the servers left the quotes out (CASSANDRA-18872). */
const QUOTED: ReadonlySet<NativeTypeName> = new Set(["date", "inet", "time", "timestamp"]);

/** @throws Refused */
export function bindNative(literal: LiteralTerm, type: NativeTypeName, capabilities: Capabilities): string {
  const value = READERS[literal.type][type]?.(literal.value);
  if (value === undefined) refuse(`expected a value of type ${type}, found \`${literal.value}\``, literal);
  return QUOTED.has(type) && since(capabilities, "5.0") ? `'${value}'` : value;
}

function readInteger(text: string, bits: number): string | undefined {
  const value = BigInt(text);
  return BigInt.asIntN(bits, value) === value ? String(value) : undefined;
}

function readFloat(text: string): number {
  const [, minus = "", word] = /^(-?)(nan|infinity)$/i.exec(text) ?? [];
  if (word === undefined) return Number(text);
  if (word.toLowerCase() === "nan") return Number.NaN;
  return minus === "" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}

/** The fewest digits that still tell the number from its neighbours, as `Float.toString`. */
function printFloat32(value: number): string {
  const single = Math.fround(value);
  if (!Number.isFinite(single) || single === 0) return printFloat64(single);
  let digits = 1;
  while (digits < 9 && Math.fround(Number(single.toPrecision(digits))) !== single) digits++;
  return printFloat64(Number(single.toPrecision(digits)));
}

/** `1.2.3` is `1.2.0.3`, as Java reads it; names of hosts are not looked up. */
function readAddress(text: string): string | undefined {
  const parts = /^\d+(?:\.\d+){0,3}$/.test(text) ? text.split(".").map(Number) : undefined;
  if (parts === undefined) return readAddress6(text);
  const last = parts.pop() ?? 0;
  const room = 4 - parts.length;
  if (parts.some((part) => part > 255) || last >= 256 ** room) return undefined;
  for (let at = room - 1; at >= 0; at--) parts.push(Math.floor(last / 256 ** at) % 256);
  return parts.join(".");
}

/** Eight groups without leading zeros, as `Inet6Address.getHostAddress`. */
function readAddress6(text: string): string | undefined {
  const url = `http://[${text}]`;
  if (!/^[0-9a-f:.]+$/i.test(text) || !URL.canParse(url)) return undefined;
  const [head = "", tail = ""] = new URL(url).hostname.slice(1, -1).split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === "" ? [] : tail.split(":");
  const zeros = new Array<string>(8 - before.length - after.length).fill("0");
  const groups = [...before, ...zeros, ...after];
  // An address of the old kind in the clothes of a new one is one of the old kind.
  const isOld = groups.slice(0, 6).join(":") === "0:0:0:0:0:ffff";
  return isOld ? groups.slice(6).map(printOldBytes).join(".") : groups.join(":");
}

function printOldBytes(group: string): string {
  const value = Number.parseInt(group, 16);
  return `${value >> 8}.${value & 0xff}`;
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}
