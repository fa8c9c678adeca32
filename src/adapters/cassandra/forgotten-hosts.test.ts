// A double of the driver's client: a real one forgets hosts only when its connection is cut (tests/integration/lost-answers).
import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";
import type { Client } from "cassandra-driver";
import { closerOf } from "./forgotten-hosts.ts";

test("hosts that the client has forgotten are shut down with it, and no others", async () => {
  const down: string[] = [];
  const host = (name: string): object => ({ shutdown: async () => void down.push(name) });
  const current = [host("first"), host("kept")];
  const emitter = new EventEmitter();
  const client = Object.assign(emitter, {
    hosts: { values: () => [...current] },
    async shutdown(): Promise<void> {
      down.push("client");
      throw new Error("the driver's own trouble");
    },
  });
  const close = closerOf(client as unknown as Client);
  current.splice(0, 1, host("second"));
  emitter.emit("hostAdd", current[0]);
  await close();
  assert.deepEqual(down, ["client", "first"]);
});
