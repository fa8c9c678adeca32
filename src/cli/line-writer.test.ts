import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openLineWriter } from "./line-writer.ts";

/** A pipe that holds `room` bytes until somebody reads. */
function pipe(room: number): { send(bytes: Uint8Array): number; read(): string } {
  let held = "";
  return {
    send(bytes) {
      const taken = Math.min(room - held.length, bytes.length);
      if (taken === 0) throw Object.assign(new Error("EAGAIN: no room"), { code: "EAGAIN" });
      held += Buffer.from(bytes.subarray(0, taken)).toString("latin1");
      return taken;
    },
    read() {
      const text = held;
      held = "";
      return text;
    },
  };
}

const fail = (error: unknown): never => assert.fail(String(error));

test("lines of one turn are one write, before anything else happens", async () => {
  const writes: string[] = [];
  const send = (bytes: Uint8Array): number => {
    writes.push(Buffer.from(bytes).toString());
    return bytes.length;
  };
  const writer = openLineWriter(send, { onFailure: fail });
  writer.write("ä\n");
  writer.write("b\n");
  await Promise.resolve();
  assert.deepEqual(writes, ["ä\nb\n"]);
  assert.equal(await writer.end(), 0);
});

test("what has no room is written when there is some, in order, and none is lost", async () => {
  const { send, read } = pipe(3);
  const writer = openLineWriter(send, { onFailure: fail });
  let got = "";
  const reader = setInterval(() => {
    got += read();
  }, 1);
  for (const word of ["one", "two", "three"]) {
    writer.write(`${word}\n`);
    await Promise.resolve();
  }
  const lostCount = await writer.end();
  clearInterval(reader);
  assert.equal(lostCount, 0);
  assert.equal(got + read(), "one\ntwo\nthree\n");
});

test("past the limit whole lines are dropped, and counted with those that nobody read", async () => {
  const { send, read } = pipe(4);
  const writer = openLineWriter(send, { onFailure: fail, keptBytesMax: 8, patienceMs: 20 });
  writer.write("aaa\n");
  await Promise.resolve();
  for (const line of ["bbb\n", "ccc\n", "ddd\n", "eee\n"]) {
    writer.write(line);
    await Promise.resolve();
  }
  assert.equal(await writer.end(), 4);
  assert.equal(read(), "aaa\n");
});

test("a reader that comes back gets whole lines again", async () => {
  const { send, read } = pipe(4);
  const writer = openLineWriter(send, { onFailure: fail, keptBytesMax: 8 });
  for (const line of ["aaa\n", "bbb\n", "ccc\n", "ddd\n"]) {
    writer.write(line);
    await Promise.resolve();
  }
  let got = "";
  const reader = setInterval(() => {
    got += read();
  }, 1);
  while (!got.includes("ccc\n")) await sleep(1);
  writer.write("eee\n");
  const lostCount = await writer.end();
  clearInterval(reader);
  assert.equal(lostCount, 1);
  assert.equal(got + read(), "aaa\nbbb\nccc\neee\n");
});

test("a failure is told once, and nothing is written after it", async () => {
  const failures: unknown[] = [];
  let callCount = 0;
  const send = (): number => {
    callCount += 1;
    throw new Error("no space");
  };
  const writer = openLineWriter(send, { onFailure: (error) => failures.push(error) });
  writer.write("a\n");
  await Promise.resolve();
  writer.write("b\n");
  assert.equal(await writer.end(), 0);
  assert.deepEqual([failures.length, callCount], [1, 1]);
});
