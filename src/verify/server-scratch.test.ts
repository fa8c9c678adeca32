import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryDatabase } from "../adapters/memory/memory-database.ts";
import type { CodeMigration } from "../migration/code-migration.ts";
import { memoryRunner, migrationsOf } from "../testing/memory-runner.ts";
import { withServerScratch } from "./server-scratch.ts";
import { verifyMigrations } from "./verify-migrations.ts";
import type { VerifiedMigration } from "./verify-report.ts";

const USERS = "CREATE TABLE users (id int PRIMARY KEY);\n-- @down\nDROP TABLE users;\n";
const USE_CODED = "ALTER TABLE coded ADD name text;\n-- @down\nALTER TABLE coded DROP name;\n";
const AGE = "ALTER TABLE users ADD age int;\n-- @down\nALTER TABLE users DROP age;\n";
const CODE = "20260101_001_code.ts";
const FILES = {
  "20250101_001_users.cql": USERS,
  [CODE]: "",
  "20270101_001_use.cql": USE_CODED,
  "20270102_001_age.cql": AGE,
};

async function verify(
  isWhole: boolean,
): Promise<{ readonly verified: readonly VerifiedMigration[]; readonly ran: number }> {
  let ran = 0;
  const coded: CodeMigration = {
    description: "code",
    async upgrade(context) {
      ran++;
      await context.execute("CREATE TABLE coded (id int PRIMARY KEY)");
    },
    async downgrade(context) {
      await context.execute("DROP TABLE coded");
    },
  };
  const migrations = migrationsOf(FILES);
  const open = async () => {
    const { context, planOptions: options } = memoryRunner(memoryDatabase(), { code: { [CODE]: coded } });
    await context.target.initialize({ createScope: true });
    return { context: { ...context, skipsPreflight: true }, options, isWhole, close: async () => undefined };
  };
  const { signal } = new AbortController();
  const verified = await withServerScratch(migrations, open, (scratch) =>
    verifyMigrations(migrations, scratch, { signal }),
  );
  return { verified, ran };
}

test("on a server that was not started for it code does not run, and what may need it is not verified", async () => {
  const { verified, ran } = await verify(false);
  assert.equal(ran, 0);
  assert.deepEqual(
    verified.map(({ verdict, faults }) => [verdict, faults.length]),
    [
      ["holds", 0],
      ["skipped", 0],
      ["skipped", 0],
      ["holds", 0],
    ],
  );
  assert.match(verified[1]?.reason ?? "", /^it is code, .* tidemark verify --sandbox/);
  assert.match(verified[2]?.reason ?? "", /^it may need what code before it makes, which was left out: .*coded/);
});

test("on a server of its own code runs", async () => {
  const { verified, ran } = await verify(true);
  assert.ok(ran >= 2);
  assert.deepEqual(
    verified.map(({ verdict }) => verdict),
    ["holds", "holds", "holds", "holds"],
  );
});
