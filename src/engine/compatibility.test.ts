import assert from "node:assert/strict";
import { test } from "node:test";
import { type MemoryDatabase, memoryDatabase } from "../adapters/memory/memory-database.ts";
import { ToolError } from "../base/errors.ts";
import type { HistoryKind } from "../migration/history.ts";
import { memoryRunner, migrationsOf } from "../testing/memory-runner.ts";
import {
  awaitCompatible,
  type CompatibleSchema,
  judgeSchema,
  type Requirement,
  settleRequirement,
} from "./compatibility.ts";
import type { EngineEvent } from "./event.ts";
import { migrate } from "./migrate.ts";
import type { Glimpse } from "./ports.ts";

const NOTHING: Glimpse = { lease: undefined, journal: undefined, events: [] };
const HOLDER = { by: "ann", host: "build-7", pid: 4711, command: "migrate", since: 0 };
const LEASE = { owner: "one", holder: HOLDER, epoch: 1, expiresInMs: 30_000 };

/** A log: "applied 1", "rolled-back 1" … */
function historyOf(lines: readonly string[], rest: Partial<Glimpse> = {}): Glimpse {
  const events = lines.map((line, index) => {
    const [kind = "", version = ""] = line.split(" ");
    return {
      seq: index + 1,
      kind: kind as HistoryKind,
      version,
      name: `V00${version}__t.cql`,
      checksum: "sha256:00",
      direction: "up" as const,
      at: 0,
      durationMs: 0,
      by: "ann",
      host: "build-7",
      tool: "0",
      run: "r",
      warnings: [],
    };
  });
  return { ...NOTHING, events, ...rest };
}

function journalOf(version: string, direction: "up" | "down"): Glimpse["journal"] {
  const name = `V00${version}__t.cql`;
  return { run: "r", version, name, checksum: "sha256:00", direction, startedAt: 0, doneCount: 1 };
}

/** The kind and what is said of it. */
function judge(glimpse: Glimpse, requirement: Requirement): string {
  const verdict = judgeSchema({ kind: "history", glimpse }, settleRequirement(requirement).range, "shop");
  return verdict.kind === "compatible" ? `compatible at ${verdict.current}` : `${verdict.kind}: ${verdict.problem}`;
}

const UP_TO_3 = ["applied 1", "applied 2", "applied 3"];

const CASES: readonly (readonly [title: string, glimpse: Glimpse, requirement: Requirement, verdict: string])[] = [
  ["the version itself will do", historyOf(UP_TO_3), { min: "3" }, "compatible at 3"],
  ["a later schema will do without a max", historyOf(UP_TO_3), { min: "2" }, "compatible at 3"],
  ["any spelling is the same version", historyOf(UP_TO_3), { min: "V002", max: "3.0" }, "compatible at 3"],
  [
    "a schema below min is too old",
    historyOf(UP_TO_3),
    { min: "9" },
    "too-old: shop is at 003, and 9 is the oldest that this program can use",
  ],
  [
    "a schema above max is too new",
    historyOf(UP_TO_3),
    { min: "1", max: "002" },
    "too-new: shop is at 003, and 002 is the newest that this program can use",
  ],
  [
    "that a higher version is applied does not stand for min",
    historyOf(["applied 1", "applied 3"]),
    { min: "2" },
    "too-old: shop is at 003, and 2, the oldest that this program can use, is not applied",
  ],
  [
    "what was rolled back is not applied",
    historyOf([...UP_TO_3, "rolled-back 3"]),
    { min: "3" },
    "too-old: shop is at 002, and 3 is the oldest that this program can use",
  ],
  ["a baseline counts as applied", historyOf(["baselined 1", "baselined 2"]), { min: "2" }, "compatible at 2"],
  [
    "a version whose file was removed stays applied",
    historyOf(["applied 1", "removed 1"]),
    { min: "1" },
    "compatible at 1",
  ],
  [
    "a failed one is not applied",
    historyOf(["applied 1", "failed 2"]),
    { min: "2" },
    "too-old: shop is at 001, and 2 is the oldest that this program can use",
  ],
  [
    "a history in which nothing is applied is too old",
    NOTHING,
    { min: "1" },
    "too-old: shop has no migrations, and 1 is the oldest that this program can use",
  ],
  ["max alone is satisfied by nothing", NOTHING, { max: "1" }, "compatible at undefined"],
  [
    "min that is being applied is not applied yet",
    historyOf(["applied 1"], { journal: journalOf("2", "up"), lease: LEASE }),
    { min: "2" },
    "too-old: shop is at 001, and 2 is the oldest that this program can use; 002 is being applied now",
  ],
  [
    "min that stopped half way is not applied",
    historyOf(["applied 1"], { journal: journalOf("2", "up") }),
    { min: "2" },
    "too-old: shop is at 001, and 2 is the oldest that this program can use; 002 is half applied: a run stopped in it",
  ],
  [
    "min that is half rolled back is no longer applied",
    historyOf(UP_TO_3, { journal: journalOf("2", "down") }),
    { min: "2" },
    "too-old: shop is at 003, and 2 is the oldest that this program can use; 002 is half rolled back: a run stopped in it",
  ],
  [
    "what is under way above min is no matter to it",
    historyOf(UP_TO_3, { journal: journalOf("4", "up"), lease: LEASE }),
    { min: "3" },
    "compatible at 3",
  ],
  [
    "what is under way above max is too new already",
    historyOf(UP_TO_3, { journal: journalOf("4", "up"), lease: LEASE }),
    { min: "3", max: "3" },
    "too-new: shop is at 003, and 3 is the newest that this program can use; 004 is being applied now",
  ],
];

for (const [title, glimpse, requirement, verdict] of CASES) {
  test(title, () => assert.equal(judge(glimpse, requirement), verdict));
}

test("a version that was passed over is not for the next migrate to bring", () => {
  const { range } = settleRequirement({ min: "2" });
  const verdict = judgeSchema({ kind: "history", glimpse: historyOf(["applied 1", "applied 3"]) }, range, "shop");
  assert.ok(verdict.kind === "too-old");
  assert.match(verdict.hint, /^it came late, was rolled back, or is for other profiles/);
});

test("a requirement that says nothing, or cannot be met, is refused", () => {
  for (const [requirement, message] of [
    [{}, /neither `min` nor `max`/],
    [{ min: "soon" }, /`min` must be a version, found "soon"/],
    [{ max: 1.1 as unknown as string }, /`max` must be a version, found 1\.1/],
    [{ min: "1.10", max: "1.9" }, /no version is at least 1\.10 and at most 1\.9/],
    [{ min: "1", wait: "soon" }, /`wait` must be a duration/],
    [{ min: "1", wait: -1 }, /`wait` must be a duration/],
  ] as const) {
    assert.throws(() => settleRequirement(requirement), { code: "usage", message });
  }
});

test("a wait is a number of seconds, or says its unit", () => {
  assert.equal(settleRequirement({ min: "1", wait: 2 }).waitMs, 2_000);
  assert.equal(settleRequirement({ min: "1", wait: "1m" }).waitMs, 60_000);
  assert.equal(settleRequirement({ min: "1" }).waitMs, 0);
});

interface Waiting {
  readonly events: readonly EngineEvent[];
  readonly looks: () => number;
  readonly result: Promise<CompatibleSchema>;
}

function wait(
  database: MemoryDatabase,
  requirement: Requirement,
  options: { readonly signal?: AbortSignal; readonly read?: (look: number) => Promise<Glimpse | undefined> } = {},
): Waiting {
  const { context, events } = memoryRunner(database, { name: "app", ...options });
  let looks = 0;
  const read = async (): Promise<Glimpse | undefined> => {
    looks += 1;
    return options.read === undefined ? context.target.store.glimpse() : options.read(looks);
  };
  const { range, waitMs } = settleRequirement(requirement);
  const result = awaitCompatible({ ...context, scope: "shop", read }, range, waitMs);
  return { events, looks: () => looks, result };
}

const FILES = migrationsOf({ "V1__t.cql": "CREATE TABLE t (id int PRIMARY KEY)" });

test("without a wait the first look decides, and its facts are in the error", async () => {
  const database = memoryDatabase(["shop"]);
  await assert.rejects(wait(database, { min: "9", max: "V12" }).result, {
    code: "schema-incompatible",
    message: "shop has no history of migrations, and 9 is the oldest that this program can use",
    hint: "run tidemark migrate, or wait for whoever does",
    details: { current: null, min: "9", max: "12" },
  });
  assert.equal(database.clock.nowMs(), 0);
});

test("looking creates nothing", async () => {
  const database = memoryDatabase(["shop"]);
  await assert.rejects(wait(database, { min: "1" }).result);
  assert.equal(database.keyspaces.get("shop")?.history, undefined);
});

test("who waits goes on once the schema is there", async () => {
  const database = memoryDatabase(["shop"]);
  const { result } = wait(database, { min: "1", wait: "1m" });
  const { context, planOptions } = memoryRunner(database);
  await database.clock.sleep(20_000);
  await migrate(context, { ...planOptions, migrations: FILES });
  assert.deepEqual(await result, { current: "1", currentLabel: "1" });
  const waitedMs = database.clock.nowMs() - 20_000;
  assert.ok(waitedMs <= 2_500, `${waitedMs} ms after it was there`);
});

test("a keyspace that is yet to be made is waited for", async () => {
  const database = memoryDatabase([]);
  const { result } = wait(database, { min: "1", wait: "1m" });
  const { context, planOptions } = memoryRunner(database);
  await database.clock.sleep(5_000);
  await context.target.initialize({ createScope: true });
  await migrate(context, { ...planOptions, migrations: FILES });
  assert.equal((await result).current, "1");
});

test("a keyspace that is not there is named, and satisfies no max either", async () => {
  await assert.rejects(wait(memoryDatabase([]), { min: "1" }).result, {
    code: "schema-incompatible",
    message: "the keyspace shop does not exist, and 1 is the oldest that this program can use",
  });
  await assert.rejects(wait(memoryDatabase([]), { max: "1" }).result, { code: "target-missing" });
});

test("a wait that is over says how long it was, looked once more at its end, and seldom in between", async () => {
  const database = memoryDatabase(["shop"]);
  const { result, looks, events } = wait(database, { min: "1", wait: "1m" });
  await assert.rejects(result, { code: "schema-incompatible", message: /; gave up after 1 min$/ });
  assert.equal(database.clock.nowMs(), 60_000);
  assert.ok(looks() < 45, `${looks()} looks in a minute`);
  const told = events.flatMap((event) => (event.kind === "waiting-for-schema" ? [event.waitedMs] : []));
  assert.equal(told[0], 0);
  assert.ok(told.length >= 5 && told.length <= 7, `told ${told.length} times`);
});

test("who migrates is told while waiting, and in the hint", async () => {
  const database = memoryDatabase(["shop"]);
  const glimpse = historyOf(["applied 1"], { lease: LEASE });
  const { result, events } = wait(database, { min: "2", wait: 1 }, { read: async () => glimpse });
  await assert.rejects(result, { hint: "ann@build-7 (migrate, process 4711) is at work on it" });
  const [first] = events;
  assert.ok(first?.kind === "waiting-for-schema");
  assert.deepEqual(first.lease?.holder, HOLDER);
  assert.match(first.reason, /^shop is at 001, and 2 is the oldest/);
});

test("a schema that is too new is not waited for", async () => {
  const database = memoryDatabase(["shop"]);
  const { result } = wait(database, { max: "1", wait: "1m" }, { read: async () => historyOf(UP_TO_3) });
  await assert.rejects(result, {
    message: "shop is at 003, and 1 is the newest that this program can use",
    details: { current: "3", min: null, max: "1" },
  });
  assert.equal(database.clock.nowMs(), 0);
});

test("a database that does not answer yet is waited for, and one that never does is the error", async () => {
  const refused = new ToolError("connection-failed", "nobody listens there");
  const late = wait(
    memoryDatabase(["shop"]),
    { min: "3", wait: "1m" },
    {
      read: async (look) => {
        if (look < 5) throw refused;
        return historyOf(UP_TO_3);
      },
    },
  );
  assert.equal((await late.result).current, "3");
  assert.ok(late.events.some((event) => event.kind === "waiting-for-schema" && event.reason === refused.message));
  const never = wait(memoryDatabase(["shop"]), { min: "3", wait: "1m" }, { read: () => Promise.reject(refused) });
  await assert.rejects(never.result, refused);
});

for (const [title, error] of [
  ["a missing permission", new ToolError("permission-denied", "no SELECT")],
  ["a refused login", new ToolError("connection-failed", "wrong password", { details: { reason: "login-refused" } })],
] as const) {
  test(`${title} is not waited for: it is tried once`, async () => {
    const { result, looks } = wait(
      memoryDatabase(["shop"]),
      { min: "3", wait: "1m" },
      { read: () => Promise.reject(error) },
    );
    await assert.rejects(result, error);
    assert.equal(looks(), 1);
  });
}

test("an interrupted wait ends at once", async () => {
  const database = memoryDatabase(["shop"]);
  const interrupt = new AbortController();
  const { result } = wait(database, { min: "1", wait: "1m" }, { signal: interrupt.signal });
  const ending = assert.rejects(result, { code: "interrupted" });
  await database.clock.sleep(5_000);
  interrupt.abort();
  await ending;
  assert.equal(database.clock.nowMs(), 5_000);
});
