// Stands before a server with a certificate of its own: for what a real server cannot be made to show at will.
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type ConnectionOptions, connect, createServer, type TLSSocket, type TlsOptions } from "node:tls";
import type { Issued } from "./certificates.ts";

export interface TlsDouble {
  /** Of 127.0.0.1. */
  readonly port: number;
  close(): Promise<void>;
}

/** @param upstream where everything goes that comes in */
export async function startTlsDouble(
  { certificate: cert, key }: Issued,
  upstream: ConnectionOptions,
  options: TlsOptions = {},
): Promise<TlsDouble> {
  const sockets = new Set<TLSSocket>();
  const keep = (socket: TLSSocket): TLSSocket => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
    return socket;
  };
  const server = createServer({ ...options, cert, key }, (socket) => {
    const onward = keep(connect(upstream));
    keep(socket).pipe(onward).pipe(socket);
    socket.on("close", () => onward.destroy());
    onward.on("close", () => socket.destroy());
  });
  // A handshake that fails is what some tests want.
  server.on("tlsClientError", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
