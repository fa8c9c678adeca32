// Goal: programs can rely on --json: one document, these keys and no others, whatever the command does.
// Method: every command on a real server, its document against a strict schema.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import { withServer } from "../integration/cassandra/server.ts";
import { assertExit, documentOf } from "./cli.ts";
import { withCliWorld } from "./keyspace.ts";

const time = v.pipe(v.string(), v.isoTimestamp());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const executed = v.strictObject({ version: v.string(), name: v.string(), description: v.string(), durationMs: count });
const step = v.looseObject({
  kind: v.literal("execute"),
  index: count,
  text: v.string(),
  file: v.string(),
  line: count,
});
const predictions = v.array(
  v.strictObject({
    version: v.string(),
    step: v.number(),
    outcome: v.picklist(["changes", "nothing", "data", "refused", "unknown"]),
    changes: v.array(
      v.strictObject({
        kind: v.string(),
        object: v.string(),
        description: v.string(),
        loss: v.nullable(v.string()),
        inPlace: v.boolean(),
      }),
    ),
    refusal: v.nullable(v.string()),
    guardrails: v.array(
      v.strictObject({ guardrail: v.string(), level: v.picklist(["warn", "fail"]), message: v.string() }),
    ),
  }),
);
const review = v.array(
  v.strictObject({
    version: v.string(),
    undo: v.nullable(
      v.variant("kind", [
        v.strictObject({ kind: v.literal("down-side"), statementCount: count }),
        v.strictObject({ kind: v.picklist(["code", "none"]) }),
      ]),
    ),
    leavesOnFailure: v.picklist(["nothing", "what-is-done"]),
    steps: v.array(
      v.strictObject({
        step: v.number(),
        class: v.picklist(["none", "metadata", "data", "build", "rewrite", "unknown", "loss"]),
        why: v.nullable(v.string()),
      }),
    ),
  }),
);
const plan = v.strictObject({
  format: v.literal(1),
  operation: v.picklist(["migrate", "rollback"]),
  dialect: v.string(),
  scope: v.string(),
  migrations: v.array(
    v.strictObject({
      version: v.string(),
      label: v.string(),
      name: v.string(),
      description: v.string(),
      direction: v.picklist(["up", "down"]),
      checksum: v.pipe(v.string(), v.startsWith("sha256:")),
      downText: v.optional(v.string()),
      steps: v.array(step),
      doneCount: count,
    }),
  ),
});
const disagreement = v.looseObject({
  kind: v.string(),
  version: v.string(),
  label: v.string(),
  name: v.string(),
  message: v.string(),
  hint: v.string(),
});
const status = v.strictObject({
  version: v.string(),
  label: v.string(),
  name: v.string(),
  description: v.string(),
  state: v.picklist(["applied", "baselined", "pending", "failed", "half-applied", "not-for-profile"]),
  at: v.optional(time),
  durationMs: v.optional(count),
  by: v.optional(v.string()),
  host: v.optional(v.string()),
  error: v.optional(v.string()),
  disagreement: v.optional(v.string()),
  isAhead: v.boolean(),
});
const event = v.strictObject({
  seq: count,
  kind: v.picklist(["applied", "rolled-back", "failed", "baselined", "repaired", "removed"]),
  version: v.string(),
  name: v.string(),
  checksum: v.string(),
  direction: v.picklist(["up", "down"]),
  at: time,
  durationMs: count,
  by: v.string(),
  host: v.string(),
  tool: v.string(),
  run: v.string(),
  warnings: v.array(v.string()),
  error: v.optional(v.string()),
});
const finding = v.strictObject({
  version: v.string(),
  label: v.string(),
  rule: v.string(),
  severity: v.picklist(["warn", "error"]),
  message: v.string(),
  hint: v.optional(v.string()),
  file: v.string(),
  line: v.optional(count),
  column: v.optional(count),
  fix: v.optional(v.string()),
});
const current = v.nullable(v.string());
const check = v.strictObject({
  name: v.string(),
  verdict: v.picklist(["ok", "warning", "problem", "unknown"]),
  finding: v.string(),
  hint: v.optional(v.string()),
});

/** In order: each command with its exit code and what its document holds besides `format` and `command`. */
const COMMANDS: readonly (readonly [line: string, exitCode: number, schema: v.ObjectEntries])[] = [
  [
    "init",
    0,
    {
      keyspace: v.string(),
      directory: v.string(),
      hasCreatedKeyspace: v.literal(false),
      replication: v.null(),
      hasCreatedHistory: v.literal(true),
      absent: v.strictTuple([]),
      warnings: v.strictTuple([]),
    },
  ],
  [
    "migrate --dry-run",
    1,
    { dryRun: v.literal(true), plan, predictions, review, current: v.null(), ahead: v.array(v.string()) },
  ],
  ["plan", 1, { plan, predictions, review, file: v.null() }],
  [
    "preflight",
    1,
    {
      keyspace: v.string(),
      isReady: v.literal(false),
      checks: v.pipe(v.array(check), v.minLength(8)),
      pendingCount: v.literal(3),
    },
  ],
  [
    "pending",
    1,
    {
      pendingCount: v.literal(3),
      pending: v.array(
        v.strictObject({ version: v.string(), label: v.string(), name: v.string(), description: v.string() }),
      ),
    },
  ],
  [
    "migrate --target 2",
    0,
    { applied: v.pipe(v.array(executed), v.length(2)), current: v.literal("2"), ahead: v.array(v.string()) },
  ],
  ["rollback --dry-run", 0, { dryRun: v.literal(true), plan, predictions, review }],
  ["rollback --yes", 0, { rolledBack: v.pipe(v.array(executed), v.length(1)), current: v.literal("1") }],
  [
    "baseline 2 --yes",
    0,
    { baselined: v.pipe(v.array(v.strictObject({ version: v.string(), name: v.string() })), v.length(1)) },
  ],
  [
    "migrate",
    1,
    {
      applied: v.optional(v.array(executed)),
      error: v.strictObject({
        code: v.literal("step-failed"),
        message: v.string(),
        hint: v.string(),
        exitCode: v.literal(1),
        details: v.looseObject({}),
      }),
    },
  ],
  [
    "status",
    0,
    {
      keyspace: v.string(),
      isInitialized: v.literal(true),
      current,
      pendingCount: count,
      migrations: v.pipe(v.array(status), v.length(3)),
      disagreements: v.array(disagreement),
      lock: v.null(),
    },
  ],
  ["history", 0, { events: v.pipe(v.array(event), v.minLength(5)) }],
  ["validate", 4, { disagreements: v.pipe(v.array(disagreement), v.length(1)) }],
  ["repair --yes", 0, { accepted: v.pipe(v.array(disagreement), v.length(0)), remaining: v.array(disagreement) }],
  [
    "repair --mark-applied 3 --statement 2",
    0,
    { version: v.literal("3"), name: v.string(), doneCount: v.literal(2), isFinished: v.literal(true) },
  ],
  ["lock status", 0, { keyspace: v.string(), lock: v.null() }],
  ["lock break --epoch 1 --yes", 0, { broken: v.null() }],
  [
    "lint",
    1,
    {
      servers: v.array(v.string()),
      fileCount: v.literal(3),
      errorCount: v.literal(3),
      warningCount: v.literal(5),
      findings: v.pipe(v.array(finding), v.length(8)),
    },
  ],
  ["profiles", 0, { file: v.string(), profile: v.null(), profiles: v.array(v.string()) }],
];

withServer("the documents of --json", (server) => {
  test("every command prints the one document that is promised", () =>
    withCliWorld(
      server,
      {
        files: {
          "migrations/V1__a.cql": "CREATE TABLE a (id int PRIMARY KEY);\n-- @down\nDROP TABLE a;\n",
          "migrations/V2__b.cql": "CREATE TABLE b (id int PRIMARY KEY);\n-- @down\nDROP TABLE b;\n",
          "migrations/V3__c.cql": "CREATE TABLE c (id int PRIMARY KEY);\nCREATE TABLE c (id int PRIMARY KEY);\n",
        },
      },
      async (world) => {
        for (const [line, exitCode, entries] of COMMANDS) {
          const result = await world.run([...line.split(" "), "--json"]);
          assertExit(result, exitCode);
          const command = /^(?:lock )?\w+/.exec(line)?.[0];
          const schema = v.strictObject({
            format: v.literal(1),
            command: v.literal(command ?? ""),
            keyspace: v.literal(world.keyspace),
            ...entries,
          });
          const { issues } = v.safeParse(schema, documentOf(result));
          const problems = issues?.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`);
          assert.equal(problems, undefined, `${line}\n${problems?.join("\n")}\n${result.stdout}`);
        }
      },
    ));

  test("a failure names its place, and what was applied before it", () =>
    withCliWorld(
      server,
      {
        files: {
          "migrations/V1__a.cql": "SELECT * FROM system.local;",
          "migrations/V2__b.cql": "\nSELECT * FROM nowhere;",
        },
      },
      async (world) => {
        const result = await world.run(["migrate", "--json"]);
        assertExit(result, 1);
        const { applied, error } = documentOf(result) as {
          applied: readonly { version: string }[];
          error: { message: string; details: Record<string, unknown> };
        };
        assert.deepEqual(
          applied.map(({ version }) => version),
          ["1"],
        );
        assert.match(error.message, /^migrations\/V2__b\.cql:2: statement 1 .*nowhere/);
        assert.equal(error.details.file, "migrations/V2__b.cql");
        assert.equal(error.details.line, 2);
      },
    ));
});
