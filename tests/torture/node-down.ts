// Goal: while a node is down nothing is changed and every node is named; told to go on without it, a run does so, and says so.
// Method: a node of three is killed or stopped, and after the runs it comes back.
import assert from "node:assert/strict";
import { type CliResult, documentOf } from "../cli/cli.ts";
import { clusterOf } from "./cluster.ts";
import { withNodeSessions } from "./node-sessions.ts";
import type { Round, Scenario, Tally } from "./scenario.ts";
import { generateStory, type Story } from "./story.ts";
import { assertAsUndisturbed } from "./undisturbed.ts";
import { type TortureWorld, withTortureWorld } from "./world.ts";

const CONFIG = {
  // A stopped node does not refuse: each request to it is waited for.
  cassandra: { connect_timeout: "2s", request_timeout: "10s" },
  schema: { agreement_wait: "2s" },
  // Until the others know that it is down, a coordinator may wait five seconds for its answer.
  lock: { ttl: "30s" },
};

const PLAIN_STORY: Story = {
  files: {
    "V1__users.cql": "CREATE TABLE users (id int PRIMARY KEY);\nINSERT INTO users (id) VALUES (1) IF NOT EXISTS;\n",
    "V2__names.cql": "ALTER TABLE users ADD name text;\nUPDATE users SET name = 'ann' WHERE id = 1;\n",
  },
  doubtful: [],
  sharedIds: [],
};

export const nodeDown: Scenario = {
  name: "node-down",
  nodeCount: 3,
  run: (round) => runWithNodeDown(round, round.random() < 0.5 ? "killed" : "stopped", "as-down"),
};

/**
 * To the others it counts "as-up" for some ten seconds, or "as-down": only then is nothing written through it that only it can tell
 * of, such as a counter.
 */
export async function runWithNodeDown(
  round: Round,
  how: "killed" | "stopped",
  counts: "as-up" | "as-down",
): Promise<Tally> {
  const { random, log } = round;
  const cluster = clusterOf(round.server);
  await cluster.awaitWhole();
  const story = counts === "as-down" ? generateStory(random, { migrationCount: 4 }) : PLAIN_STORY;
  const nodeIndex = Math.floor(random() * cluster.servers.length);
  const node = cluster.servers[nodeIndex];
  assert.ok(node !== undefined);
  return withTortureWorld(
    round,
    story,
    async (world) => {
      log(`${node.address} is ${how}`);
      if (how === "killed") await node.kill();
      else node.pause();
      try {
        if (counts === "as-down") await cluster.awaitDown(nodeIndex);
        const refused = await world.run(["migrate", "--json"]);
        assertRefused(
          refused,
          cluster.nodes.map(({ address }) => address),
          node.address,
        );
        const others = cluster.nodes.filter((_, index) => index !== nodeIndex);
        assert.deepEqual(await readTables(world, { ...cluster, nodes: others }), [], "nothing was done");
        const status = await world.run(["status", "--json"]);
        const { pendingCount } = documentOf(status);
        assert.equal(pendingCount, Object.keys(story.files).length, "and nothing is recorded");
        const tolerant = await world.run(["migrate", "--tolerate-down", "1", "--json"]);
        assert.equal(tolerant.exitCode, 0, `${tolerant.stdout}${tolerant.stderr}`);
        assert.ok(tolerant.stderr.includes(node.address), `it says whom it went on without:\n${tolerant.stderr}`);
      } finally {
        if (how === "killed") await node.restart();
        else node.resume();
        await cluster.awaitWhole();
      }
      log(`${node.address} is back`);
      const again = await world.run(["migrate", "--json"]);
      assert.equal(again.exitCode, 0, `${again.stdout}${again.stderr}`);
      await assertAsUndisturbed(world);
      return { [how]: 1, refusals: 1, tolerations: 1 };
    },
    { config: CONFIG },
  );
}

function assertRefused(result: CliResult, addresses: readonly string[], down: string): void {
  const said = `${result.stdout}${result.stderr}`;
  assert.equal(result.exitCode, 1, said);
  const { error } = JSON.parse(result.stdout) as {
    readonly error: { readonly code: string; readonly message: string };
  };
  assert.equal(error.code, "agreement-not-reached", said);
  for (const address of addresses) assert.ok(error.message.includes(address), `${address} is named:\n${said}`);
  assert.match(error.message, /^1 of 3 nodes cannot be asked/, `${down} is down`);
}

async function readTables(
  { keyspace }: TortureWorld,
  place: Parameters<typeof withNodeSessions>[0],
): Promise<readonly string[]> {
  const query = "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?";
  return withNodeSessions(place, async (clients) => {
    const found = await Promise.all(clients.map((client) => client.execute(query, [keyspace])));
    return found.flatMap(({ rows }) => rows.map(({ table_name }) => String(table_name)));
  });
}
