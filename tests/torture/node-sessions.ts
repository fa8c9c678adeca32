// A session for each node of a cluster that speaks with this node alone: what it answers is what this node knows.
import cassandra, { type Client } from "cassandra-driver";
import type { SandboxNode, SandboxPlace } from "../../src/sandbox/sandbox.ts";

const ANSWER_MS = 5_000;

/** For the length of `use`: the sessions in the order of the nodes. */
export async function withNodeSessions<Result>(
  place: SandboxPlace,
  use: (clients: readonly Client[]) => Promise<Result>,
): Promise<Result> {
  const clients = place.nodes.map(openSession);
  try {
    await Promise.all(clients.map((client) => client.connect()));
    return await use(clients);
  } finally {
    await Promise.all(clients.map((client) => client.shutdown()));
  }
}

function openSession({ address, port }: SandboxNode): Client {
  const { AllowListPolicy, RoundRobinPolicy } = cassandra.policies.loadBalancing;
  return new cassandra.Client({
    contactPoints: [`${address}:${port}`],
    localDataCenter: "datacenter1",
    protocolOptions: { maxSchemaAgreementWaitSeconds: 0 },
    queryOptions: { consistency: cassandra.types.consistencies.quorum },
    socketOptions: { readTimeout: ANSWER_MS },
    policies: { loadBalancing: new AllowListPolicy(new RoundRobinPolicy(), [`${address}:${port}`]) },
  });
}
