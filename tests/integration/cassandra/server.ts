// The real Cassandra that the tests of this folder use: TEST_CASSANDRA=host:port. Each test has a keyspace of its own.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "cassandra-driver";
import { openCassandraTarget } from "../../../src/adapters/cassandra/cassandra-target.ts";
import { connect } from "../../../src/adapters/cassandra/connect.ts";
import type { CassandraOptions } from "../../../src/adapters/cassandra/session-options.ts";
import { cqlDialect } from "../../../src/dialect/cql-dialect.ts";
import type { Target } from "../../../src/engine/ports.ts";
import type { ContractWorld } from "../../../src/testing/contract-world.ts";

export interface TestServer {
  readonly host: string;
  readonly port: number;
}

/** Registers tests that need the server; without one they are skipped with the reason, which in CI is a failure. */
export function withServer(title: string, register: (server: TestServer) => void): void {
  const address = process.env.TEST_CASSANDRA;
  const match = /^(.+):(\d+)$/.exec(address ?? "");
  if (match !== null) {
    register({ host: match[1] ?? "", port: Number(match[2]) });
    return;
  }
  const reason = `TEST_CASSANDRA=host:port names no server (it is ${JSON.stringify(address)})`;
  if ((process.env.CI ?? "") === "") test(title, { skip: reason }, () => undefined);
  else test(title, () => assert.fail(reason));
}

export function sessionOptions(server: TestServer, keyspace: string): CassandraOptions {
  return {
    contactPoints: [server],
    localDatacenter: undefined,
    auth: undefined,
    consistency: "LOCAL_QUORUM",
    serialConsistency: "SERIAL",
    connectTimeoutMs: 10_000,
    requestTimeoutMs: 30_000,
    ssl: undefined,
    secureConnectBundle: undefined,
    keyspace,
    replication: { class: "SimpleStrategy", replication_factor: "1" },
    history: { keyspace, table: "tidemark_history" },
    agreement: { waitMs: 30_000, tolerateDown: 0, view: "nodes" },
  };
}

export function openTarget(server: TestServer, keyspace: string): Promise<Target> {
  return openCassandraTarget(sessionOptions(server, keyspace), cqlDialect("cassandra"));
}

export interface TestKeyspace {
  readonly name: string;
  /** A plain session, for looking at what is there. */
  readonly client: Client;
}

/** A keyspace for the length of `use`. */
export async function withKeyspace(server: TestServer, use: (keyspace: TestKeyspace) => Promise<void>): Promise<void> {
  const keyspace = await createKeyspace(server);
  try {
    await use(keyspace);
  } finally {
    await dropKeyspace(keyspace);
  }
}

/** Sessions of their own on a new keyspace. */
export async function openContractWorld(server: TestServer, targetCount: number): Promise<ContractWorld> {
  const keyspace = await createKeyspace(server);
  const targets = await Promise.all(Array.from({ length: targetCount }, () => openTarget(server, keyspace.name)));
  return {
    targets,
    sleep: (ms) => sleep(ms),
    async dispose() {
      await Promise.all(targets.map((target) => target.close()));
      await dropKeyspace(keyspace);
    },
  };
}

async function createKeyspace(server: TestServer): Promise<TestKeyspace> {
  const name = `t_${randomUUID().replaceAll("-", "").slice(0, 16)}`;
  const { client } = await connect(sessionOptions(server, name));
  await client.execute(
    `CREATE KEYSPACE ${name} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
  );
  return { name, client };
}

async function dropKeyspace({ name, client }: TestKeyspace): Promise<void> {
  await client.execute(`DROP KEYSPACE IF EXISTS ${name}`);
  await client.shutdown();
}
