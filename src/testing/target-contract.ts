// The promises of a target, as tests: what running a statement says, and that preparing it is done once.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { StepOutcome, Target } from "../engine/ports.ts";
import { hashStatement, type StatementStep } from "../plan/plan.ts";
import type { Source } from "../text/source.ts";
import { type OpenWorld, withWorld } from "./contract-world.ts";

/** What the families say otherwise. */
interface ContractTexts {
  /** A scope that is there, and that holds nothing of the test's. */
  readonly elsewhere: string;
  readonly file: string;
}

const TEXTS: Readonly<Record<Target["dialect"]["family"], ContractTexts>> = {
  cql: { elsewhere: "system", file: "contract.cql" },
  sql: { elsewhere: "pg_catalog", file: "contract.sql" },
};

/** Registers the suite with `node:test`. Every test has a scope of its own. */
export function targetContract(name: string, open: OpenWorld): void {
  function claim(title: string, use: (target: Target, other: Target) => Promise<void>): void {
    test(title, () =>
      withWorld(open, 2, async (_world, [target, other]) => {
        assert.ok(target !== undefined && other !== undefined);
        await use(target, other);
      }),
    );
  }

  describe(`target contract: ${name}`, () => {
    claim("initialising creates the history once", async (target, other) => {
      const first = await target.initialize({ createScope: false });
      assert.deepEqual(first, { hasCreatedScope: false, hasCreatedHistory: true, absent: [] });
      const again = await other.initialize({ createScope: true });
      assert.deepEqual(again, { hasCreatedScope: false, hasCreatedHistory: false, absent: [] });
    });

    claim("initialising again leaves what is recorded", async (target, other) => {
      await target.initialize({ createScope: false });
      const holder = { by: "ann", host: "build-7", pid: 1, command: "migrate", since: 0 };
      await target.store.acquire({ owner: "one", holder, epoch: 0, ttlMs: 30_000 });
      await other.initialize({ createScope: true });
      assert.equal((await other.store.read())?.lease?.owner, "one");
    });

    claim("two who initialise at once make one history", async (target, other) => {
      await Promise.all([target.initialize({ createScope: false }), other.initialize({ createScope: false })]);
      const holder = { by: "ann", host: "build-7", pid: 1, command: "migrate", since: 0 };
      assert.equal(await target.store.acquire({ owner: "one", holder, epoch: 0, ttlMs: 30_000 }), true);
      assert.equal((await other.store.read())?.lease?.owner, "one");
    });

    claim("agreement is reached, without anybody missing, when nothing changes", async (target) => {
      await run(target, "CREATE TABLE users (id int PRIMARY KEY)");
      assert.deepEqual(await target.awaitAgreement(), { absent: [] });
    });

    claim("a statement that was carried out is done", async (target) => {
      const outcome = await run(target, "CREATE TABLE users (id int PRIMARY KEY, name text)");
      assert.ok(outcome.kind === "done" && outcome.hasChanged !== false);
      assert.deepEqual(outcome.warnings, []);
      assert.equal((await run(target, "INSERT INTO users (id) VALUES (1)", 1_790_000_000_000_000)).kind, "done");
    });

    claim("a statement that the database refuses failed, and says why", async (target) => {
      await run(target, "CREATE TABLE users (id int PRIMARY KEY)");
      const outcome = await run(target, "CREATE TABLE users (id int PRIMARY KEY)");
      assert.equal(outcome.kind, "failed");
      assert.match(outcome.message, /already exist.*users|users.*already exist/i);
      assert.equal((await run(target, "DROP TABLE nothing")).kind, "failed");
    });

    claim("a guarded statement that changes nothing is done", async (target) => {
      await run(target, "CREATE TABLE IF NOT EXISTS users (id int PRIMARY KEY)");
      for (const text of ["CREATE TABLE IF NOT EXISTS users (id int PRIMARY KEY)", "DROP TABLE IF EXISTS nothing"]) {
        const outcome = await run(target, text);
        assert.ok(outcome.kind === "done" && outcome.hasChanged !== true, text);
      }
    });

    claim("the live schema shows what was carried out, and not what was not", async (target) => {
      await run(target, "CREATE TABLE users (id int PRIMARY KEY)");
      const model = await target.readSchema();
      assert.equal(model.look("CREATE TABLE users (id int PRIMARY KEY)", target.scope).kind, "there");
      assert.equal(model.look("CREATE TABLE users (id int PRIMARY KEY, a int)", target.scope).kind, "different");
      assert.equal(model.look("CREATE TABLE others (id int PRIMARY KEY)", target.scope).kind, "not-there");
    });

    claim("bare names are of the step's keyspace, step by step", async (target, other) => {
      await run(target, "CREATE TABLE users (id int PRIMARY KEY)");
      const elsewhere = await run(
        target,
        "INSERT INTO users (id) VALUES (1)",
        undefined,
        TEXTS[target.dialect.family].elsewhere,
      );
      assert.equal(elsewhere.kind, "failed");
      assert.equal((await run(target, "INSERT INTO users (id) VALUES (1)")).kind, "done");
      assert.equal((await run(other, "INSERT INTO users (id) VALUES (2)")).kind, "done");
    });

    claim("a step in a keyspace that does not exist failed, and the session goes on", async (target) => {
      for (const _time of [1, 2]) {
        const outcome = await run(target, "CREATE TABLE t (id int PRIMARY KEY)", undefined, "tidemark_no_such");
        assert.equal(outcome.kind, "failed");
        assert.match(outcome.message, /tidemark_no_such.*does not exist/);
      }
      assert.equal((await run(target, "CREATE TABLE t (id int PRIMARY KEY)")).kind, "done");
    });

    claim("all nodes agree after a change", async (target) => {
      await target.awaitAgreement();
      await run(target, "CREATE TABLE users (id int PRIMARY KEY)");
      await target.awaitAgreement();
    });
  });
}

async function run(
  target: Target,
  text: string,
  timestampMicros?: number,
  keyspace = target.scope,
): Promise<StepOutcome> {
  const step = stepOf(target, text, keyspace);
  const outcome = await target.execute(step, { timestampMicros });
  if (step.effect === "schema") await target.awaitAgreement();
  return outcome;
}

function stepOf(target: Target, text: string, keyspace: string): StatementStep {
  const source: Source = { name: TEXTS[target.dialect.family].file, text };
  const [statement] = target.dialect.split(source, { start: 0, end: text.length }).statements;
  assert.ok(statement !== undefined);
  const { kind, effect, object, onRetry, askReason } = statement.facts;
  const facts = { statementKind: kind, effect, object, onRetry, askReason };
  return { kind: "execute", index: 0, text, hash: hashStatement(text), ...facts, keyspace, file: source.name, line: 1 };
}
