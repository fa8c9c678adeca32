// The few frames of the CQL native protocol, version 4, that a readiness check needs: requests → bytes, bytes → responses. Pure.
// Warnings, tracing and paging are not read: none of the questions asked brings them.
// The protocol: https://github.com/apache/cassandra/blob/trunk/doc/native_protocol_v4.spec

const HEADER_BYTES = 9;
const OPCODES = { error: 0x00, startup: 0x01, ready: 0x02, authenticate: 0x03, query: 0x07, result: 0x08 };
const AUTH_RESPONSE = 0x0f;
const AUTH_SUCCESS = 0x10;
const CONSISTENCY_ONE = 1;
const RESULT_ROWS = 2;

export type Response =
  | { readonly kind: "ready" }
  | { readonly kind: "authenticate" }
  | { readonly kind: "texts"; readonly texts: readonly string[] }
  | { readonly kind: "error"; readonly message: string };

export function startupFrame(): Buffer {
  return frame(OPCODES.startup, Buffer.concat([short(1), string("CQL_VERSION"), string("3.0.0")]));
}

export function queryFrame(cql: string): Buffer {
  return frame(OPCODES.query, Buffer.concat([longString(cql), short(CONSISTENCY_ONE), Buffer.of(0)]));
}

/** The answer to "authenticate": SASL PLAIN. */
export function loginFrame(user: string, password: string): Buffer {
  return frame(AUTH_RESPONSE, longString(`\0${user}\0${password}`));
}

/** The first response in the bytes received so far, or undefined when it is not yet whole. */
export function decodeResponse(bytes: Buffer): Response | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const end = HEADER_BYTES + bytes.readUInt32BE(5);
  if (bytes.length < end) return undefined;
  const body = bytes.subarray(HEADER_BYTES, end);
  switch (bytes[4]) {
    case OPCODES.ready:
    case AUTH_SUCCESS:
      return { kind: "ready" };
    case OPCODES.authenticate:
      return { kind: "authenticate" };
    case OPCODES.error:
      return { kind: "error", message: readString(body, 4).text };
    case OPCODES.result:
      return decodeTexts(body);
    default:
      return { kind: "error", message: `unexpected opcode ${bytes[4]}` };
  }
}

/** result : <kind> <flags> <columns_count> <keyspace> <table> <name> <type> <rows_count> <value>*, of one column of type text */
function decodeTexts(body: Buffer): Response {
  if (body.readInt32BE(0) !== RESULT_ROWS) return { kind: "error", message: "expected rows" };
  if (body.readInt32BE(8) !== 1) return { kind: "error", message: "expected one column" };
  // With one column it does not matter whether keyspace and table stand before all columns or before each.
  const keyspace = readString(body, 12);
  const name = readString(body, readString(body, keyspace.end).end);
  const rowsOffset = name.end + 2; // behind the type, which has no parameters
  const texts: string[] = [];
  let offset = rowsOffset + 4;
  for (let row = 0; row < body.readInt32BE(rowsOffset); row++) {
    const length = Math.max(0, body.readInt32BE(offset)); // -1 is null
    texts.push(body.toString("utf8", offset + 4, offset + 4 + length));
    offset += 4 + length;
  }
  return { kind: "texts", texts };
}

function readString(body: Buffer, offset: number): { readonly text: string; readonly end: number } {
  const end = offset + 2 + body.readUInt16BE(offset);
  return { text: body.toString("utf8", offset + 2, end), end };
}

function frame(opcode: number, body: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header[0] = 4;
  header[4] = opcode;
  header.writeUInt32BE(body.length, 5);
  return Buffer.concat([header, body]);
}

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function string(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  return Buffer.concat([short(bytes.length), bytes]);
}

function longString(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  const length = Buffer.alloc(4);
  length.writeInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
