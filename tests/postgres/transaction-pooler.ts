// A pooler for tests, such as people put in front of PostgreSQL: each transaction of a client goes to any of a few sessions of the
// server. It reads as much of the protocol as that takes: where a message ends, and whether a session is idle.
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

export interface TransactionPooler {
  readonly url: string;
  close(): Promise<void>;
}

interface Session {
  readonly socket: Socket;
  /** What the server said when it let us in, up to its first ReadyForQuery. */
  readonly welcome: Buffer;
  client: Client | undefined;
}

interface Client {
  readonly socket: Socket;
  session: Session | undefined;
  /** Waits for a session. */
  pending: Buffer[];
}

const READY = "Z".charCodeAt(0);
const IDLE = "I".charCodeAt(0);
const TERMINATE = "X".charCodeAt(0);

/** @param serverUrl of a role that needs no password */
export async function startTransactionPooler(serverUrl: string, sessionCount: number): Promise<TransactionPooler> {
  const { hostname, port, username, pathname } = new URL(serverUrl);
  const address = { host: hostname, port: Number(port) };
  const startup = startupMessage({ user: username, database: pathname.slice(1) });
  const sessions = await Promise.all(Array.from({ length: sessionCount }, () => openSession(address, startup)));
  const clients = new Set<Client>();
  const waiting: Client[] = [];
  let next = 0;

  function assign(client: Client): void {
    // Another one each time: what is left in a session is met by somebody else.
    const free = sessions.filter((session) => session.client === undefined);
    next += 1;
    const session = free[next % Math.max(1, free.length)];
    if (session === undefined) {
      if (!waiting.includes(client)) waiting.push(client);
      return;
    }
    session.client = client;
    client.session = session;
    for (const bytes of client.pending.splice(0)) session.socket.write(bytes);
  }

  function release(session: Session): void {
    if (session.client !== undefined) session.client.session = undefined;
    session.client = undefined;
    const client = waiting.shift();
    if (client !== undefined) assign(client);
  }

  for (const session of sessions) {
    const take = messagesOf();
    session.socket.on("data", (bytes) => {
      const { client } = session;
      client?.socket.write(bytes);
      for (const message of take(bytes)) if (message[0] === READY && message[5] === IDLE) release(session);
    });
    session.socket.on("error", () => undefined);
  }

  const server: Server = createServer((socket) => {
    const client: Client = { socket, session: undefined, pending: [] };
    clients.add(client);
    let isStarted = false;
    const take = messagesOf();
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clients.delete(client);
      // A session in the middle of a transaction is of no use to others.
      if (client.session !== undefined) client.session.socket.write(query("ROLLBACK"));
    });
    socket.on("data", (bytes) => {
      if (!isStarted) {
        isStarted = true;
        socket.write(sessions[0]?.welcome ?? Buffer.alloc(0));
        return;
      }
      for (const message of take(bytes)) {
        if (message[0] === TERMINATE) continue;
        if (client.session !== undefined) client.session.socket.write(message);
        else {
          client.pending.push(message);
          assign(client);
        }
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  const ownPort = typeof bound === "object" && bound !== null ? bound.port : 0;
  return {
    url: `postgres://${username}@127.0.0.1:${ownPort}${pathname}`,
    async close() {
      for (const { socket } of [...clients, ...sessions]) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

async function openSession(address: { host: string; port: number }, startup: Buffer): Promise<Session> {
  const socket = connect(address);
  await once(socket, "connect");
  socket.write(startup);
  const take = messagesOf();
  const welcome: Buffer[] = [];
  for (;;) {
    const [bytes] = (await once(socket, "data")) as [Buffer];
    welcome.push(bytes);
    if (take(bytes).some((message) => message[0] === READY)) break;
  }
  return { socket, welcome: Buffer.concat(welcome), client: undefined };
}

/** Bytes as they come → whole messages: a letter, a length that counts itself, and a body. */
function messagesOf(): (bytes: Buffer) => readonly Buffer[] {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const messages: Buffer[] = [];
    while (rest.length >= 5) {
      const end = 1 + rest.readUInt32BE(1);
      if (rest.length < end) break;
      messages.push(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
    return messages;
  };
}

function startupMessage(settings: Readonly<Record<string, string>>): Buffer {
  const body = Buffer.from(`${Object.entries(settings).flat().join("\0")}\0\0`);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length, 0);
  head.writeUInt32BE(196_608, 4);
  return Buffer.concat([head, body]);
}

function query(text: string): Buffer {
  const body = Buffer.from(`${text}\0`);
  const head = Buffer.alloc(5);
  head.write("Q");
  head.writeUInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}
