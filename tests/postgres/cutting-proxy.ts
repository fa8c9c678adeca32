// A proxy in front of PostgreSQL that cuts connections at a chosen moment: before a message of the client reaches the server, or
// after it did and before its answer is passed on.
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export interface CuttingProxy {
  readonly url: string;
  /** How often it has cut. */
  readonly cutCount: number;
  /** The next time that a client sends what holds `text`, its connection is cut. */
  arm(text: string, moment: "before" | "after"): void;
  close(): Promise<void>;
}

export async function startCuttingProxy(serverUrl: string): Promise<CuttingProxy> {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let armed: { readonly text: string; readonly moment: "before" | "after" } | undefined;
  let cutCount = 0;

  const server = createServer((client) => {
    const upstream = connect({ host: target.hostname, port: Number(target.port) });
    let isCut = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => sockets.delete(socket));
    }
    client.on("close", () => {
      if (!isCut) upstream.destroy();
    });
    upstream.on("close", () => client.destroy());
    upstream.on("data", (bytes) => {
      if (!isCut) client.write(bytes);
    });
    client.on("data", (bytes) => {
      const order = armed !== undefined && bytes.includes(armed.text) ? armed : undefined;
      if (order === undefined) {
        upstream.write(bytes);
        return;
      }
      armed = undefined;
      isCut = true;
      cutCount += 1;
      if (order.moment === "after") {
        // The server has all of it, and says what it likes to nobody.
        upstream.write(bytes, () => client.destroy());
        upstream.setTimeout(5_000, () => upstream.destroy());
        return;
      }
      // Up to the text, so that a transaction is open on the server when the connection breaks.
      upstream.write(bytes.subarray(0, bytes.indexOf(order.text) - 6), () => {
        client.destroy();
        upstream.destroy();
      });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  const url = new URL(serverUrl);
  url.port = String(typeof bound === "object" && bound !== null ? bound.port : 0);
  return {
    url: url.href,
    get cutCount() {
      return cutCount;
    },
    arm(text, moment) {
      armed = { text, moment };
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
