import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";
import type { Client } from "cassandra-driver";
import { connectionErrorOf, watchConnectionErrors } from "./connection-errors.ts";

function loggingClient(): { readonly client: Client; log(message: string, cause: unknown): void } {
  const emitter = new EventEmitter();
  const client = emitter as unknown as Client;
  watchConnectionErrors(client);
  return { client, log: (message, cause) => void emitter.emit("log", "warning", "Connection", message, cause) };
}

const TEXT = "There was an error when trying to connect to the host";

test("the last error of each node is kept, and told as that of a first connection is", () => {
  const { client, log } = loggingClient();
  log(`${TEXT} 10.0.0.1:9042`, new Error("the first"));
  log(`${TEXT} 10.0.0.1:9042`, Object.assign(new Error("expired"), { code: "CERT_HAS_EXPIRED" }));
  log(`${TEXT} 10.0.0.2:9042`, new Error("another"));
  assert.match(connectionErrorOf(client, "10.0.0.1:9042") ?? "", /certificate.* has expired/);
  assert.equal(connectionErrorOf(client, "10.0.0.2:9042"), "another");
});

test("nothing is known of a node that was reached, or of another client", () => {
  const { client, log } = loggingClient();
  log("Connecting to 10.0.0.1:9042", "");
  assert.equal(connectionErrorOf(client, "10.0.0.1:9042"), undefined);
  assert.equal(connectionErrorOf(loggingClient().client, "10.0.0.1:9042"), undefined);
});
