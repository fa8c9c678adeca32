// Targets on the embedded database, for contract suites: each world is a schema of its own in one database in memory.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { SqlConnector } from "../../../src/adapters/sql/connection.ts";
import { pgliteConnector } from "../../../src/adapters/sql/pglite-connector.ts";
import type { SqlOptions } from "../../../src/adapters/sql/sql-options.ts";
import { openTargetOver } from "../../../src/adapters/sql/sql-target.ts";
import type { ContractWorld, OpenWorld } from "../../../src/testing/contract-world.ts";

export function embeddedOptions(url: string, schema = "public"): SqlOptions {
  return {
    url: { reveal: () => url },
    schema,
    settings: {},
    history: { schema, table: "tidemark_history" },
    lockTimeoutMs: 10_000,
    statementTimeoutMs: 0,
    connectTimeoutMs: 10_000,
  };
}

export interface EmbeddedWorlds {
  readonly open: OpenWorld;
  close(): Promise<void>;
}

export function embeddedWorlds(): EmbeddedWorlds {
  const connector = pgliteConnector("memory");
  // A target closes the connector that it was given; this one is for all.
  const shared: SqlConnector = { ...connector, close: async () => undefined };
  async function run(text: string): Promise<void> {
    const connection = await connector.open();
    const { failure } = await connection.pipeline([{ text }]);
    await connection.close();
    assert.equal(failure, undefined);
  }
  return {
    async open(targetCount): Promise<ContractWorld> {
      const schema = `t_${randomUUID().replaceAll("-", "").slice(0, 16)}`;
      await run(`CREATE SCHEMA ${schema}`);
      const options = embeddedOptions("pglite:memory", schema);
      const targets = await Promise.all(
        Array.from({ length: targetCount }, () => openTargetOver(shared, options, undefined)),
      );
      return {
        targets,
        sleep: (ms) => sleep(ms),
        async dispose() {
          await Promise.all(targets.map((target) => target.close()));
          await run(`DROP SCHEMA ${schema} CASCADE`);
        },
      };
    },
    close: () => connector.close(),
  };
}
