// A seed → the loopback addresses and ports that a sandbox may try, in order. Pure.
import { createHash } from "node:crypto";

/** Where one node listens. Holding `claimPort` of the address is what keeps every other sandbox away from it. */
export interface Slot {
  readonly address: string;
  readonly claimPort: number;
  readonly storagePort: number;
  readonly nativePort: number;
}

const CLAIM_PORT = 7_198; // beside Cassandra's own 7000, 7001 and 7199
const SLOTS_A_KIND = 64;

/**
 * On Linux all of 127.0.0.0/8 answers, so each node gets an address of its own out of 127.64.0.0/10 with the standard ports 9042 and
 * 7000. Elsewhere, and where those cannot be bound, it is 127.0.0.1 with ports of its own; a second node is not possible there, as
 * the nodes of a cluster must share their ports (on macOS `ifconfig lo0 alias` can add addresses).
 * The same seed gives the same slots, so a named sandbox is found again where it was.
 */
export function slotCandidates(seed: string, platform: string): readonly Slot[] {
  const digest = createHash("sha256").update(seed).digest();
  const start = digest.readUInt32BE(0);
  const indexes = Array.from({ length: SLOTS_A_KIND }, (_, index) => index);
  const addresses = platform === "linux" ? indexes.map((index) => ownAddress(start + index)) : [];
  return [...addresses, ...indexes.map((index) => ownPorts(start + index))];
}

/** True for slots whose node can be one of several. */
export function isOwnAddress(slot: Slot): boolean {
  return slot.claimPort === CLAIM_PORT;
}

function ownAddress(number: number): Slot {
  const second = 64 + (Math.floor(number / (254 * 256)) % 64);
  const third = Math.floor(number / 254) % 256;
  const fourth = 1 + (number % 254);
  return { address: `127.${second}.${third}.${fourth}`, claimPort: CLAIM_PORT, storagePort: 7_000, nativePort: 9_042 };
}

/** Ports below those that Linux (32768) and macOS (49152) hand out to outgoing connections. */
function ownPorts(number: number): Slot {
  const base = 20_000 + (number % 4_000) * 3;
  return { address: "127.0.0.1", claimPort: base, storagePort: base + 1, nativePort: base + 2 };
}
