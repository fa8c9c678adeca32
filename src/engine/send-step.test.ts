// What guards come to: statements that did nothing, and servers that do not know the words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type MemoryDatabase, memoryDatabase } from "../adapters/memory/memory-database.ts";
import { modelFactory } from "../dialect/model-factory.ts";
import { type MemoryRunner, memoryRunner, migrationsOf } from "../testing/memory-runner.ts";
import { migrate } from "./migrate.ts";
import type { Target } from "./ports.ts";

const TABLE = "CREATE TABLE t (id int PRIMARY KEY)";

function run({ context, planOptions }: MemoryRunner, ...texts: readonly string[]): Promise<unknown> {
  const files = Object.fromEntries(texts.map((text, index) => [`V${index + 1}__t.cql`, text]));
  return migrate(context, { ...planOptions, migrations: migrationsOf(files) });
}

/** A target that sends what it is given to nobody but `sent`, and has the schema that `texts` make on a server. */
function serverWith(server: string, texts: readonly string[], sent: string[]): (target: Target) => Target {
  return (target) => ({
    ...target,
    async execute({ text }) {
      sent.push(text);
      return { kind: "done", warnings: [], hasChanged: true };
    },
    async readSchema() {
      const { empty } = await modelFactory(target.dialect, { server });
      return [...texts, ...sent].reduce((model, text) => model.tryStatement(text, "shop").after, empty("shop"));
    },
  });
}

async function sentTo(
  server: string,
  made: readonly string[],
  ...texts: readonly string[]
): Promise<readonly string[]> {
  const sent: string[] = [];
  await run(memoryRunner(memoryDatabase(["shop"]), { wrap: serverWith(server, made, sent) }), ...texts);
  return sent;
}

function executedTexts(database: MemoryDatabase): readonly string[] {
  return database.executions.map(({ text }) => text);
}

test("a guarded CREATE that met another definition fails with the difference, and what it found is not recorded as done", async () => {
  const database = memoryDatabase(["shop"]);
  await run(memoryRunner(database), `${TABLE};`);
  const guarded = "CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, a text);";
  await assert.rejects(run(memoryRunner(database), `${TABLE};`, guarded), {
    code: "step-failed",
    message:
      /V2__t\.cql:1: .*its guard left what is there as it is, and that is another: table shop\.t: column a text only as it is written/,
  });
  const snapshot = await memoryRunner(database).context.target.store.read();
  assert.deepEqual(
    snapshot?.events.map(({ kind, version }) => `${kind} ${version}`),
    ["applied 1", "failed 2"],
  );
});

test("a guarded CREATE that met its own definition, or one that later statements have added to beside, is done", async () => {
  const database = memoryDatabase(["shop"]);
  const index = "CREATE INDEX i ON t (a);";
  const table = "CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, a text);";
  await run(memoryRunner(database), table, `${index}\n${table}`);
  assert.equal(executedTexts(database).length, 3);
});

test("a guarded ALTER that met another column fails, too", async () => {
  const database = memoryDatabase(["shop"]);
  const first = `${TABLE};\nALTER TABLE t ADD a int;`;
  await run(memoryRunner(database), first);
  await assert.rejects(run(memoryRunner(database), first, "ALTER TABLE t ADD IF NOT EXISTS a text;"), {
    message: /column a is int in the schema, text as it is written/,
  });
});

test("a server that does not know guards in ALTER is sent what is left to do", async () => {
  const texts = [
    "ALTER TABLE t ADD IF NOT EXISTS (a int, b int);",
    "ALTER TABLE t DROP IF EXISTS nothing;",
    "ALTER TABLE IF EXISTS nobody ADD a int;",
    "ALTER TABLE t ADD c int;",
  ];
  const made = ["CREATE TABLE t (id int PRIMARY KEY, a int)"];
  assert.deepEqual(await sentTo("cassandra:4.0", made, ...texts), [
    "ALTER TABLE t ADD b int",
    "ALTER TABLE t ADD c int",
  ]);
  assert.deepEqual(await sentTo("scylla:2025.1", made, ...texts), [
    "ALTER TABLE t ADD b int",
    "ALTER TABLE t ADD c int",
  ]);
  assert.deepEqual(
    await sentTo("cassandra:4.1", made, ...texts),
    texts.map((text) => text.slice(0, -1)),
  );
});

test("the schema is read once for guarded ALTERs that a server knows", async () => {
  let reads = 0;
  const sent: string[] = [];
  const wrap = (target: Target): Target => {
    const inner = serverWith("cassandra:5.0", [TABLE], sent)(target);
    return {
      ...inner,
      readSchema() {
        reads += 1;
        return inner.readSchema();
      },
    };
  };
  const texts = ["a", "b", "c"].map((name) => `ALTER TABLE t ADD IF NOT EXISTS ${name} int;`);
  await run(memoryRunner(memoryDatabase(["shop"]), { wrap }), ...texts);
  assert.equal(reads, 1);
});
