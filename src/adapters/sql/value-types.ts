// Values as PostgreSQL writes them in text → values of JavaScript, by the oid of their type; both drivers use it. Pure.

export type ParseValue = (text: string) => unknown;

/** Of types that are not here, the text is the value: numeric, uuid, date, time, timestamp without a zone, interval, enums. */
export const valueParsers: ReadonlyMap<number, ParseValue> = new Map(
  parserTable([
    { oid: 16, arrayOid: 1000, parse: (text) => text === "t" || text === "true" },
    { oid: 17, arrayOid: 1001, parse: parseBytes },
    { oid: 20, arrayOid: 1016, parse: BigInt },
    { oid: 21, arrayOid: 1005, parse: Number },
    { oid: 23, arrayOid: 1007, parse: Number },
    { oid: 26, arrayOid: 1028, parse: Number },
    { oid: 700, arrayOid: 1021, parse: Number },
    { oid: 701, arrayOid: 1022, parse: Number },
    { oid: 114, arrayOid: 199, parse: JSON.parse },
    { oid: 3802, arrayOid: 3807, parse: JSON.parse },
    { oid: 1184, arrayOid: 1185, parse: parseInstant },
    // char, name, text, bpchar, varchar, date, time, timestamp, timetz, interval, numeric, uuid
    ...[1002, 1003, 1009, 1014, 1015, 1182, 1183, 1115, 1270, 1187, 1231, 2951].map((arrayOid) => ({ arrayOid })),
  ]),
);

interface TypeRow {
  readonly oid?: number;
  readonly arrayOid: number;
  readonly parse?: ParseValue;
}

function parserTable(rows: readonly TypeRow[]): readonly (readonly [number, ParseValue])[] {
  return rows.flatMap(({ oid, arrayOid, parse = asText }) => {
    const ofArray = [arrayOid, (text: string) => parseArray(text, parse)] as const;
    return oid === undefined ? [ofArray] : [[oid, parse] as const, ofArray];
  });
}

function asText(text: string): string {
  return text;
}

function parseBytes(text: string): Uint8Array {
  if (text.startsWith("\\x")) return new Uint8Array(Buffer.from(text.slice(2), "hex"));
  // bytea_output = escape: octal triples, and a backslash doubled.
  const plain = text.replace(/\\(\\|[0-7]{3})/g, (_whole, code: string) =>
    code === "\\" ? "\\" : String.fromCharCode(Number.parseInt(code, 8)),
  );
  return new Uint8Array(Buffer.from(plain, "latin1"));
}

const INSTANT = /^(\d{4,})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(\.\d+)?([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?( BC)?$/;

/** What a `Date` cannot be stays text: infinity, and a DateStyle other than ISO. Microseconds are cut off. */
function parseInstant(text: string): Date | string {
  const match = INSTANT.exec(text);
  if (match === null) return text;
  const [, year = "", month, day, hour, minute, second, fraction = "", sign, ...zone] = match;
  const [zoneHours = 0, zoneMinutes = 0, zoneSeconds = 0] = zone.slice(0, 3).map((part) => Number(part ?? 0));
  const date = new Date(0);
  date.setUTCFullYear(zone[3] === undefined ? Number(year) : 1 - Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour), Number(minute), Number(second), Number(`${fraction.slice(1)}000`.slice(0, 3)));
  const offsetMs = (zoneHours * 3_600 + zoneMinutes * 60 + zoneSeconds) * 1_000;
  return new Date(date.getTime() + (sign === "+" ? -offsetMs : offsetMs));
}

/** "{1,NULL,{2}}", with quotes and backslashes around what needs them, and perhaps bounds in front: "[0:1]={1,2}". */
function parseArray(text: string, parse: ParseValue): readonly unknown[] {
  const root: unknown[] = [];
  const open: unknown[][] = [root];
  const item = /([{},])|"((?:[^"\\]|\\.)*)"|([^{},"]+)/gs;
  item.lastIndex = text.indexOf("{");
  for (let match = item.exec(text); match !== null; match = item.exec(text)) {
    const [, mark, quoted, bare] = match;
    if (mark === "{") {
      const inner: unknown[] = [];
      open.at(-1)?.push(inner);
      open.push(inner);
    } else if (mark === "}") open.pop();
    else if (quoted !== undefined) open.at(-1)?.push(parse(quoted.replace(/\\(.)/gs, "$1")));
    else if (bare !== undefined) open.at(-1)?.push(bare === "NULL" ? null : parse(bare));
  }
  const [whole] = root;
  return Array.isArray(whole) ? whole : root;
}
