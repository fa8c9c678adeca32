// Goal: what is promised holds on three nodes, also while one hears nothing of the others, stands still, or is down.
// Method: the contracts, and a few rounds of each scenario of three nodes; `npm run torture` goes on for as long as it is told.
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "cassandra-driver";
import { connect } from "../../src/adapters/cassandra/connect.ts";
import type { ContractWorld } from "../../src/testing/contract-world.ts";
import { historyContract } from "../../src/testing/history-contract.ts";
import { targetContract } from "../../src/testing/target-contract.ts";
import { type Cluster, startCluster } from "../torture/cluster.ts";
import { holdImpatientRun, holdPatientRun } from "../torture/held-schema.ts";
import { runWhileNodeDies } from "../torture/node-dies.ts";
import { runWithNodeDown } from "../torture/node-down.ts";
import { runWithPauses } from "../torture/paused-replica.ts";
import { playRound } from "../torture/play-round.ts";
import type { Scenario } from "../torture/scenario.ts";
import { openTarget, sessionOptions, withServer } from "./cassandra/server.ts";

/** Where there is a server for the other tests, there can be three; macOS has one loopback address, and each node needs its own. */
withServer("on three nodes", () => {
  const title = "the contracts and scenarios of three nodes";
  if (process.platform === "linux") onThreeNodes();
  else test(title, { skip: "each node needs a loopback address of its own" }, () => undefined);
});

/** The seeds were chosen for rounds that are short and hit: nodes held before the last change of a migration, the coordinator stopped. */
function onThreeNodes(): void {
  let cluster: Cluster;
  let client: Client;
  before(async () => {
    cluster = await startCluster();
    ({ client } = await connect(sessionOptions({ host: cluster.contactPoint, port: cluster.port }, "")));
  });
  after(async () => {
    await client?.shutdown();
    await cluster?.stop();
  });

  historyContract("Cassandra, three nodes", (targetCount) => openContractWorld(cluster, client, targetCount));
  targetContract("Cassandra, three nodes", (targetCount) => openContractWorld(cluster, client, targetCount));

  claim("no schema change starts, and none is recorded, before all nodes hold the one before it", 61, holdPatientRun);
  claim("a node that stays behind ends the run; the next one waits for it, and repeats nothing", 9, holdImpatientRun);
  claim("replicas of the history stand still during a run: nothing is lost, nothing done twice", 1, runWithPauses);
  claim("a node stands still during a run: nothing is lost, nothing done twice", 63, (round) =>
    runWhileNodeDies(round, "stopped"),
  );
  claim("with a node down nothing is changed, unless it is told to go on without", 1, (round) =>
    runWithNodeDown(round, "killed", "as-up"),
  );

  function claim(title: string, seed: number, run: Scenario["run"]): void {
    test(title, async (t) => {
      const { tally, failure } = await playRound({ name: "cluster", nodeCount: 3, run }, cluster, seed, 1);
      if (failure !== undefined) throw new Error(failure.log.join("\n"), { cause: failure.error });
      t.diagnostic(JSON.stringify(tally));
    });
  }
}

/** On a keyspace of which every node has a copy. It stays for as long as the cluster does. */
async function openContractWorld(cluster: Cluster, client: Client, targetCount: number): Promise<ContractWorld> {
  const server = { host: cluster.contactPoint, port: cluster.port };
  const keyspace = `t_${randomUUID().replaceAll("-", "").slice(0, 16)}`;
  const replication = "{'class': 'SimpleStrategy', 'replication_factor': 3}";
  await client.execute(`CREATE KEYSPACE ${keyspace} WITH replication = ${replication}`);
  const targets = await Promise.all(Array.from({ length: targetCount }, () => openTarget(server, keyspace)));
  await targets[0]?.awaitAgreement();
  return {
    targets,
    sleep: (ms) => sleep(ms),
    async dispose() {
      await Promise.all(targets.map((target) => target.close()));
    },
  };
}
