import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:net";
import { test } from "node:test";
import { slotCandidates } from "./address.ts";
import { claimSlots } from "./claim.ts";

test("claims made at the same instant from the same candidates never share a slot", async () => {
  const candidates = slotCandidates(randomUUID(), process.platform);
  const claims = await Promise.all([1, 2, 3].map(() => claimSlots(candidates, 1)));
  const keys = claims.flat().map(({ address, claimPort }) => `${address}:${claimPort}`);
  assert.equal(new Set(keys).size, 3);
});

test("a slot whose CQL port is taken by another program is passed over", async () => {
  const [first, second] = slotCandidates(randomUUID(), process.platform);
  assert.ok(first !== undefined && second !== undefined);
  const other = await listen(first.address, first.nativePort);
  try {
    assert.deepEqual(await claimSlots([first, second], 1), [second]);
  } finally {
    other.close();
  }
});

test("without a free slot the claim fails", async () => {
  await assert.rejects(claimSlots([], 1), {
    code: "sandbox-failed",
    message: /found 0 free loopback addresses, needs 1/,
  });
});

test("several nodes are never put on one address", async () => {
  const shared = slotCandidates(randomUUID(), "darwin");
  await assert.rejects(claimSlots(shared, 2), { code: "sandbox-failed" });
});

function listen(host: string, port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen({ host, port }, () => resolve(server));
  });
}
