import { historyContract } from "../../../src/testing/history-contract.ts";
import { targetContract } from "../../../src/testing/target-contract.ts";
import { openContractWorld, withServer } from "./server.ts";

withServer("the contracts hold on Cassandra", (server) => {
  historyContract("Cassandra", (targetCount) => openContractWorld(server, targetCount));
  targetContract("Cassandra", (targetCount) => openContractWorld(server, targetCount));
});
