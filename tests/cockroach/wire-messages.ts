// Messages of the PostgreSQL protocol, version 3: bytes to messages, and the few that the proxy makes itself.
// https://www.postgresql.org/docs/18/protocol-message-formats.html

export interface WireMessage {
  /** One letter; "" for the first ones of a connection, which have none. */
  readonly type: string;
  readonly body: Buffer;
  /** All of it. */
  readonly bytes: Buffer;
}

export const SSL_REQUEST = 80_877_103;
export const GSS_REQUEST = 80_877_104;
export const CANCEL_REQUEST = 80_877_102;

/** @param isUntyped whether the next message is one of those that begin a connection */
export function messagesOf(isUntyped: () => boolean, use: (message: WireMessage) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      const head = isUntyped() ? 0 : 1;
      if (rest.length < head + 4) return;
      const end = head + rest.readInt32BE(head);
      if (rest.length < end) return;
      const bytes = rest.subarray(0, end);
      rest = rest.subarray(end);
      use({ type: bytes.toString("latin1", 0, head), body: bytes.subarray(head + 4), bytes });
    }
  };
}

export function messageBytes(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(5);
  head.write(type, 0, "latin1");
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

export function text(value: string): Buffer {
  return Buffer.concat([Buffer.from(value, "utf8"), Buffer.of(0)]);
}

export function readText(body: Buffer, offset: number): { readonly value: string; readonly end: number } {
  const end = body.indexOf(0, offset);
  return { value: body.toString("utf8", offset, end), end: end + 1 };
}

/** error-response, notice-response : ( field-type text )* 0 */
export function sayingBytes(type: "E" | "N", fields: Readonly<Record<string, string>>): Buffer {
  const parts = Object.entries(fields).map(([name, value]) =>
    Buffer.concat([Buffer.from(name, "latin1"), text(value)]),
  );
  return messageBytes(type, ...parts, Buffer.of(0));
}

export interface BindMessage {
  readonly portal: string;
  readonly statement: string;
  /** Values as text; undefined: NULL. */
  readonly values: readonly (Buffer | undefined)[];
}

/** bind : portal statement n format* n ( length value )* n format* */
export function readBind(body: Buffer): BindMessage {
  const portal = readText(body, 0);
  const statement = readText(body, portal.end);
  let offset = statement.end + 2 + body.readInt16BE(statement.end) * 2;
  const count = body.readUInt16BE(offset);
  offset += 2;
  const values = Array.from({ length: count }, () => {
    const length = body.readInt32BE(offset);
    offset += 4;
    if (length < 0) return undefined;
    offset += length;
    return body.subarray(offset - length, offset);
  });
  return { portal: portal.value, statement: statement.value, values };
}

/** All formats are text. */
export function bindBytes({ portal, statement, values }: BindMessage): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt16BE(values.length, 2);
  const written = values.flatMap((value) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(value?.length ?? -1);
    return value === undefined ? [length] : [length, value];
  });
  return messageBytes("B", text(portal), text(statement), count, ...written, Buffer.alloc(2));
}
