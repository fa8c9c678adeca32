// Takes the lease away from whoever holds it.
import { ToolError } from "../base/errors.ts";
import type { HistoryStore } from "./ports.ts";

/**
 * Nothing happens when nobody holds one.
 * @throws ToolError "usage" when it is no longer the one of this epoch
 */
export async function breakLease(store: HistoryStore, epoch: number): Promise<void> {
  const lease = (await store.read())?.lease;
  if (lease === undefined) return;
  if (lease.epoch !== epoch) {
    throw new ToolError("usage", `the lock has epoch ${lease.epoch}, not ${epoch}: it is another one`, {
      hint: "look again: tidemark lock status",
    });
  }
  // Each acquisition has an owner of its own: that of a later one stays.
  await store.release(lease.owner);
}
