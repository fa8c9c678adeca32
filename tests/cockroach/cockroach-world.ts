// Worlds to try things in: databases of their own behind a proxy that passes for CockroachDB.
import type { SqlOptions } from "../../src/adapters/sql/sql-options.ts";
import { openSqlTarget } from "../../src/adapters/sql/sql-target.ts";
import type { ContractWorld } from "../../src/testing/contract-world.ts";
import { freshDatabase, type TestDatabase } from "../integration/postgres/server.ts";
import { type CockroachProxy, type CockroachProxyOptions, startCockroachProxy } from "./proxy.ts";

export interface CockroachWorld {
  readonly proxy: CockroachProxy;
  /** What is behind the proxy. */
  readonly database: TestDatabase;
  /** Of the database, through the proxy. */
  readonly url: string;
}

export type WorldOptions = Pick<CockroachProxyOptions, "choose" | "version">;

/** @param postgresUrl of a PostgreSQL */
export async function withCockroach(
  postgresUrl: string,
  options: WorldOptions,
  use: (world: CockroachWorld) => Promise<void>,
): Promise<void> {
  const world = await openCockroach(postgresUrl, options);
  try {
    await use(world);
  } finally {
    await world.proxy.close();
    await world.database.drop();
  }
}

export async function openCockroach(postgresUrl: string, options: WorldOptions = {}): Promise<CockroachWorld> {
  const database = await freshDatabase(postgresUrl);
  const { hostname, port } = new URL(postgresUrl);
  const proxy = await startCockroachProxy({ ...options, server: { host: hostname, port: Number(port) } });
  return { proxy, database, url: proxy.url(database.name) };
}

export function sqlOptions(url: string): SqlOptions {
  return {
    url: { reveal: () => url },
    schema: "public",
    settings: {},
    history: { schema: "public", table: "tidemark_history" },
    lockTimeoutMs: 5_000,
    statementTimeoutMs: 60_000,
    connectTimeoutMs: 5_000,
  };
}

/** @param sent gets what was sent through the proxy, when the world is disposed of */
export async function openContractWorld(
  postgresUrl: string,
  targetCount: number,
  sent: (proxy: CockroachProxy) => void = () => undefined,
): Promise<ContractWorld> {
  const { proxy, database, url } = await openCockroach(postgresUrl);
  const targets = await Promise.all(
    Array.from({ length: targetCount }, () => openSqlTarget(sqlOptions(url), "cockroach")),
  );
  return {
    targets,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    async dispose() {
      for (const target of targets) await target.close();
      sent(proxy);
      await proxy.close();
      await database.drop();
    },
  };
}
