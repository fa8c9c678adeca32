import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { secretOf } from "./secret.ts";

test("a secret never prints, and reveals itself when asked", () => {
  const secret = secretOf("hush");
  assert.deepEqual(
    [String(secret), `${secret}`, JSON.stringify({ secret }), inspect({ secret }), secret.reveal()],
    ["***", "***", '{"secret":"***"}', "{ secret: *** }", "hush"],
  );
});
