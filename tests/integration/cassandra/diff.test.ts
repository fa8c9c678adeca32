// Goal: a real server takes the statements of a difference, and has the other schema then.
// Method: seeded versions of one keyspace, one after the other, every other one undone, and nothing in the end; read what
// the server holds after each. RUNS=100 tries as many seeds, FIRST_SEED=1000 others.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Client } from "cassandra-driver";
import { readSchema } from "../../../src/adapters/cassandra/read-schema.ts";
import type { Capabilities } from "../../../src/cql/capabilities.ts";
import { type SchemaShape, versionsOf } from "../../../src/cql/diff/arbitrary-schema.test.ts";
import { blockedChanges } from "../../../src/cql/diff/blocked-changes.ts";
import type { Change } from "../../../src/cql/diff/change.ts";
import { renderChange } from "../../../src/cql/diff/describe-change.ts";
import { diff } from "../../../src/cql/diff/diff.ts";
import { reverseOf } from "../../../src/cql/diff/reverse-of.ts";
import { statementsFor } from "../../../src/cql/diff/statements-for.ts";
import { print } from "../../../src/cql/printer/print.ts";
import { emptyKeyspace, type Schema } from "../../../src/cql/schema/schema.ts";
import { withKeyspace, withServer } from "./server.ts";

const FIRST_SEED = Number(process.env.FIRST_SEED ?? 1);
const SEEDS = Array.from({ length: Number(process.env.RUNS ?? 2) }, (_, index) => FIRST_SEED + index);
const VERSIONS_PER_SEED = 4;

withServer("the statements of a difference", (server) => {
  test("a real server takes the statements of a difference, and has the other schema then", async () => {
    await withKeyspace(server, async ({ client, name }) => {
      const tally = { whole: 0, reversed: 0 };
      for (const seed of SEEDS) await runVersions(client, name, seed, tally);
      assert.ok(tally.whole > SEEDS.length * 1.5, `few steps were without rebuilds: ${tally.whole}`);
      assert.ok(tally.reversed >= SEEDS.length * 0.5, `few steps could be undone: ${tally.reversed}`);
    });
  });
});

interface Tally {
  whole: number;
  reversed: number;
}

async function runVersions(client: Client, name: string, seed: number, tally: Tally): Promise<void> {
  const { schema, capabilities } = await readSchema(client, { keyspaces: [name] });
  const run = (changes: readonly Change[]): Promise<Schema> => runChanges(client, name, changes, capabilities);
  const isWhole = (changes: readonly Change[]): boolean => blockedChanges(changes, { capabilities }).length === 0;
  let live = schema;
  for (const [index, wanted] of versionsOf(seed, VERSIONS_PER_SEED, shapeFor(name, capabilities)).entries()) {
    const before = live;
    const changes = diff(before, wanted, { capabilities });
    live = await run(changes);
    if (!isWhole(changes)) continue;
    assertSame(live, wanted, capabilities);
    tally.whole++;
    const back = reverseOf(changes, { from: before, to: wanted, capabilities });
    if (index % 2 !== 0 || !isWhole(back.changes)) continue;
    live = await run(back.changes);
    assertSame(live, before, capabilities);
    tally.reversed++;
  }
  const nothing = withoutContents(live, name);
  assertSame(await run(diff(live, nothing, { capabilities })), nothing, capabilities);
}

/** What waits for a rebuild is left as it is. */
async function runChanges(
  client: Client,
  name: string,
  changes: readonly Change[],
  capabilities: Capabilities,
): Promise<Schema> {
  for (const { node, change } of statementsFor(changes, { capabilities })) {
    const text = print(node);
    await client.execute(text).catch((error: Error) => {
      assert.fail(`${error.message}\n${renderChange(change)}\n${text}`);
    });
  }
  return (await readSchema(client, { keyspaces: [name] })).schema;
}

function assertSame(live: Schema, wanted: Schema, capabilities: Capabilities): void {
  const lines = diff(live, wanted, { capabilities }).map((change) => renderChange(change));
  assert.deepEqual(lines, []);
}

function shapeFor(keyspace: string, { settings }: Capabilities): SchemaShape {
  const parts: SchemaShape["with"][number][] = [];
  if (settings.materializedViews !== false) parts.push("views");
  if (settings.userDefinedFunctions !== false) parts.push("functions");
  if (settings.dynamicDataMasking === true) parts.push("masks");
  return { keyspace, with: parts };
}

function withoutContents(schema: Schema, name: string): Schema {
  const keyspace = schema.keyspaces.get(name);
  assert.ok(keyspace !== undefined);
  return { ...schema, keyspaces: schema.keyspaces.with(name, emptyKeyspace(keyspace)) };
}
