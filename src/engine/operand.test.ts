import assert from "node:assert/strict";
import { test } from "node:test";
import { describeOperand, parseOperand } from "./operand.ts";

test("each kind of operand is told by how it begins, and anything else is a file", () => {
  assert.deepEqual(
    ["live", "models", "files", "files@12", "profile:prod", "keyspace:audit", "snapshots/shop.cql"].map(parseOperand),
    [
      { kind: "live" },
      { kind: "models" },
      { kind: "files", at: undefined },
      { kind: "files", at: "12" },
      { kind: "profile", name: "prod" },
      { kind: "keyspace", name: "audit" },
      { kind: "snapshot", path: "snapshots/shop.cql" },
    ],
  );
});

test("a URL is never shown", () => {
  const operand = parseOperand("cassandra://me:secret@db/shop");
  assert.equal(operand.kind, "url");
  assert.ok(!describeOperand(operand).includes("secret"));
});

test("a name that is left out is said", () => {
  assert.throws(() => parseOperand("files@"), /`files@` lacks a name/);
});
