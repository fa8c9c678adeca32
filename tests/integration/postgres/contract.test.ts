// The contracts of history, target and transactions on a real PostgreSQL: directly, in a schema beside its history, and through a
// pooler that hands out sessions by transaction.
import { setTimeout as sleep } from "node:timers/promises";
import { openSqlTarget } from "../../../src/adapters/sql/sql-target.ts";
import type { ContractWorld, OpenWorld } from "../../../src/testing/contract-world.ts";
import { historyContract } from "../../../src/testing/history-contract.ts";
import { targetContract } from "../../../src/testing/target-contract.ts";
import { transactionsContract } from "../../../src/testing/transactions-contract.ts";
import { startTransactionPooler } from "../../postgres/transaction-pooler.ts";
import { freshDatabase, withPostgres } from "./server.ts";
import { sqlOptions } from "./sql-options.ts";

interface Setup {
  readonly schema?: string;
  readonly historySchema?: string;
  readonly isPooled?: boolean;
}

function worldOf(serverUrl: string, { schema = "public", historySchema = schema, isPooled = false }: Setup): OpenWorld {
  return async (targetCount): Promise<ContractWorld> => {
    const database = await freshDatabase(serverUrl);
    for (const name of new Set([schema, historySchema])) {
      await database.client.query(`CREATE SCHEMA IF NOT EXISTS "${name}"`);
    }
    const pooler = isPooled ? await startTransactionPooler(database.url, 3) : undefined;
    const options = sqlOptions(pooler?.url ?? database.url, {
      schema,
      history: { schema: historySchema, table: "tidemark_history" },
    });
    const targets = await Promise.all(Array.from({ length: targetCount }, () => openSqlTarget(options, "postgres")));
    return {
      targets,
      sleep: (ms) => sleep(ms),
      async dispose() {
        await Promise.all(targets.map((target) => target.close()));
        await pooler?.close();
        await database.drop();
      },
    };
  };
}

withPostgres("the contracts hold on PostgreSQL", (url) => {
  const setups: Readonly<Record<string, Setup>> = {
    PostgreSQL: {},
    "PostgreSQL, a schema with a name of its own, the history in another": {
      schema: "Billing",
      historySchema: "operations",
    },
    "PostgreSQL through a transaction pooler": { isPooled: true },
  };
  for (const [name, setup] of Object.entries(setups)) {
    const open = worldOf(url, setup);
    historyContract(name, open);
    targetContract(name, open);
    transactionsContract(name, open);
  }
});
