// Goal: `snapshot` writes a live keyspace as models that declare it to the letter, and `diff` reads models as one of its sides.
// Method: a keyspace with all that a release knows is written as TypeScript, which then is the models of the configuration.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { assertExit, documentOf } from "../cli/cli.ts";
import { type CliWorld, withCliWorld } from "../cli/keyspace.ts";
import { capabilitiesOf } from "../conformance/server-session.ts";
import { everything, masks } from "./cassandra/everything.ts";
import { withServer } from "./cassandra/server.ts";

const CONFIG = "models: models.ts\n";

async function assertSame(world: CliWorld, from: string, to: string): Promise<void> {
  const result = await world.run(["diff", from, to]);
  assert.equal(result.stdout, `no differences: ${from} and ${to}\n`, result.stderr);
  assertExit(result, 0);
}

withServer("models of a live keyspace", (server) => {
  test("everything that a keyspace can hold is written as models that do not differ from it", async () => {
    const capabilities = await capabilitiesOf({ contactPoint: server.host, port: server.port });
    const hasMasks = capabilities.release === "5.0" && capabilities.settings.dynamicDataMasking === true;
    await withCliWorld(server, { config: CONFIG }, async (world) => {
      const { client, keyspace } = world;
      for (const text of everything(keyspace, capabilities)) await client.execute(text);
      for (const text of hasMasks ? masks(keyspace) : []) await client.execute(text);
      const written = await world.run(["snapshot", "-o", "models.ts"]);
      assertExit(written, 0);
      assert.match(written.stderr, /warning: models say nothing of functions, and leave them as they are: /);
      assert.doesNotMatch(written.stderr, /left out/);
      const cql = await world.run(["snapshot"]);
      await assertSame(world, "live", "models");
      await assertSame(world, "models", "live");
      assert.match(
        await readFile(world.path("models.ts"), "utf8"),
        /^export const allTypes = table\("all_types", \{$/m,
      );
      // Alone, they make what they say, and that is a part of what is there.
      const alone = await world.run(["snapshot", "--from", "models", "--json"]);
      assertExit(alone, 0);
      assert.match(cql.stdout, /CREATE FUNCTION/);
      assert.doesNotMatch(JSON.stringify(documentOf(alone)), /"language"/);
    });
  });

  test("what the models say and the keyspace does not is the difference, with statements that make it", () =>
    withCliWorld(server, { config: CONFIG }, async (world) => {
      await world.client.execute(`CREATE TABLE ${world.keyspace}.users (id uuid PRIMARY KEY, email text)`);
      assertExit(await world.run(["snapshot", "--format", "typescript", "-o", "models.ts"]), 0);
      const text = await readFile(world.path("models.ts"), "utf8");
      await world.write({ "models.ts": text.replace("email: text(),", "email: text().indexed(),\n  name: text(),") });
      const result = await world.run(["diff", "live", "models", "--statements"]);
      assertExit(result, 1);
      assert.equal(
        result.stdout.replaceAll(world.keyspace, "ks"),
        "ALTER TABLE ks.users ADD name text;\nCREATE INDEX users_email_idx ON ks.users (email);\n",
      );
      const back = await world.run(["diff", "models", "live"]);
      assertExit(back, 1);
      assert.match(back.stdout, /2 differences: models → live/);
    }));
});
