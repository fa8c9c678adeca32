import assert from "node:assert/strict";
import { test } from "node:test";
import { cqlDialect } from "../dialect/cql-dialect.ts";
import { modelFactory } from "../dialect/model-factory.ts";
import { hashStatement } from "../plan/plan.ts";
import { migrationsOf } from "../testing/memory-runner.ts";
import type { Journal, Snapshot } from "./ports.ts";
import { type HistoryReplay, replay, replayHistory } from "./replay.ts";

const FIRST = "CREATE TABLE a (p int PRIMARY KEY)";

/** Of a run that stopped behind the first statement of V1, whose text then was `doneText`. */
async function replayHalf(file: string, doneText: string): Promise<HistoryReplay> {
  const dialect = cqlDialect("cassandra");
  const migrations = migrationsOf({ "V1__x.cql": file });
  const stepHashes = [hashStatement(doneText)];
  const checksum = migrations[0]?.checksum ?? "";
  const at = { run: "r", version: "1", name: "V1__x.cql", checksum, direction: "up", startedAt: 0 } as const;
  const journal: Journal = { ...at, doneCount: 1, stepHashes };
  const snapshot: Snapshot = { epoch: 1, events: [], lease: undefined, journal };
  const empty = (await modelFactory(dialect)).empty("shop");
  return replayHistory(snapshot, migrations, empty, { dialect, scope: "shop", variables: {} });
}

test("of a migration that stopped half way, what is done counts", async () => {
  const { model, unknown } = await replayHalf(`${FIRST};\nCREATE TABLE b (p int PRIMARY KEY);`, FIRST);
  assert.match(model.print(), /^CREATE TABLE shop\.a/);
  assert.doesNotMatch(model.print(), /shop\.b/);
  assert.deepEqual(unknown, []);
});

test("where what is done was edited since, nobody knows what it did", async () => {
  const { model, unknown } = await replayHalf("CREATE TABLE edited (p int PRIMARY KEY);", FIRST);
  assert.equal(model.print(), "");
  assert.deepEqual(unknown, [{ version: "1", label: "1", name: "V1__x.cql" }]);
});

test("what is refused of rows, or in another keyspace, leaves the schema whole", async () => {
  const dialect = cqlDialect("cassandra");
  const empty = (await modelFactory(dialect)).empty("shop");
  const text = "INSERT INTO nobody (a) VALUES (1); CREATE TABLE audit.log (a int PRIMARY KEY);";
  const migrations = migrationsOf({ "V1__x.cql": text });
  const { isWhole, problems } = await replay(migrations, empty, { dialect, scope: "shop", variables: {} });
  assert.deepEqual([isWhole, problems], [true, []]);
});
