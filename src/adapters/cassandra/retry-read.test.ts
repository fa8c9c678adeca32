import assert from "node:assert/strict";
import { test } from "node:test";
import { driverError } from "./fake-client.test.ts";
import { retryRead } from "./retry-read.ts";

function failing(error: Error, times: number): { read: () => Promise<string>; count: () => number } {
  let count = 0;
  return {
    async read() {
      count += 1;
      if (count <= times) throw error;
      return "read";
    },
    count: () => count,
  };
}

test("a read that no answer came to is repeated", async () => {
  const { read, count } = failing(driverError("OperationTimedOutError"), 2);
  assert.equal(await retryRead(read), "read");
  assert.equal(count(), 3);
});

test("a read that a replica failed is repeated: it may not have loaded the table yet", async () => {
  const { read, count } = failing(driverError("ResponseError", 0x1300), 1);
  assert.equal(await retryRead(read), "read");
  assert.equal(count(), 2);
});

test("a read that the server refuses is not", async () => {
  const { read, count } = failing(driverError("ResponseError", 0x2200), 1);
  await assert.rejects(retryRead(read), /says why/);
  assert.equal(count(), 1);
});

test("a read that never gets an answer fails in the end, with the last reason", async () => {
  const { read, count } = failing(driverError("OperationTimedOutError"), Number.POSITIVE_INFINITY);
  await assert.rejects(retryRead(read), { name: "OperationTimedOutError" });
  assert.ok(count() > 3);
});
