// Asks a server for a column of texts over the native protocol, without a driver: a sandbox is ready when it answers CQL.
import { connect as connectPlain, type Socket } from "node:net";
import { connect as connectTls, type SecureContextOptions } from "node:tls";
import { decodeResponse, loginFrame, queryFrame, type Response, startupFrame } from "./native-frame.ts";

export interface AskOptions {
  readonly address: string;
  readonly port: number;
  readonly transport: "plain" | "tls";
  /** What is shown to a server that demands a certificate of its clients. */
  readonly identity?: SecureContextOptions | undefined;
  readonly timeoutMs: number;
}

/**
 * The rows of a query for one column of type text, or undefined when the server does not answer it (yet).
 * The login, if one is asked for, is the one that Cassandra starts with.
 */
export function askTexts(cql: string, options: AskOptions): Promise<readonly string[] | undefined> {
  return new Promise((resolve) => {
    const { address: host, port } = options;
    // The certificate of a throw-away server proves nothing.
    const socket: Socket =
      options.transport === "tls"
        ? connectTls({ ...options.identity, host, port, rejectUnauthorized: false })
        : connectPlain({ host, port });
    let received: Buffer = Buffer.alloc(0);
    const finish = (texts: readonly string[] | undefined): void => {
      socket.destroy();
      resolve(texts);
    };
    const answer = (response: Response): void => {
      if (response.kind === "ready") socket.write(queryFrame(cql));
      else if (response.kind === "authenticate") socket.write(loginFrame("cassandra", "cassandra"));
      else finish(response.kind === "texts" ? response.texts : undefined);
    };
    socket.setTimeout(options.timeoutMs, () => finish(undefined));
    socket.on("error", () => finish(undefined));
    socket.on("close", () => finish(undefined));
    socket.on("data", (bytes) => {
      received = Buffer.concat([received, bytes]);
      const response = decodeResponse(received);
      if (response === undefined) return;
      received = Buffer.alloc(0); // one request is under way at a time, so nothing follows its response
      answer(response);
    });
    socket.write(startupFrame());
  });
}
