// Slots to try → slots that are held, for as long as this process lives. A listening socket is the lock: two starts at the same
// instant cannot both have it, and the kernel lets go of it however the process ends.
import { createServer, type Server } from "node:net";
import { ToolError } from "../base/errors.ts";
import { isOwnAddress, type Slot } from "./address.ts";

/** Throws `ToolError` "sandbox-failed" when the candidates do not hold `count` free slots. */
export async function claimSlots(candidates: readonly Slot[], count: number): Promise<readonly Slot[]> {
  const claimed: Slot[] = [];
  for (const slot of candidates) {
    if (claimed.length === count) break;
    if (count > 1 && !isOwnAddress(slot)) continue;
    if (await claimSlot(slot)) claimed.push(slot);
  }
  if (claimed.length === count) return claimed;
  throw new ToolError("sandbox-failed", `found ${claimed.length} free loopback addresses, needs ${count}`, {
    hint:
      count > 1
        ? "several nodes need Linux, or loopback aliases; stop a server that listens on port 9042 or 7000 of every address"
        : "stop sandboxes that are no longer needed: `tidemark sandbox status` names them",
  });
}

async function claimSlot(slot: Slot): Promise<boolean> {
  const claim = await listen(slot.address, slot.claimPort);
  if (claim === undefined) return false;
  // Another program may listen here, or on this port of all addresses.
  for (const port of [slot.nativePort, slot.storagePort]) {
    const probe = await listen(slot.address, port);
    if (probe === undefined) {
      await close(claim);
      return false;
    }
    await close(probe);
  }
  claim.unref(); // it holds a place, not the process
  return true;
}

function listen(host: string, port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", () => resolve(undefined));
    server.listen({ host, port, exclusive: true }, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
