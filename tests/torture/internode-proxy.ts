// Stands before one node of a cluster: passes on what the others and it say to each other on connections that they opened, or
// keeps that back for a while. Nothing of it is lost.
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface InternodeProxy {
  /** From now on nothing goes either way: what is sent waits in the sockets, and who connects waits for an answer. */
  hold(): void;
  /** What was kept back goes on, in its order. */
  release(): void;
  close(): Promise<void>;
}

interface Link {
  readonly near: Socket;
  readonly far: Socket;
}

/** Listens at `from`, and speaks with `to` for whoever connects there. It keeps no process alive. */
export async function startInternodeProxy(from: Address, to: Address): Promise<InternodeProxy> {
  const links = new Set<Link>();
  let isHeld = false;

  const server = createServer((near) => {
    const link: Link = { near, far: connect(to) };
    links.add(link);
    for (const [socket, other] of [
      [link.near, link.far],
      [link.far, link.near],
    ] as const) {
      socket.setNoDelay(true);
      socket.unref();
      // Why it failed is for its two ends to say.
      socket.on("error", () => other.destroy());
      socket.once("close", () => {
        links.delete(link);
        other.destroy();
      });
    }
    if (!isHeld) join(link);
  });
  server.listen({ ...from, exclusive: true });
  await once(server, "listening");
  server.unref();

  return {
    hold() {
      if (isHeld) return;
      isHeld = true;
      links.forEach(part);
    },
    release() {
      // A second pipe would say everything twice.
      if (!isHeld) return;
      isHeld = false;
      links.forEach(join);
    },
    async close() {
      for (const { near, far } of links) {
        near.destroy();
        far.destroy();
      }
      server.close();
      await once(server, "close");
    },
  };
}

function join({ near, far }: Link): void {
  near.pipe(far);
  far.pipe(near);
}

/** A stream without a pipe would flow into nowhere. */
function part({ near, far }: Link): void {
  near.unpipe(far).pause();
  far.unpipe(near).pause();
}
