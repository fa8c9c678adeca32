// The subpath `tidemark/testing`: the contract suites of an adapter, a target in memory, and a real Cassandra to throw away.
export { type MemoryClock, memoryClock } from "./adapters/memory/memory-clock.ts";
export { describeEffect, type MemoryDatabase, memoryDatabase } from "./adapters/memory/memory-database.ts";
export { type MemoryTargetOptions, memoryTarget } from "./adapters/memory/memory-target.ts";
export type { HistoryStore, Target } from "./engine/ports.ts";
export type { CassandraOptions, Sandbox, SandboxNode, SandboxPlace } from "./sandbox/sandbox.ts";
export { startCassandra, withCassandra } from "./sandbox/start-cassandra.ts";
export type { ContractWorld, OpenWorld } from "./testing/contract-world.ts";
export { historyContract } from "./testing/history-contract.ts";
export { type MemoryRunner, type MemoryRunnerOptions, memoryRunner, migrationsOf } from "./testing/memory-runner.ts";
export { targetContract } from "./testing/target-contract.ts";
export { transactionsContract } from "./testing/transactions-contract.ts";
