// Goal: random models become what they declare, by sync and by generated migrations, and go away again.
// Method: a few seeds of the hunt; `npm run models-hunt` takes as many as one has time for.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { capabilitiesOf } from "../conformance/server-session.ts";
import { huntSeed } from "../models/hunt.ts";
import { withServer } from "./cassandra/server.ts";

withServer("random models on a real keyspace", ({ host, port }) => {
  for (const seed of [1, 2, 3, 4, 6]) {
    test(`the models of seed ${seed} and their change are what is there, and the way back leads back`, async () => {
      const place = { contactPoint: host, port };
      const keyspace = `hunt_${randomUUID().replaceAll("-", "").slice(0, 16)}`;
      const { done, failure } = await huntSeed(seed, { place, keyspace, capabilities: await capabilitiesOf(place) });
      assert.equal(failure, undefined, failure);
      assert.ok(done.has("synced"), `nothing was done: ${[...done].join()}`);
    });
  }
});
