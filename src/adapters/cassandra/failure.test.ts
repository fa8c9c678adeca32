import assert from "node:assert/strict";
import { test } from "node:test";
import { isPassing, readFailure, SERVER_CODES } from "./failure.ts";

function driverError(name: string, fields: Readonly<Record<string, unknown>> = {}): Error {
  return Object.assign(new Error(`${name} says why`), { name, ...fields });
}

for (const [what, error, kind] of [
  ["a syntax error", driverError("ResponseError", { code: 0x2000 }), "failed"],
  ["an invalid query", driverError("ResponseError", { code: 0x2200 }), "failed"],
  ["an object that exists", driverError("ResponseError", { code: 0x2400 }), "failed"],
  ["a missing permission", driverError("ResponseError", { code: 0x2100 }), "failed"],
  ["too few live nodes", driverError("ResponseError", { code: 0x1000 }), "failed"],
  ["an overloaded node", driverError("ResponseError", { code: 0x1001 }), "failed"],
  ["an error of the server itself", driverError("ResponseError", { code: 0 }), "unknown"],
  ["a write timeout", driverError("ResponseError", { code: 0x1100 }), "unknown"],
  ["a read timeout, which a conditional write may raise", driverError("ResponseError", { code: 0x1200 }), "unknown"],
  ["a write failure", driverError("ResponseError", { code: 0x1500 }), "unknown"],
  ["a truncation that a node did not carry out", driverError("ResponseError", { code: 0x1003 }), "unknown"],
  ["a write that a node could not log", driverError("ResponseError", { code: 0x1600 }), "unknown"],
  ["a code that is not known", driverError("ResponseError", { code: 0x7777 }), "unknown"],
  ["an unknown outcome of a conditional write", driverError("ResponseError", { code: 0x1700 }), "unknown"],
  ["no answer in time", driverError("OperationTimedOutError"), "unknown"],
  ["a lost connection", driverError("DriverError", { isSocketError: true }), "unknown"],
  ["a request that was not written", driverError("DriverError", { requestNotWritten: true }), "unreachable"],
  ["a mistake of the caller", driverError("ArgumentError"), "failed"],
  ["something that is no error", "what", "unknown"],
  ["no node to ask", driverError("NoHostAvailableError", { innerErrors: {} }), "unreachable"],
  [
    "a node that is down",
    driverError("NoHostAvailableError", { innerErrors: { a: "Host considered as DOWN" } }),
    "unreachable",
  ],
] as const) {
  test(`${what} is ${kind}`, () => {
    assert.equal(readFailure(error).kind, kind);
  });
}

test("of several nodes that were tried, one that may have done it makes all unknown", () => {
  const innerErrors = {
    "10.0.0.1:9042": Object.assign(new Error("connect"), { code: "ECONNREFUSED" }),
    "10.0.0.2:9042": driverError("OperationTimedOutError"),
  };
  assert.deepEqual(readFailure(driverError("NoHostAvailableError", { innerErrors })), {
    kind: "unknown",
    message: "10.0.0.1:9042: nobody listens there (connection refused); 10.0.0.2:9042: no answer in time",
    code: undefined,
  });
});

test("the code of the server is kept through the driver's wrapping", () => {
  const innerErrors = { "10.0.0.1:9042": driverError("ResponseError", { code: 0x1000 }) };
  assert.equal(readFailure(driverError("NoHostAvailableError", { innerErrors })).code, 0x1000);
});

test("a refused login says what the server says", () => {
  const innerErrors = { a: driverError("AuthenticationError") };
  assert.match(
    readFailure(driverError("NoHostAvailableError", { innerErrors })).message,
    /^AuthenticationError says why/,
  );
});

test("a TRUNCATE for which not all nodes are up was not begun; one that failed later may be half done", () => {
  const truncateError = (message: string): Error =>
    driverError("ResponseError", { code: SERVER_CODES.truncateError, message });
  const refused = readFailure(truncateError("Error during truncate: Cannot achieve consistency level ALL"));
  assert.deepEqual([refused.kind, isPassing(refused)], ["failed", true]);
  assert.equal(readFailure(truncateError("Error during truncate: timed out")).kind, "unknown");
});

test("what a server cannot take now may pass, and what it refuses for good does not", () => {
  const isPassingCode = (code: number): boolean => isPassing(readFailure(driverError("ResponseError", { code })));
  assert.deepEqual([0x1000, 0x1001, 0x1002, 0x1100, 0x2000, 0x2200].map(isPassingCode), [
    true,
    true,
    true,
    true,
    false,
    false,
  ]);
});

test("no node that can be asked may pass, and a keyspace that no node knows does not", () => {
  const down = driverError("NoHostAvailableError", { innerErrors: { a: "Host considered as DOWN" } });
  const missing = driverError("NoHostAvailableError", {
    innerErrors: { a: driverError("ResponseError", { code: 0x2200 }) },
  });
  assert.deepEqual([isPassing(readFailure(down)), isPassing(readFailure(missing))], [true, false]);
});

test("what all nodes have in common is said once, without their names", () => {
  const innerErrors = { a: "Host considered as DOWN", b: "Host considered as DOWN" };
  assert.equal(readFailure(driverError("NoHostAvailableError", { innerErrors })).message, "Host considered as DOWN");
});

test("what differs is said of each node", () => {
  const refused = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
  const innerErrors = { a: "Host considered as DOWN", b: refused };
  assert.match(
    readFailure(driverError("NoHostAvailableError", { innerErrors })).message,
    /^a: Host considered as DOWN; b: nobody listens there/,
  );
});
