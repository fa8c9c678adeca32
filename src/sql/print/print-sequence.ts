// Sequences as the statements that make them; only what is not the default of their type is said. Pure.

import { quoteName } from "../identifiers.ts";
import type { SqlNumbers, SqlSequence } from "../schema.ts";

export function printSequence({ name, numbers, isUnlogged }: SqlSequence): string {
  const type = numbers.type === "bigint" ? "" : ` AS ${numbers.type}`;
  const written = writeNumbers(numbers);
  return `CREATE ${isUnlogged ? "UNLOGGED " : ""}SEQUENCE ${quoteName(name)}${type}${written === "" ? "" : ` ${written}`}`;
}

export function setOwner({ name, ownedBy }: SqlSequence): string {
  const owner = ownedBy === undefined ? "NONE" : `${quoteName(ownedBy.table)}.${quoteName(ownedBy.column)}`;
  return `ALTER SEQUENCE ${quoteName(name)} OWNED BY ${owner}`;
}

const MAX: Readonly<Record<string, string>> = {
  smallint: "32767",
  integer: "2147483647",
  bigint: "9223372036854775807",
};
const MIN: Readonly<Record<string, string>> = {
  smallint: "-32768",
  integer: "-2147483648",
  bigint: "-9223372036854775808",
};

export function writeNumbers(numbers: SqlNumbers): string {
  const isDown = numbers.increment.startsWith("-");
  const min = isDown ? MIN[numbers.type] : "1";
  const max = isDown ? "-1" : MAX[numbers.type];
  const first = isDown ? numbers.max : numbers.min;
  return [
    ...(numbers.start === first ? [] : [`START WITH ${numbers.start}`]),
    ...(numbers.increment === "1" ? [] : [`INCREMENT BY ${numbers.increment}`]),
    ...(numbers.min === min ? [] : [`MINVALUE ${numbers.min}`]),
    ...(numbers.max === max ? [] : [`MAXVALUE ${numbers.max}`]),
    ...(numbers.cache === "1" ? [] : [`CACHE ${numbers.cache}`]),
    ...(numbers.isCycling ? ["CYCLE"] : []),
  ].join(" ");
}

/** All of it, for a sequence that may have had other numbers. */
export function setNumbers(numbers: SqlNumbers): string {
  return [
    `AS ${numbers.type}`,
    `START WITH ${numbers.start}`,
    `INCREMENT BY ${numbers.increment}`,
    `MINVALUE ${numbers.min}`,
    `MAXVALUE ${numbers.max}`,
    `CACHE ${numbers.cache}`,
    numbers.isCycling ? "CYCLE" : "NO CYCLE",
  ].join(" ");
}
