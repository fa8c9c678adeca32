// Goal: no schema change starts before all nodes hold the one before it, and no migration is recorded as applied before all nodes
// hold what it makes. Method: what is sent to the third node is held back during runs. A watcher reads history, coordinator and
// the other nodes, in this order: nothing is ever taken away, so a node that is read later may know more, but never less.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import cassandra, { type Client } from "cassandra-driver";
import { assertExit, type CliResult, documentOf } from "../cli/cli.ts";
import { type Cluster, clusterOf } from "./cluster.ts";
import { type ClusterWorld, withClusterWorld } from "./cluster-world.ts";
import type { Random, Round, Scenario, Tally } from "./scenario.ts";

const MIGRATION_COUNT = 6;
const HOLDS = 3;
const HOLD_MIN_MS = 200;
const HOLD_MAX_MS = 8_000;
const WATCH_PAUSE_MS = 10;

export const heldSchema: Scenario = {
  name: "held-schema",
  nodeCount: 3,
  run: (round) => (round.random() < 0.5 ? holdPatientRun(round) : holdImpatientRun(round)),
};

/** Every schema change of a migration, as the column that it makes: "table.column". */
function changesOf(version: number): readonly string[] {
  return [`a${version}.id`, `b${version}.id`, `a${version}.note`];
}

const VERSIONS: readonly number[] = Array.from({ length: MIGRATION_COUNT }, (_, index) => index + 1);
const CHANGES: readonly string[] = VERSIONS.flatMap(changesOf);

/** Data between changes of the schema gives the watcher the time to see one, and to hold before the next. */
function filesWith(lastInsert: "plain" | "conditional"): Readonly<Record<string, string>> {
  const condition = lastInsert === "conditional" ? " IF NOT EXISTS" : "";
  return Object.fromEntries(
    VERSIONS.map((version) => [
      `V${version}__tables.cql`,
      `CREATE TABLE a${version} (id int PRIMARY KEY);
INSERT INTO a${version} (id) VALUES (1);
CREATE TABLE IF NOT EXISTS b${version} (id int PRIMARY KEY);
INSERT INTO b${version} (id) VALUES (1)${condition};
ALTER TABLE a${version} ADD note text;
`,
    ]),
  );
}

/** It waits as long as it takes: a run with holds ends like one without. */
export async function holdPatientRun(round: Round): Promise<Tally> {
  const cluster = clusterOf(round.server);
  const tally = { holds: 0, looks: 0, lags: 0 };
  await withClusterWorld(cluster, { files: filesWith("conditional") }, (world) =>
    releasing(cluster, async () => {
      const moments = chooseMoments(round.random, HOLDS);
      const run = world.spawn(["migrate", "--json"]);
      const watch = watchOrder(world, run.ended);
      for (const moment of moments) {
        await watch.coordinatorHas(moment);
        cluster.hold();
        const holdMs = HOLD_MIN_MS * (HOLD_MAX_MS / HOLD_MIN_MS) ** round.random();
        round.log(`held after ${moment} changes for ${Math.round(holdMs)} ms`);
        tally.holds += 1;
        await Promise.race([sleep(holdMs), run.ended]);
        cluster.release();
      }
      assertExit(await run.ended, 0);
      const { looks, lags } = await watch.end();
      tally.looks += looks;
      tally.lags += lags;
      await assertAllApplied(world, 0);
    }),
  );
  return tally;
}

/** It gives up while the node is still held; what is not settled stays open, and the next run waits for it first. */
export async function holdImpatientRun(round: Round): Promise<Tally> {
  const cluster = clusterOf(round.server);
  const tally = { holds: 1, looks: 0, lags: 0, refusals: 0 };
  // A node may be held in the middle of a conditional write, which may then time out three times: that is another way to end.
  const files = filesWith("plain");
  await withClusterWorld(cluster, { files, config: "schema: { agreement_wait: 1s }\n" }, (world) =>
    releasing(cluster, async () => {
      const [moment = 1] = chooseMoments(round.random, 1);
      const run = world.spawn(["migrate", "--json"]);
      const watch = watchOrder(world, run.ended);
      await watch.coordinatorHas(moment);
      cluster.hold();
      round.log(`held after ${moment} changes until the run ended`);
      assertNotAgreed(await run.ended);
      const { looks, lags } = await watch.end();
      tally.looks += looks;
      tally.lags += lags;

      const [known, knownLate] = await Promise.all([readChanges(world, 0), readChanges(world, 2)]);
      assert.equal(known.length - knownLate.length, 1, "one schema change is not agreed on");
      const version = String(Math.ceil(known.length / changesOf(1).length));
      const log = await world.readLog();
      assert.deepEqual(
        log.map((row) => `${row.kind} ${row.version}`),
        [...VERSIONS.slice(0, Number(version) - 1).map((each) => `applied ${each}`), `failed ${version}`],
      );
      round.log(`ended after ${known.length} changes: ${log.at(-1)?.error}`);

      assertNotAgreed(await world.run(["migrate", "--json"]));
      tally.refusals += 1;
      assert.deepEqual(await readChanges(world, 0), known, "nothing is sent before agreement");
      const applied = (await world.readLog()).filter(({ kind }) => kind === "applied");
      assert.equal(applied.length, Number(version) - 1, "nothing is recorded as applied before agreement");

      cluster.release();
      const last = await world.run(["migrate", "--json"]);
      assertExit(last, 0);
      await assertAllApplied(world, 1);
    }),
  );
  return tally;
}

async function releasing(cluster: Cluster, use: () => Promise<void>): Promise<void> {
  try {
    await use();
  } finally {
    cluster.release();
  }
}

function assertNotAgreed(result: CliResult): void {
  assertExit(result, 1);
  const { error } = documentOf(result) as { readonly error: { readonly code: string } };
  assert.equal(error.code, "agreement-not-reached");
}

/** Numbers of changes, rising, the last of them with some left to come. Half of them are followed by the last one of a migration. */
function chooseMoments(random: Random, count: number): readonly number[] {
  const each = changesOf(1).length;
  const moments = Array.from({ length: count }, () => {
    const migrations = Math.floor(random() * (MIGRATION_COUNT - 1));
    return migrations * each + (random() < 0.5 ? each - 1 : 1 + Math.floor(random() * each));
  });
  return moments.sort((one, other) => one - other);
}

interface Watch {
  /** Resolves when the coordinator has carried out so many changes. */
  coordinatorHas(changeCount: number): Promise<void>;
  /** @throws what broke the order */
  end(): Promise<{ readonly looks: number; readonly lags: number }>;
}

/** Looks at the order of things again and again until the run ends. */
function watchOrder(world: ClusterWorld, ended: Promise<CliResult>): Watch {
  let result: CliResult | undefined;
  let reached = 0;
  let looks = 0;
  let lags = 0;
  void ended.then((end) => {
    result = end;
  });
  const work = (async () => {
    while (result === undefined) {
      const seen = await look(world);
      reached = Math.max(reached, seen.coordinatorCount);
      looks += 1;
      if (seen.isLagging) lags += 1;
      await sleep(WATCH_PAUSE_MS);
    }
  })();
  work.catch(() => undefined);
  return {
    async coordinatorHas(changeCount) {
      while (reached < changeCount) {
        await Promise.race([sleep(WATCH_PAUSE_MS), work]);
        if (result === undefined) continue;
        await work;
        assert.fail(`ended before change ${changeCount}: ${result.stdout}${result.stderr}`);
      }
    },
    async end() {
      await work;
      return { looks, lags };
    },
  };
}

async function look(world: ClusterWorld): Promise<{ readonly coordinatorCount: number; readonly isLagging: boolean }> {
  const applied = await readApplied(world);
  const known = await readChanges(world, 0);
  assert.deepEqual(known, CHANGES.slice(0, known.length), "changes are carried out in their order");
  const others = await Promise.all([readChanges(world, 1), readChanges(world, 2)]);
  for (const [index, other] of others.entries()) {
    const missing: readonly string[] = known.slice(0, -1).filter((change) => !other.includes(change));
    assert.deepEqual(missing, [], `the coordinator went on to ${known.at(-1)}; what node ${index + 2} lacks`);
    for (const version of applied) {
      const lacking: readonly string[] = changesOf(version).filter((change) => !other.includes(change));
      assert.deepEqual(lacking, [], `${version} is recorded as applied; what node ${index + 2} lacks`);
    }
  }
  return { coordinatorCount: known.length, isLagging: others.some((other) => other.length < known.length) };
}

/** Of the history, as much as one node has of it: a row that it does not have yet proves nothing. */
async function readApplied({ clients, keyspace }: ClusterWorld): Promise<readonly number[]> {
  try {
    const { one } = cassandra.types.consistencies;
    const text = `SELECT kind, version FROM ${keyspace}.tidemark_history`;
    const result = await clients[0]?.execute(text, [], { consistency: one });
    return result?.rows.filter(({ kind }) => kind === "applied").map(({ version }) => Number(version)) ?? [];
  } catch {
    return []; // It is not there yet, or does not answer in time.
  }
}

/** In the order in which the migrations make them. */
async function readChanges({ clients, keyspace }: ClusterWorld, nodeIndex: number): Promise<readonly string[]> {
  const text = "SELECT table_name, column_name FROM system_schema.columns WHERE keyspace_name = ?";
  const client: Client | undefined = clients[nodeIndex];
  const result = await client?.execute(text, [keyspace]);
  const columns = new Set(result?.rows.map((row) => `${row.table_name}.${row.column_name}`));
  return CHANGES.filter((change) => columns.has(change));
}

async function assertAllApplied(world: ClusterWorld, failedCount: number): Promise<void> {
  const log = await world.readLog();
  assert.deepEqual(
    log.filter(({ kind }) => kind !== "failed").map(({ kind, version }) => `${kind} ${version}`),
    VERSIONS.map((version) => `applied ${version}`),
  );
  assert.equal(log.length - VERSIONS.length, failedCount);
  const { lock } = documentOf(await world.run(["lock", "status", "--json"]));
  assert.equal(lock, null);
  for (const [index, client] of world.clients.entries()) {
    assert.deepEqual(await readChanges(world, index), CHANGES);
    for (const version of VERSIONS) {
      for (const table of [`a${version}`, `b${version}`]) {
        const { rows } = await client.execute(`SELECT id FROM ${world.keyspace}.${table}`);
        assert.deepEqual(
          rows.map(({ id }) => id),
          [1],
        );
      }
    }
  }
}
