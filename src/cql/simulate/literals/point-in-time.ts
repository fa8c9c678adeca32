// Reads dates, times of day and timestamps as the servers do, and writes them as they do. Pure.
// Source: serializers/{SimpleDate,Time,Timestamp}Serializer.java of Cassandra 3.11–5.0.
//
// A timestamp without a zone is in the zone of the server, which is not known here; it is read as UTC.

const DAY_MS = 86_400_000;
const DAY_NANOS = 86_400_000_000_000n;
/** The calendar repeats every 400 years: so days can be counted beyond what a Date can hold. */
const DAYS_OF_ERA = 146_097;
/** The middle of the unsigned 32 bits that hold a date is the first of January 1970. */
const EPOCH_DAY = 2n ** 31n;
const TIMESTAMP =
  /^(-?\d{4,})-(\d{2})-(\d{2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s*(Z|[A-Z]{3,4}|[+-]\d{2}(?::?\d{2})?)?$/i;
const TIME_OF_DAY = /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,9}))?$/;

/** In winter; in hours. */
const ZONES: Readonly<Record<string, number>> = {
  Z: 0,
  UTC: 0,
  GMT: 0,
  CET: 1,
  EET: 2,
  EST: -5,
  CST: -6,
  MST: -7,
  PST: -8,
};

/** `2011-02-03T04:05:00.000Z` */
export function parseTimestamp(text: string): string | undefined {
  if (text.toLowerCase() === "now") return undefined;
  if (/^-?\d+$/.test(text)) return printTimestamp(Number(text));
  const match = TIMESTAMP.exec(text);
  if (match === null) return undefined;
  const [, year = "", month = "", day = "", hour = "0", minute = "0", second = "0", fraction = "", zone = "Z"] = match;
  const isRight = Number(hour) <= 23 && Number(minute) <= 59 && Number(second) <= 59;
  const isDay = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
  if (!isRight || !isDay) return undefined;
  // The 31st of a shorter month is its last day.
  const lastDay = Math.min(Number(day), daysOfMonth(Number(year), Number(month)));
  const offset = offsetMinutes(zone);
  if (offset === undefined) return undefined;
  const millis = Number(fraction.padEnd(3, "0").slice(0, 3));
  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    lastDay,
    Number(hour),
    Number(minute),
    Number(second),
    millis,
  );
  return printTimestamp(local - offset * 60_000);
}

/** `2011-02-03` */
export function parseDate(text: string): string | undefined {
  if (/^-?\d+$/.test(text)) return printDate(BigInt(text));
  const [, year, month, day] = /^(-?\d{4,})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined || !isDayOfMonth(Number(year), Number(month), Number(day))) return undefined;
  return isDate(Number(year), Number(month), Number(day)) ? text : undefined;
}

/** @param days since the day that 2^31 days before 1970 is */
export function printDate(days: bigint): string | undefined {
  if (days < 0n || days > 2n ** 32n - 1n) return undefined;
  return printDay(Number(days - EPOCH_DAY));
}

/** `04:05:00.000000000` */
export function parseTimeOfDay(text: string): string | undefined {
  if (/^\d+$/.test(text)) return printTimeOfDay(BigInt(text));
  const [, hour = "", minute = "", second = "", fraction = ""] = TIME_OF_DAY.exec(text) ?? [];
  if (hour === "" || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const seconds = BigInt(Number(hour) * 3600 + Number(minute) * 60 + Number(second));
  return printTimeOfDay(seconds * 1_000_000_000n + BigInt(fraction.padEnd(9, "0")));
}

/** @param nanos since midnight */
export function printTimeOfDay(nanos: bigint): string | undefined {
  if (nanos < 0n || nanos >= DAY_NANOS) return undefined;
  const seconds = Number(nanos / 1_000_000_000n);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const clock = parts.map((part) => String(part).padStart(2, "0")).join(":");
  return `${clock}.${String(nanos % 1_000_000_000n).padStart(9, "0")}`;
}

function printTimestamp(millis: number): string | undefined {
  const date = new Date(millis);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function isDayOfMonth(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOfMonth(year, month);
}

/** Whether the 32 bits of a date hold the day. */
function isDate(year: number, month: number, day: number): boolean {
  const eras = Math.floor(year / 400) - 5;
  const days = Date.UTC(year - eras * 400, month - 1, day) / DAY_MS + eras * DAYS_OF_ERA;
  return BigInt.asIntN(32, BigInt(days)) === BigInt(days);
}

/** Of a year that may be beyond what a Date can hold. */
function daysOfMonth(year: number, month: number): number {
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

function printDay(days: number): string {
  const eras = Math.floor(days / DAYS_OF_ERA);
  const date = new Date((days - eras * DAYS_OF_ERA) * DAY_MS);
  const year = date.getUTCFullYear() + eras * 400;
  const text = `${year < 0 ? "-" : ""}${String(Math.abs(year)).padStart(4, "0")}`;
  return `${text}-${date.toISOString().slice("1970-".length, "1970-01-01".length)}`;
}

function offsetMinutes(zone: string): number | undefined {
  const hoursOfName = ZONES[zone.toUpperCase()];
  if (hoursOfName !== undefined) return hoursOfName * 60;
  const [, sign, hours = "", minutes = "0"] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  if (sign === undefined) return undefined;
  const offset = Number(hours) * 60 + Number(minutes);
  return sign === "-" ? -offset : offset;
}
