// Goal: every statement that tidemark writes by itself is one that CockroachDB takes. Method: the functions that make them are called, also
// with names that need care, and what they make is given to CockroachDB's own parser. What is sent through a connection besides is
// parsed by tests/integration/cockroach/contract.test.ts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { COCKROACH_STATE } from "../../src/adapters/sql/cockroach/inspect-cockroach.ts";
import { RECENT_JOBS, schemaJobsQuery } from "../../src/adapters/sql/cockroach/schema-job.ts";
import { cockroachSettings } from "../../src/adapters/sql/cockroach/settings.ts";
import { historyStatements } from "../../src/adapters/sql/history-statements.ts";
import { createTableTexts, historyTables } from "../../src/adapters/sql/history-tables.ts";
import { setStatement, settingsOf } from "../../src/adapters/sql/session-settings.ts";
import { COCKROACH_BEFORE, COCKROACH_ROLE, restoreSession } from "../../src/adapters/sql/session-state.ts";
import type { HistoryChange, LeaseRequest } from "../../src/engine/ports.ts";
import type { NewHistoryEvent } from "../../src/migration/history.ts";
import { CATALOG_PARTS, catalogQuery } from "../../src/sql/catalog/catalog-queries.ts";
import * as batches from "../../src/sql/session/batch-texts.ts";
import { insertTexts } from "../../src/sql/session/insert-texts.ts";
import { selectText } from "../../src/sql/session/select-text.ts";
import { type CockroachParser, withCockroachParser } from "./parser.ts";
import { findUnparsed } from "./unparsed.ts";

/** Words of the language, capitals, signs that end a name, signs that begin a comment, a long one, and none of the alphabet. */
const ODD_NAMES: readonly string[] = [
  "users",
  "Users",
  "select",
  "index",
  "a b",
  'a"b',
  "a--b",
  "a/*b",
  "a;b",
  "$1",
  "ä",
  "表",
  "x".repeat(63),
];

withCockroachParser("what tidemark writes parses with CockroachDB's parser", (parse) => {
  test("the tables of the history, and every statement on them", async () => {
    for (const name of ODD_NAMES) {
      const tables = historyTables({ schema: name, table: name });
      await assertParsed(parse, [...createTableTexts(tables), ...statementsOn(tables)]);
    }
  });

  test("settings, for a transaction and for a session", async () => {
    const options = { settings: { "app.environment": "test" }, lockTimeoutMs: 1, statementTimeoutMs: 1 };
    const ours = cockroachSettings({ major: 25, minor: 2, patch: 0 }).map(({ name, value }) => [name, value] as const);
    const settings = [...settingsOf(options, { schema: "a b", timeoutMs: 1 }), ...ours];
    await assertParsed(parse, [setStatement(settings, "transaction").text, setStatement(settings, "session").text]);
  });

  test("what puts a session back", async () => {
    const statements = [...COCKROACH_BEFORE, ...COCKROACH_ROLE, ...restoreSession("cockroach")];
    await assertParsed(
      parse,
      statements.map(({ text }) => text),
    );
  });

  test("what a session builds from names", async () => {
    const texts = ODD_NAMES.flatMap((name) => {
      const row = { [name]: 1, other: null };
      return [
        selectText(name).text,
        selectText(`${name}`, { columns: [name], where: { [name]: [1, 2], a: null }, orderBy: name, limit: 3 }).text,
        ...insertTexts(name, [row, row]).map(({ text }) => text),
        ...batchTexts(name),
      ];
    });
    await assertParsed(parse, texts);
  });

  test("the questions to the catalog", async () => {
    const texts = CATALOG_PARTS.map((part) => catalogQuery(part, "cockroach")).filter((text) => text !== undefined);
    assert.ok(texts.length >= 5, "there are questions");
    await assertParsed(parse, texts);
  });

  test("the questions for jobs and for the state of the cluster", async () => {
    await assertParsed(parse, [schemaJobsQuery(["1"]).text, RECENT_JOBS.text, COCKROACH_STATE.text]);
  });

  test("the parser refuses what CockroachDB does not take", async () => {
    const bad = ["LISTEN a", "SELECT 1; SELECT 2", "VACUUM"];
    assert.equal((await findUnparsed(parse, bad)).length, bad.length);
  });
});

async function assertParsed(parse: CockroachParser, texts: readonly string[]): Promise<void> {
  assert.deepEqual(await findUnparsed(parse, texts), []);
}

function statementsOn(tables: ReturnType<typeof historyTables>): readonly string[] {
  const made = historyStatements(tables, "public");
  const holder = { by: "ann", host: "build-7", pid: 1, command: "migrate", since: 0 };
  const request: LeaseRequest = { owner: "one", holder, epoch: 1, ttlMs: 1_000 };
  const held = { owner: "one", revision: 1 };
  const event: NewHistoryEvent = {
    ...{ seq: 1, kind: "applied", version: "1", name: "V1__a.sql", checksum: "sha256:0", direction: "up", at: 1 },
    ...{ durationMs: 1, by: "ann", host: "build-7", tool: "1.0.0", run: "r", warnings: ["w"], downText: "DROP" },
  };
  const journal = {
    ...{ run: "r", version: "1", name: "V1__a.sql", checksum: "sha256:0", direction: "up" as const },
    ...{ startedAt: 1, doneCount: 1 },
  };
  const changes: readonly HistoryChange[] = [
    { journal: null },
    { journal: null, events: [event] },
    { journal, newStepHashes: { from: 0, hashes: ["0".repeat(16)] } },
    { journal, newStepHashes: { from: 1, hashes: ["0".repeat(16)] }, events: [event] },
    { journal },
  ];
  // A statement that is new is missing here, and the compiler says so.
  const calls: Readonly<Record<keyof typeof made, readonly { readonly text: string }[]>> = {
    readLock: [made.readLock],
    readStepHashes: [made.readStepHashes],
    readLog: [made.readLog],
    enter: [made.enter],
    clearLease: [made.clearLease],
    readDownText: [made.readDownText(1)],
    acquire: [made.acquire(request, 1), made.acquire(request, undefined)],
    renew: [made.renew(request)],
    release: [made.release("one")],
    fence: [made.fence("one")],
    hasEvent: [made.hasEvent(event)],
    change: changes.flatMap((change) => [
      made.change(held, change, "alone"),
      made.change(held, change, "in-transaction"),
    ]),
    amend: [made.amend(held, 1, ["w"])],
  };
  return Object.values(calls).flatMap((statements) => statements.map(({ text }) => text));
}

function batchTexts(name: string): readonly string[] {
  const source: batches.BatchSource = { table: name, key: [{ name, type: "bigint" }], where: { [name]: 1 } };
  const calls: Readonly<
    Record<Exclude<keyof typeof batches, "placeOf" | "judgeKey" | "keyOfRow" | "refuseMovedKeys">, string>
  > = {
    lastKeyText: batches.lastKeyText(source).text,
    nextKeyText: batches.nextKeyText(source, ["1"], ["2"], 10).text,
    batchRowsText: batches.batchRowsText(source, [name], ["1"], ["2"]).text,
    firstRowsText: batches.firstRowsText(source, undefined, 10).text,
    batchUpdateText: batches.batchUpdateText(source, "a = 1", ["1"], ["2"]).text,
    columnsOfText: batches.columnsOfText(name, "public").text,
    uniqueIndexesText: batches.uniqueIndexesText(name, "public").text,
    rowEstimateText: batches.rowEstimateText(name, "public").text,
    existsText: batches.existsText("table", name, "public").text,
  };
  return Object.values(calls);
}
