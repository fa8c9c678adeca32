// What code asks of a target, on a real server: pages of rows, values for bind markers, many statements at once.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { QueryPage, Target } from "../../../src/engine/ports.ts";
import type { Parameters } from "../../../src/migration/code-migration.ts";
import { hashStatement, type StatementStep } from "../../../src/plan/plan.ts";
import { openTarget, withKeyspace, withServer } from "./server.ts";

const INSERT = "INSERT INTO t (id, v) VALUES (?, ?)";

function stepOf(text: string, keyspace: string): StatementStep {
  const facts = { statementKind: "insert", effect: "data", onRetry: "same-timestamp" } as const;
  return { kind: "execute", index: 0, text, hash: hashStatement(text), ...facts, keyspace, file: "x.ts", line: 1 };
}

async function pagesOf(target: Target, text: string, pageSize: number, parameters?: Parameters): Promise<QueryPage[]> {
  const pages: QueryPage[] = [];
  let pageState: string | undefined;
  do {
    const page = await target.query({ text, parameters, keyspace: target.scope, pageSize, pageState });
    pages.push(page);
    pageState = page.pageState;
  } while (pageState !== undefined);
  return pages;
}

withServer("what code asks of Cassandra", (server) => {
  function claim(title: string, use: (target: Target) => Promise<void>): void {
    test(title, () =>
      withKeyspace(server, async ({ name, client }) => {
        await client.execute(`CREATE TABLE ${name}.t (id int PRIMARY KEY, v text)`);
        const target = await openTarget(server, name);
        try {
          await use(target);
        } finally {
          await target.close();
        }
      }),
    );
  }

  claim("every row comes once, in pages of the size that is asked for", async (target) => {
    const ids = Array.from({ length: 250 }, (_, id) => id);
    const outcomes = await Promise.all(
      ids.map((id) => target.execute(stepOf(INSERT, target.scope), { parameters: [id, `v${id}`] })),
    );
    assert.ok(outcomes.every(({ kind }) => kind === "done"));
    const pages = await pagesOf(target, "SELECT id, v FROM t", 100);
    assert.deepEqual(
      pages.map(({ rows }) => rows.length),
      [100, 100, 50],
    );
    const seen = pages.flatMap(({ rows }) => rows.map(({ id }) => Number(id)));
    assert.deepEqual(
      seen.toSorted((a, b) => a - b),
      ids,
    );
  });

  claim("values are taken by place and by name", async (target) => {
    await target.execute(stepOf("INSERT INTO t (id, v) VALUES (:id, :v)", target.scope), {
      parameters: { id: 1, v: "a" },
    });
    const [page] = await pagesOf(target, "SELECT v FROM t WHERE id = ?", 10, [1]);
    assert.equal(page?.rows[0]?.v, "a");
  });

  claim("a write tells whether its condition held, and what is there", async (target) => {
    const step = stepOf("INSERT INTO t (id, v) VALUES (?, ?) IF NOT EXISTS", target.scope);
    const first = await target.execute(step, { parameters: [1, "a"] });
    assert.ok(first.kind === "done" && first.wasApplied === true);
    const second = await target.execute(step, { parameters: [1, "b"] });
    assert.ok(second.kind === "done" && second.wasApplied === false && second.rows?.[0]?.v === "a");
    assert.deepEqual(second.warnings, []);
  });

  claim("a client timestamp holds for a prepared statement, too", async (target) => {
    const step = stepOf(INSERT, target.scope);
    await target.execute(step, { parameters: [1, "later"], timestampMicros: 2_000 });
    await target.execute(step, { parameters: [1, "earlier"], timestampMicros: 1_000 });
    const [page] = await pagesOf(target, "SELECT v FROM t", 10);
    assert.equal(page?.rows[0]?.v, "later");
  });

  claim("a table that is made again with other types takes values of those", async (target) => {
    await target.execute(stepOf(INSERT, target.scope), { parameters: [1, "a"] });
    for (const text of ["DROP TABLE t", "CREATE TABLE t (id int PRIMARY KEY, v int)"]) {
      const step = { ...stepOf(text, target.scope), statementKind: "", effect: "schema" } as const;
      assert.equal((await target.execute(step, {})).kind, "done");
    }
    const outcome = await target.execute(stepOf(INSERT, target.scope), { parameters: [1, 7] });
    assert.equal(outcome.kind, "done");
  });

  claim("a query that the server refuses says why", async (target) => {
    const asked = target.query({ text: "SELECT nothing FROM t", keyspace: target.scope, pageSize: 10 });
    await assert.rejects(asked, { code: "server-failed", message: /nothing/ });
  });

  claim("a value of the wrong kind fails the statement, and nothing else", async (target) => {
    const outcome = await target.execute(stepOf(INSERT, target.scope), { parameters: ["one", "a"] });
    assert.equal(outcome.kind, "failed");
    assert.equal((await target.execute(stepOf(INSERT, target.scope), { parameters: [1, "a"] })).kind, "done");
  });
});
