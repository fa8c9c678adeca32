import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeResponse, loginFrame, queryFrame, startupFrame } from "./native-frame.ts";

// As sent by Cassandra 5.0.8 for SELECT release_version FROM system.local.
const ROWS = Buffer.from(
  "84000000080000003b000000020000000100000001000673797374656d00056c6f63616c" +
    "000f72656c656173655f76657273696f6e000d0000000100000005352e302e38",
  "hex",
);

test("STARTUP is byte for byte what the protocol says", () => {
  assert.equal(startupFrame().toString("hex"), "0400000001000000160001000b43514c5f56455253494f4e0005332e302e30");
});

test("QUERY carries the text, consistency ONE and no flags", () => {
  assert.equal(queryFrame("USE").toString("hex"), "04000000070000000a00000003555345000100");
});

test("a login is SASL PLAIN", () => {
  assert.equal(loginFrame("u", "p").toString("hex"), "040000000f000000080000000400750070");
});

test("the rows of a result are its texts", () => {
  assert.deepEqual(decodeResponse(ROWS), { kind: "texts", texts: ["5.0.8"] });
});

test("a response that is not whole is not yet a response", () => {
  for (let length = 0; length < ROWS.length; length++)
    assert.equal(decodeResponse(ROWS.subarray(0, length)), undefined);
});

test("READY, AUTHENTICATE and AUTH_SUCCESS are told apart by what to do next", () => {
  assert.deepEqual(decodeResponse(Buffer.from("840000000200000000", "hex")), { kind: "ready" });
  assert.deepEqual(decodeResponse(Buffer.from("840000000300000000", "hex")), { kind: "authenticate" });
  assert.deepEqual(decodeResponse(Buffer.from("840000001000000000", "hex")), { kind: "ready" });
});

test("an error keeps the server's words", () => {
  const frame = Buffer.from("8400000000000000080000100000026e6f", "hex");
  assert.deepEqual(decodeResponse(frame), { kind: "error", message: "no" });
});
