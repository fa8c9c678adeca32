// A proxy between a runner and a server of one node that understands enough of the CQL native protocol, version 4, to lose,
// hold back or cut off the answer to a chosen request. The protocol:
// https://github.com/apache/cassandra/blob/trunk/doc/native_protocol_v4.spec
import { type AddressInfo, createServer, connect as openSocket, type Socket } from "node:net";

const HEADER_BYTES = 9;
const PREPARE = 0x09;
const RESULT = 0x08;
const RESULT_PREPARED = 4;

const REQUEST_KINDS: ReadonlyMap<number, RequestKind> = new Map([
  [0x01, "startup"],
  [0x05, "options"],
  [0x07, "query"],
  [PREPARE, "prepare"],
  [0x0a, "execute"],
  [0x0b, "register"],
  [0x0d, "batch"],
  [0x0f, "auth-response"],
]);

export type RequestKind =
  | "startup"
  | "options"
  | "query"
  | "prepare"
  | "execute"
  | "register"
  | "batch"
  | "auth-response"
  | "other";

export interface ProxyRequest {
  /** Of all requests to this proxy, from 1. */
  readonly number: number;
  readonly kind: RequestKind;
  /** Its statements; of a prepared one the text that was prepared. Empty for what holds none. */
  readonly text: string;
}

export type Fault =
  /** The server does its work, and its answer is lost; the socket stays open. */
  | { readonly kind: "swallow" }
  /** The server does its work, and both sockets are cut in place of its answer. */
  | { readonly kind: "cut-after" }
  /** Both sockets are cut before the server gets it. */
  | { readonly kind: "cut-before" }
  /** The answer comes so much later. */
  | { readonly kind: "delay"; readonly ms: number }
  /** The server gets it so much later. */
  | { readonly kind: "hold"; readonly ms: number };

export interface NativeProxy {
  readonly host: string;
  readonly port: number;
  /** What was asked so far, in the order in which it came. */
  readonly requests: readonly ProxyRequest[];
  /** Cuts all connections. */
  close(): Promise<void>;
}

export interface NativeProxyOptions {
  readonly server: { readonly host: string; readonly port: number };
  /** Called once for each request, in the order in which they come; undefined: nothing happens to it. */
  readonly choose: (request: ProxyRequest) => Fault | undefined;
}

/** Listens on a loopback address, on a port of its own. */
export async function startNativeProxy({ server, choose }: NativeProxyOptions): Promise<NativeProxy> {
  const requests: ProxyRequest[] = [];
  const sockets = new Set<Socket>();
  /** Text by the id that the server gave it: the driver prepares once for all of its connections. */
  const prepared = new Map<string, string>();

  function see(frame: Frame): { readonly request: ProxyRequest; readonly fault: Fault | undefined } {
    const kind = REQUEST_KINDS.get(frame.opcode) ?? "other";
    const request = { number: requests.length + 1, kind, text: readText(kind, frame.body, prepared) };
    requests.push(request);
    return { request, fault: choose(request) };
  }

  const listener = createServer((client) => {
    const upstream = openSocket({ host: server.host, port: server.port, noDelay: true });
    client.setNoDelay(true);
    const pending = new Map<number, { readonly request: ProxyRequest; readonly fault: Fault | undefined }>();
    const cut = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.once("close", () => {
        sockets.delete(socket);
        cut();
      });
      // Whoever cut it is gone; "close" follows.
      socket.on("error", () => undefined);
    }
    client.on(
      "data",
      framesOf((frame) => {
        const seen = see(frame);
        if (seen.fault?.kind === "cut-before") return cut();
        pending.set(frame.stream, seen);
        pass(upstream, frame, seen.fault?.kind === "hold" ? seen.fault.ms : 0);
      }),
    );
    upstream.on(
      "data",
      framesOf((frame) => {
        const answered = pending.get(frame.stream);
        pending.delete(frame.stream);
        if (answered?.request.kind === "prepare") rememberPrepared(frame, answered.request.text, prepared);
        switch (answered?.fault?.kind) {
          case "swallow":
            return;
          case "cut-after":
            return cut();
          case "delay":
            return pass(client, frame, answered.fault.ms);
          default:
            return pass(client, frame, 0);
        }
      }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    listener.once("error", reject);
    listener.listen(0, "127.0.0.1", resolve);
  });
  // Of a server that listens on a port, and not on a pipe.
  const { port } = listener.address() as AddressInfo;
  return {
    host: "127.0.0.1",
    port,
    requests,
    close() {
      const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      return closed;
    },
  };
}

function pass(to: Socket, { bytes }: Frame, delayMs: number): void {
  if (delayMs === 0) to.write(bytes);
  else setTimeout(() => to.writable && to.write(bytes), delayMs).unref();
}

interface Frame {
  readonly opcode: number;
  /** What an answer has in common with its request; -1 for an event. */
  readonly stream: number;
  readonly body: Buffer;
  /** All of it. */
  readonly bytes: Buffer;
}

/** header : version (1) flags (1) stream (2) opcode (1) length (4) */
function framesOf(use: (frame: Frame) => void): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let partBytes = 0;
  /** What must be there before the next look. */
  let wantedBytes = HEADER_BYTES;
  return (chunk) => {
    parts.push(chunk);
    partBytes += chunk.length;
    while (partBytes >= wantedBytes) {
      const all = Buffer.concat(parts);
      const end = HEADER_BYTES + all.readUInt32BE(5);
      parts = [all];
      wantedBytes = end;
      if (all.length < end) return;
      const bytes = all.subarray(0, end);
      parts = [all.subarray(end)];
      partBytes -= end;
      wantedBytes = HEADER_BYTES;
      use({ opcode: bytes[4] ?? 0, stream: bytes.readInt16BE(2), body: bytes.subarray(HEADER_BYTES), bytes });
    }
  };
}

/** query : <long string> …; execute : <id> …; batch : <type> <n> ( <kind> ( <long string> | <id> ) <n> <value>* )* … */
function readText(kind: RequestKind, body: Buffer, prepared: ReadonlyMap<string, string>): string {
  switch (kind) {
    case "query":
    case "prepare":
      return readLongString(body, 0).text;
    case "execute":
      return prepared.get(readId(body, 0).id) ?? "";
    case "batch":
      return readBatch(body, prepared).join("; ");
    default:
      return "";
  }
}

function readBatch(body: Buffer, prepared: ReadonlyMap<string, string>): readonly string[] {
  const texts: string[] = [];
  let offset = 3;
  for (let left = body.readUInt16BE(1); left > 0; left -= 1) {
    const isPrepared = body[offset] === 1;
    if (isPrepared) {
      const { id, end } = readId(body, offset + 1);
      texts.push(prepared.get(id) ?? "");
      offset = end;
    } else {
      const { text, end } = readLongString(body, offset + 1);
      texts.push(text);
      offset = end;
    }
    const valueCount = body.readUInt16BE(offset);
    offset += 2;
    for (let value = 0; value < valueCount; value += 1) {
      // Below 0 it is null or not set, without bytes.
      offset += 4 + Math.max(0, body.readInt32BE(offset));
    }
  }
  return texts;
}

function rememberPrepared(frame: Frame, text: string, prepared: Map<string, string>): void {
  if (frame.opcode !== RESULT || frame.body.readInt32BE(0) !== RESULT_PREPARED) return;
  prepared.set(readId(frame.body, 4).id, text);
}

function readId(body: Buffer, offset: number): { readonly id: string; readonly end: number } {
  const end = offset + 2 + body.readUInt16BE(offset);
  return { id: body.toString("hex", offset + 2, end), end };
}

function readLongString(body: Buffer, offset: number): { readonly text: string; readonly end: number } {
  const end = offset + 4 + body.readInt32BE(offset);
  return { text: body.toString("utf8", offset + 4, end), end };
}
