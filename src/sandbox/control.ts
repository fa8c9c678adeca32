// The socket in a sandbox's directory by which others see that its supervisor lives, and ask it to stop. A connection that is
// refused means a dead supervisor, whoever has its process id by now.
import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const STOP_MS = 30_000;

export type Life = "alive" | "dead" | "no-socket";

/** Listens for as long as this process lives; `onStop` may be called more than once. */
export function serveControl(directory: string, onStop: () => void): Promise<Server> {
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.on("data", onStop);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(socketPath(directory), () => resolve(server));
  });
}

export async function readLife(directory: string): Promise<Life> {
  const first = await knock(directory);
  if (first !== "dead") return first;
  await sleep(50); // between bind and listen a socket refuses too
  return knock(directory);
}

/** Resolves when the supervisor is gone, and with it all that it kept; false when that takes longer than 30 s. */
export function requestStop(directory: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath(directory), () => socket.write("stop\n"));
    const timer = setTimeout(() => {
      resolve(false);
      socket.destroy();
    }, STOP_MS);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(true);
    });
    socket.resume();
  });
}

function knock(directory: string): Promise<Life> {
  return new Promise((resolve) => {
    const socket = connect(socketPath(directory), () => {
      socket.destroy();
      resolve("alive");
    });
    socket.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNREFUSED") resolve("dead");
      else resolve(error.code === "ENOENT" ? "no-socket" : "alive");
    });
  });
}

function socketPath(directory: string): string {
  return join(directory, "control.sock");
}
