// Goal: docs/events.md names every event and every key that `--events` writes, and no other.
// Method: one event of each kind is encoded; the compiler demands that none is left out. Keys are held against the tables.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { encodeEvent } from "../../src/cli/encode-event.ts";
import type { EngineEvent } from "../../src/engine/event.ts";
import { type Plan, type PlannedMigration, type StatementStep, statementStep } from "../../src/plan/plan.ts";
import { readBlocks } from "./doc-blocks.ts";

const DOC = "docs/events.md";

const FACTS = { kind: "create-table", effect: "schema", onRetry: "safe", object: "users" } as const;
const PLACE = { index: 0, keyspace: "shop", timeoutMs: undefined, file: "migrations/V001__users.cql", line: 3 };
const STEP: StatementStep = statementStep("CREATE TABLE users (id int PRIMARY KEY)", FACTS, PLACE);
const NAMES = { version: "1", label: "001", name: "V001__users.cql", description: "users" };
const MIGRATION: PlannedMigration = { ...NAMES, direction: "up", checksum: "", steps: [STEP], doneCount: 0 };
const PLAN: Plan = { format: 1, operation: "migrate", dialect: "cassandra", scope: "shop", migrations: [MIGRATION] };
const HOLDER = { by: "ann", host: "build-7", pid: 4711, command: "migrate", since: 0 };
const LEASE = { owner: "x", holder: HOLDER, epoch: 3, expiresInMs: 20_000 };
const AT = { migration: MIGRATION, step: STEP };
const BUILD = { kind: "building", object: "index users_by_email", nodes: ["127.0.0.1"], silent: [] } as const;
const BUILDS = [{ ...BUILD, isAtWork: true, share: 0.5 }];
const DRIFT = { kind: "add-column", object: "table shop.users", description: "only live", isInPlace: true };

const EVENTS: { readonly [Kind in EngineEvent["kind"]]: Extract<EngineEvent, { readonly kind: Kind }> } = {
  "history-created": { kind: "history-created", scope: "shop" },
  "waiting-for-lease": { kind: "waiting-for-lease", lease: LEASE, waitedMs: 1 },
  "waiting-for-schema": { kind: "waiting-for-schema", reason: "9 is not applied", lease: undefined, waitedMs: 1 },
  "run-started": { kind: "run-started", plan: PLAN, run: "8f2b" },
  "waiting-for-agreement": { kind: "waiting-for-agreement", waitedMs: 1 },
  "nodes-absent": { kind: "nodes-absent", nodes: [{ address: "127.0.0.3", problem: "is down", reason: "tolerated" }] },
  "waiting-for-builds": { kind: "waiting-for-builds", builds: BUILDS, waitedMs: 1 },
  "builds-left": { kind: "builds-left", builds: BUILDS },
  "migration-started": { kind: "migration-started", migration: MIGRATION },
  "step-started": { kind: "step-started", ...AT },
  "step-repeated": { kind: "step-repeated", ...AT, reason: "no answer" },
  "transaction-repeated": { kind: "transaction-repeated", ...AT, step: undefined, reason: "no answer", waitMs: 50 },
  "step-found-done": { kind: "step-found-done", ...AT },
  "step-finished": { kind: "step-finished", ...AT, durationMs: 1.4 },
  "server-warned": { kind: "server-warned", ...AT, message: "careful" },
  "drift-found": { kind: "drift-found", drift: [{ ...DRIFT, loss: undefined }] },
  "code-said": { kind: "code-said", migration: MIGRATION, message: "half way" },
  "code-progressed": { kind: "code-progressed", migration: MIGRATION, done: 5, total: undefined },
  "migration-finished": { kind: "migration-finished", migration: MIGRATION, durationMs: 1 },
  warning: { kind: "warning", message: "careful" },
  "run-finished": {
    kind: "run-finished",
    operation: "migrate",
    versions: ["1"],
    stepCount: 1,
    current: "1",
    durationMs: 1,
  },
  "run-failed": { kind: "run-failed", operation: "migrate", error: new Error("no"), durationMs: 1 },
};

/** Rows of the table of a section, as their cells. */
function rowsOf(heading: string): readonly (readonly string[])[] {
  const [, section = ""] = readFileSync(DOC, "utf8").split(`\n## ${heading}\n`);
  const [own = ""] = section.split("\n## ");
  return own
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.slice(1, -1).split(/ \| ?/));
}

function namesIn(cell: string | undefined): readonly string[] {
  return [...(cell ?? "").matchAll(/`([\w-]+)`/g)].map(([, name = ""]) => name);
}

function keysOf(event: EngineEvent): readonly string[] {
  return Object.keys(encodeEvent(event, () => 1)).filter((key) => key !== "kind");
}

test("every event is described, and every event that is described is one", () => {
  const documented = rowsOf("Every event").flatMap(([kind]) => namesIn(kind));
  assert.deepEqual([...documented].sort(), Object.keys(EVENTS).sort());
});

for (const [kind, event] of Object.entries(EVENTS)) {
  test(`${kind}: its keys are those of the page, in their order, and none is undefined`, () => {
    const row = rowsOf("Every event").find(([cell]) => cell?.includes(`\`${kind}\``));
    assert.deepEqual(namesIn(row?.at(-1)), keysOf(event));
    assert.ok(!Object.values(encodeEvent(event, () => 1)).includes(undefined));
  });
}

test("every key is explained, and every key that is explained is one", () => {
  const explained = rowsOf("Every key").flatMap(([key]) => namesIn(key));
  const written = new Set(Object.values(EVENTS).flatMap(keysOf));
  assert.deepEqual([...explained], [...written].sort());
});

test("the lines of the page have the keys that the events have", () => {
  const block = readBlocks(DOC).find(({ language }) => language === "jsonl");
  const lines = (block?.text ?? "").trimEnd().split("\n");
  assert.ok(lines.length >= 5);
  for (const line of lines) {
    const { format, time, kind, ...rest } = JSON.parse(line);
    assert.equal(format, 1);
    assert.equal(new Date(time).toISOString(), time);
    const event = Object.values(EVENTS).find((each) => each.kind === kind);
    assert.ok(event !== undefined, kind);
    assert.deepEqual(Object.keys(rest), keysOf(event), kind);
  }
});
