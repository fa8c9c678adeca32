import { cqlDialect } from "../../dialect/cql-dialect.ts";
import type { Dialect } from "../../dialect/dialect.ts";
import type { OpenWorld } from "../../testing/contract-world.ts";
import { historyContract } from "../../testing/history-contract.ts";
import { targetContract } from "../../testing/target-contract.ts";
import { transactionsContract } from "../../testing/transactions-contract.ts";
import { memoryDatabase } from "./memory-database.ts";
import { memoryTarget } from "./memory-target.ts";

const CASSANDRA = cqlDialect("cassandra");

function worldOf(dialect: Dialect): OpenWorld {
  return async (targetCount) => {
    const database = memoryDatabase(["shop", "system"]);
    return {
      targets: Array.from({ length: targetCount }, () => memoryTarget(database, { dialect, scope: "shop" })),
      sleep: database.clock.sleep,
      dispose: async () => undefined,
    };
  };
}

historyContract("memory", worldOf(CASSANDRA));
targetContract("memory", worldOf(CASSANDRA));
transactionsContract("memory", worldOf({ ...CASSANDRA, transactionsOf: (statements) => statements.map(() => 0) }));
