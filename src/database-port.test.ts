// Goal: what is tried again, and what is never. Method: a connection that answers as it is told.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { PipelineEnd, SqlConnection, SqlFailure } from "./adapters/sql/connection.ts";
import { type DatabasePort, databasePort } from "./database-port.ts";

const REFUSED = (code: string): SqlFailure => ({ kind: "refused", message: `said "s3cret"`, code });
const LOST: SqlFailure = { kind: "lost", message: "ECONNRESET" };

interface World {
  readonly port: DatabasePort;
  readonly sent: string[];
  readonly pauses: number[];
  opened: number;
}

/** @param answers failures by text, each used once */
function world(answers: readonly (readonly [string, SqlFailure])[], schema?: string): World {
  const left = [...answers];
  const sent: string[] = [];
  const pauses: number[] = [];
  function connection(): SqlConnection {
    let isLost = false;
    return {
      async pipeline(statements): Promise<PipelineEnd> {
        const results: PipelineEnd["results"][number][] = [];
        for (const { text } of statements) {
          sent.push(text);
          const at = left.findIndex(([failing]) => failing === text);
          const [, failure] = left[at] ?? [];
          if (failure !== undefined) {
            left.splice(at, 1);
            if (failure.kind === "lost") isLost = true;
            return { results, failure };
          }
          results.push({ rows: [{ text }], rowCount: 1, notices: [], durationMs: 0 });
        }
        return { results, failure: undefined };
      },
      get isLost() {
        return isLost;
      },
      async close() {},
    };
  }
  const seen: World = {
    sent,
    pauses,
    opened: 0,
    port: databasePort({
      async open() {
        seen.opened += 1;
        return connection();
      },
      greeting: [],
      schema,
      sleep: async (ms) => void pauses.push(ms),
      random: () => 1,
    }),
  };
  return seen;
}

for (const code of ["40001", "40P01"]) {
  test(`the whole function runs again after ${code}, with growing waits`, async () => {
    const { port, sent, pauses } = world([
      ["a", REFUSED(code)],
      ["COMMIT", REFUSED(code)],
    ]);
    let runs = 0;
    const result = await port.transaction(async ({ send }) => {
      runs += 1;
      await send("a", []);
      return runs;
    }, {});
    assert.equal(result, 3);
    assert.deepEqual(sent, ["BEGIN", "a", "ROLLBACK", "BEGIN", "a", "COMMIT", "ROLLBACK", "BEGIN", "a", "COMMIT"]);
    assert.deepEqual(pauses, [20, 40]);
  });
}

test("a transaction that is always in the way is given up after its attempts", async () => {
  const failing = Array.from({ length: 9 }, () => ["a", REFUSED("40001")] as const);
  const { port, sent } = world(failing);
  const working = port.transaction(({ send }) => send("a", []), { attempts: 3 });
  await assert.rejects(working, {
    code: "step-failed",
    message: /3 tries/,
    details: { sqlstate: "40001", mayPass: true },
  });
  assert.equal(sent.filter((text) => text === "a").length, 3);
});

test("a refusal that the code has caught is tried again, whatever the code throws for it", async () => {
  const { port, sent } = world([["a", REFUSED("40001")]]);
  const result = await port.transaction(async ({ send }) => {
    try {
      return await send("a", []);
    } catch {
      throw new Error("mine");
    }
  }, {});
  assert.deepEqual(result, [{ text: "a" }]);
  assert.deepEqual(sent, ["BEGIN", "a", "ROLLBACK", "BEGIN", "a", "COMMIT"]);
});

test("a lock that is not free fails a savepoint alone, and the transaction only when nobody has caught it", async () => {
  const { port, sent } = world([
    ["a", REFUSED("55P03")],
    ["b", REFUSED("55P03")],
  ]);
  await port.transaction(async (inside) => {
    await inside.transaction(({ send }) => send("a", []), {}).catch(() => undefined);
    await inside.send("b", []);
  }, {});
  assert.deepEqual(
    sent.filter((text) => !text.includes("SAVEPOINT")),
    ["BEGIN", "a", "b", "ROLLBACK", "BEGIN", "a", "b", "COMMIT"],
  );
});

test("what the code itself throws is not tried again", async () => {
  const { port, sent } = world([]);
  const thrown = new Error("40001");
  await assert.rejects(
    port.transaction(async () => {
      throw thrown;
    }, {}),
    thrown,
  );
  assert.deepEqual(sent, ["BEGIN", "ROLLBACK"]);
});

for (const failure of [LOST, REFUSED("40003"), REFUSED("XXA00")]) {
  test(`a COMMIT without a known end (${failure.code ?? failure.kind}) is never run again`, async () => {
    const { port, sent } = world([["COMMIT", failure]]);
    const working = port.transaction(({ send }) => send("a", []), {});
    await assert.rejects(working, { code: "step-in-doubt" });
    assert.deepEqual(sent, ["BEGIN", "a", "COMMIT"]);
  });
}

test("a connection that is lost within a transaction ends it, and the next call has a new one", async () => {
  const seen = world([["a", LOST]]);
  await assert.rejects(
    seen.port.transaction(({ send }) => send("a", []), {}),
    { code: "connection-failed" },
  );
  await seen.port.send("b", []);
  assert.deepEqual([seen.sent, seen.opened], [["BEGIN", "a", "b"], 2]);
});

test("the isolation is that of the whole transaction", async () => {
  const { port, sent } = world([]);
  await port.transaction(async () => undefined, { isolation: "serializable" });
  assert.deepEqual(sent, ["BEGIN ISOLATION LEVEL SERIALIZABLE", "COMMIT"]);
});

test("an error names the SQLSTATE, and no value that was sent", async () => {
  const { port } = world([["SELECT $1::int", REFUSED("22P02")]]);
  await assert.rejects(port.send("SELECT $1::int", ["s3cret"]), {
    code: "step-failed",
    message: 'SELECT $1::int: said "…"',
    details: { sqlstate: "22P02" },
  });
});

test("a refusal says what to do, in the words of scripts", async () => {
  const permission: SqlFailure = { kind: "refused", message: "permission denied for table t", code: "42501" };
  const timeout: SqlFailure = {
    kind: "refused",
    message: "canceling statement due to statement timeout",
    code: "57014",
  };
  const { port } = world([
    ["a", permission],
    ["b", timeout],
  ]);
  await assert.rejects(port.send("a", []), { hint: /^GRANT SELECT/ });
  await assert.rejects(port.send("b", []), { hint: "allow it more time: `settings: { statement_timeout }`" });
});

test("a schema that does not exist is named", async () => {
  const failure: SqlFailure = {
    kind: "refused",
    message: "no schema has been selected to create in",
    code: "3F000",
  };
  const { port } = world([["a", failure]], "nope");
  await assert.rejects(port.send("a", []), { message: "a: the schema nope does not exist" });
});

for (const said of [
  "cannot insert multiple commands into a prepared statement",
  "prepared statement had 2 statements, expected 1",
]) {
  test(`two statements in one text are told as such: ${said}`, async () => {
    const { port } = world([["SELECT 1; SELECT 2", { kind: "refused", message: said, code: "42601" }]]);
    await assert.rejects(port.send("SELECT 1; SELECT 2", []), {
      message: "execute takes one statement, and was given several in one text: SELECT 1; SELECT 2",
    });
  });
}
