// Goal: what the pages that weigh ways and tools against each other say of ours is so. Method: their command lines are held
// against the command table; what can be tried on a real server is tried, as it was tried with the other tools.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bigint, int, table, text, uuid } from "../../src/models.ts";
import { DiagnosticsError } from "../../src/text/diagnostics-error.ts";
import { Tidemark } from "../../src/tidemark.ts";
import { type TestServer, withKeyspace, withServer } from "../integration/cassandra/server.ts";
import { findWrongWords } from "./command-line.ts";

for (const page of ["docs/comparison.md", "docs/choosing-a-way.md"]) {
  test(`${page}: every command line is one that there is`, () => {
    const source = readFileSync(page, "utf8");
    const lines = [...source.matchAll(/`tidemark ([^`]+)`|^\$ tidemark (.+)$/gm)].map(
      ([, inline, shown]) => inline ?? shown ?? "",
    );
    assert.ok(lines.length > 0);
    for (const line of lines) {
      // What stands behind `--` or `&&` is another program's.
      const [own = ""] = line.split(/ -- | && /);
      assert.deepEqual(findWrongWords(own.split(" ")), [], `tidemark ${line}`);
    }
  });
}

test("docs/comparison.md compares this version", () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  assert.match(readFileSync("docs/comparison.md", "utf8"), new RegExp(`^What tidemark ${version} does`, "m"));
});

const FIRST = table("products", { id: uuid().partitionKey(), name: text(), brand: text().indexed() });

function withSynced(server: TestServer, use: (tidemark: Tidemark) => Promise<void>): Promise<void> {
  return withKeyspace(server, async ({ name: keyspace }) => {
    const tidemark = await Tidemark.open({ contactPoints: [`${server.host}:${server.port}`], keyspace });
    try {
      await tidemark.sync([FIRST]);
      await use(tidemark);
    } finally {
      await tidemark.close();
    }
  });
}

withServer("docs/comparison.md, tried on a real server", (server) => {
  test("declared tables: with nothing to do nothing is returned, and a dry run says the same", () =>
    withSynced(server, async (tidemark) => {
      assert.deepEqual((await tidemark.sync([FIRST])).statements, []);
      assert.deepEqual((await tidemark.sync([FIRST], { dryRun: true })).statements, []);
    }));

  test("declared tables: a column and an index that only the database has are reported, and kept", () =>
    withSynced(server, async (tidemark) => {
      const model = table("products", { id: uuid().partitionKey(), name: text() });
      const { statements, drift } = await tidemark.sync([model]);
      assert.deepEqual(statements, []);
      assert.equal(drift.length, 2);
    }));

  test("declared tables: an index is dropped when that is asked for", () =>
    withSynced(server, async (tidemark) => {
      const model = table("products", { id: uuid().partitionKey(), name: text(), brand: text() });
      const { statements } = await tidemark.sync([model], { dropRemovedIndexes: true });
      assert.equal(statements.length, 1);
      assert.match(statements[0] ?? "", /^DROP INDEX /);
    }));

  for (const [title, model] of [
    ["another type", table("products", { id: uuid().partitionKey(), name: bigint(), brand: text().indexed() })],
    [
      "a new clustering column",
      table("products", {
        id: uuid().partitionKey(),
        at: int().clusteringKey(),
        name: text(),
        brand: text().indexed(),
      }),
    ],
  ] as const) {
    test(`declared tables: ${title} is an error that names the way, and nothing is sent`, () =>
      withSynced(server, async (tidemark) => {
        const before = (await tidemark.snapshot()).model.print();
        await assert.rejects(tidemark.sync([model, table("other", { id: int().partitionKey() })]), (error) => {
          assert.ok(error instanceof DiagnosticsError && error.code === "sync-refused");
          assert.match(JSON.stringify([error.message, error.hint, error.diagnostics]), /tidemark generate/);
          return true;
        });
        assert.equal((await tidemark.snapshot()).model.print(), before);
      }));
  }

  test("declared tables: an option that is no longer declared goes back to the server's default", () =>
    withSynced(server, async (tidemark) => {
      const model = table(
        "products",
        { id: uuid().partitionKey(), name: text(), brand: text().indexed() },
        { defaultTtl: 3_600, compaction: { class: "LeveledCompactionStrategy" } },
      );
      assert.equal((await tidemark.sync([model])).statements.length, 1);
      assert.deepEqual((await tidemark.sync([model])).statements, []);
      const { statements } = await tidemark.sync([FIRST]);
      assert.equal(statements.length, 1);
      assert.match(statements[0] ?? "", /^ALTER TABLE \S+\s+WITH .*default_time_to_live = 0$/s);
    }));
});
