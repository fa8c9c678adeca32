// What a bundle of Astra leads to: its metadata service, and the proxy that finds a node by the name that TLS carries (SNI). Built
// after cassandra-driver 4.10.0 (lib/datastax/cloud) and Astra's documentation; behind the proxy is a real Cassandra.
import { once } from "node:events";
import { createServer as createHttps } from "node:https";
import { createRequire } from "node:module";
import { type AddressInfo, connect, type Socket } from "node:net";
import { createServer as createTls } from "node:tls";
import type { Authority, Issued } from "./certificates.ts";

export interface AstraDouble {
  /** The zip file. */
  readonly bundle: Buffer;
  close(): Promise<void>;
}

export interface AstraDoubleOptions {
  readonly authority: Authority;
  readonly datacenter: string;
  /** Where the node of each host id is. */
  readonly nodes: Readonly<Record<string, { readonly host: string; readonly port: number }>>;
  /** The HTTP status of the metadata service; 200 when not given. */
  readonly status?: number;
  /** The client's certificate in the bundle; a fresh one when not given. */
  readonly client?: Issued;
}

export async function startAstraDouble(options: AstraDoubleOptions): Promise<AstraDouble> {
  const { authority, datacenter, nodes, status = 200 } = options;
  // The driver looks the proxy up in the DNS alone, so it is an address here, which it compares with the common name.
  const { certificate: cert, key } = await authority.issue("127.0.0.1", { names: ["localhost"] });
  const identity = { cert, key, ca: authority.certificate, requestCert: true, rejectUnauthorized: true };
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
    return socket;
  };
  const proxy = createTls(identity, (socket) => {
    const name = "servername" in socket ? String(socket.servername) : "";
    const node = nodes[name];
    if (node === undefined) {
      socket.destroy();
      return;
    }
    const onward = keep(connect(node));
    keep(socket).pipe(onward).pipe(socket);
    socket.on("close", () => onward.destroy());
    onward.on("close", () => socket.destroy());
  });
  const proxyPort = await listen(proxy);
  const metadata = createHttps(identity, (_request, response) => {
    const contact_info = {
      type: "sni_proxy",
      local_dc: datacenter,
      contact_points: Object.keys(nodes),
      sni_proxy_address: `127.0.0.1:${proxyPort}`,
    };
    response.writeHead(status, { connection: "close" }).end(JSON.stringify({ version: 1, contact_info }));
  });
  const metadataPort = await listen(metadata);
  const client = options.client ?? (await authority.issue("bundle"));
  const bundle = zip({
    "config.json": JSON.stringify({ host: "localhost", port: metadataPort, keyspace: "shop", localDC: datacenter }),
    "ca.crt": authority.certificate,
    cert: client.certificate,
    key: client.key,
  });
  return {
    bundle,
    async close() {
      for (const socket of sockets) socket.destroy();
      for (const server of [proxy, metadata]) {
        server.close();
        await once(server, "close");
      }
    },
  };
}

async function listen(server: ReturnType<typeof createTls> | ReturnType<typeof createHttps>): Promise<number> {
  server.on("tlsClientError", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

interface Zip {
  addFile(name: string, content: Buffer): void;
  toBuffer(): Buffer;
}

/** With the library that the driver reads it with. */
export function zip(files: Readonly<Record<string, string>>): Buffer {
  const requireHere = createRequire(import.meta.url);
  const requireThere = createRequire(requireHere.resolve("cassandra-driver"));
  const AdmZip: new () => Zip = requireThere("adm-zip");
  const archive = new AdmZip();
  for (const [name, text] of Object.entries(files)) archive.addFile(name, Buffer.from(text));
  return archive.toBuffer();
}
