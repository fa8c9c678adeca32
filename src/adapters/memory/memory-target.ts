// A target in memory: what the engine asks of a database, without one.
import { ToolError } from "../../base/errors.ts";
import { quoteIdentifier } from "../../cql/identifiers.ts";
import type { Dialect } from "../../dialect/dialect.ts";
import { modelFactory } from "../../dialect/model-factory.ts";
import type { Target } from "../../engine/ports.ts";
import { applyStatement, indexesOf } from "./apply-statement.ts";
import { emptyKeyspace, type MemoryDatabase } from "./memory-database.ts";
import { memoryStore } from "./memory-store.ts";
import { memoryTransactions } from "./memory-transactions.ts";

export interface MemoryTargetOptions {
  readonly dialect: Dialect;
  /** The managed keyspace. It need not exist. */
  readonly scope: string;
}

/**
 * One session on a database in memory: a double for tests. Leases, journal and history keep every condition that a real
 * server keeps; of statements it knows whether their object is there, and no more. It never fails by itself: a test
 * puts its faults around it.
 */
export function memoryTarget(database: MemoryDatabase, { dialect, scope }: MemoryTargetOptions): Target {
  return {
    dialect,
    scope,
    title: scope,
    store: memoryStore(database, scope),
    ...(dialect.transactionsOf !== undefined && { transactions: memoryTransactions(database, scope) }),
    historyTable: { namespace: scope, name: "tidemark_history" },
    async initialize({ createScope }) {
      const hasCreatedScope = createScope && !database.keyspaces.has(scope);
      if (hasCreatedScope) database.keyspaces.set(scope, emptyKeyspace());
      const keyspace = database.keyspaces.get(scope);
      if (keyspace === undefined) throw new ToolError("target-missing", `the keyspace ${scope} does not exist`);
      const hasCreatedHistory = keyspace.history === undefined;
      keyspace.history ??= {
        epoch: 0,
        revision: 0,
        lease: undefined,
        running: undefined,
        stepHashes: new Map(),
        log: new Map(),
      };
      return { hasCreatedScope, hasCreatedHistory, absent: [] };
    },
    async execute(step, options) {
      const refusal = applyStatement(database, step, options);
      return refusal === undefined ? { kind: "done", warnings: [] } : { kind: "failed", message: refusal };
    },
    async query() {
      return { rows: [], pageState: undefined };
    },
    async awaitAgreement() {
      return { absent: [] };
    },
    async readBuilds(starters) {
      const nowMs = database.clock.nowMs();
      return indexesOf(database, starters).map(({ object, builtAtMs }) => {
        if (builtAtMs <= nowMs) return { kind: "built", object };
        return { kind: "building", object, nodes: ["memory"], silent: [], isAtWork: true, share: undefined };
      });
    },
    async inspect() {
      return { checks: [], isSuperuser: undefined };
    },
    async readSchema(name = scope) {
      const { empty } = await modelFactory(dialect);
      const keyspaces = [...database.keyspaces.keys()].filter((each) => each !== name).map(createKeyspaceText);
      const texts = [...keyspaces.map((text) => ({ text, keyspace: name })), ...database.executions];
      return texts.reduce((model, { text, keyspace }) => model.tryStatement(text, keyspace).after, empty(name));
    },
    async close() {},
  };
}

function createKeyspaceText(name: string): string {
  const replication = "{'class': 'SimpleStrategy', 'replication_factor': 1}";
  return `CREATE KEYSPACE IF NOT EXISTS ${quoteIdentifier(name)} WITH replication = ${replication}`;
}
