import { cqlDialect } from "../../dialect/cql-dialect.ts";
import type { ContractWorld } from "../../testing/contract-world.ts";
import { historyContract } from "../../testing/history-contract.ts";
import { targetContract } from "../../testing/target-contract.ts";
import { memoryDatabase } from "./memory-database.ts";
import { memoryTarget } from "./memory-target.ts";

async function openWorld(targetCount: number): Promise<ContractWorld> {
  const database = memoryDatabase(["shop", "system"]);
  const dialect = cqlDialect("cassandra");
  return {
    targets: Array.from({ length: targetCount }, () => memoryTarget(database, { dialect, scope: "shop" })),
    sleep: database.clock.sleep,
    dispose: async () => undefined,
  };
}

historyContract("memory", openWorld);
targetContract("memory", openWorld);
