// Goal: an answer that is late, lost or cut off makes no run fail that need not, and nothing happen twice.
// Method: the command line on a real server, through a proxy that does it to chosen requests.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assertExit, type CliResult, documentOf, type Files, spawnCli } from "../cli/cli.ts";
import { type CliWorld, tablesOf, withCliWorld } from "../cli/keyspace.ts";
import { type Fault, type ProxyRequest, startNativeProxy } from "../torture/native-proxy.ts";
import { withServer } from "./cassandra/server.ts";

const CONFIG = `lock: { ttl: 3s }
profiles:
  hasty: { cassandra: { request_timeout: 1s } }
  patient: { cassandra: { request_timeout: 30s } }
`;
type Patience = "hasty" | "patient";
/** Whoever takes longer hangs. */
const RUN_MAX_MS = 60_000;
const SWALLOW: Fault = { kind: "swallow" };

interface Disturbed {
  readonly result: CliResult;
  readonly requests: readonly ProxyRequest[];
}

interface Disturbance {
  /** What a request must hold. */
  readonly on: string;
  readonly fault: Fault;
  /** Of the requests that hold it, how many; 1 when not given. */
  readonly times?: number;
}

/** One command, a process of its own, through a proxy that does these things. It ends by itself, whatever was done to it. */
async function runDisturbed(
  world: CliWorld,
  argv: readonly string[],
  disturbances: readonly Disturbance[],
  patience: Patience = "hasty",
): Promise<Disturbed> {
  const left = disturbances.map(({ times = 1 }) => times);
  const proxy = await startNativeProxy({
    server: world.server,
    choose({ kind, text }) {
      const isSent = kind === "query" || kind === "execute" || kind === "batch";
      const index = disturbances.findIndex(({ on }, at) => isSent && text.includes(on) && (left[at] ?? 0) > 0);
      const disturbance = disturbances[index];
      if (disturbance === undefined) return undefined;
      left[index] = (left[index] ?? 0) - 1;
      return disturbance.fault;
    },
  });
  try {
    const through = ["--host", proxy.host, "--port", String(proxy.port), "--profile", patience];
    const result = await runOrKill([...through, ...argv], world.directory);
    const expected = disturbances.map(() => 0);
    assert.deepEqual(left, expected, `everything was disturbed:\n${result.stdout}${result.stderr}`);
    return { result, requests: proxy.requests };
  } finally {
    await proxy.close();
  }
}

async function runOrKill(argv: readonly string[], directory: string): Promise<CliResult> {
  const { child, ended } = spawnCli(argv, directory);
  const over = new AbortController();
  void sleep(RUN_MAX_MS, undefined, { signal: over.signal }).then(
    () => child.kill("SIGKILL"),
    () => undefined,
  );
  const result = await ended;
  over.abort();
  assert.equal(child.signalCode, null, `it does not end:\n${result.stdout}${result.stderr}`);
  return result;
}

function countSent(requests: readonly ProxyRequest[], part: string): number {
  return requests.filter(({ kind, text }) => kind !== "prepare" && text.includes(part)).length;
}

/** Nothing is under way, nobody holds the lock, and the history is as given: "applied 1". */
async function assertHistory(world: CliWorld, expected: readonly string[]): Promise<void> {
  const { events } = documentOf(await world.run(["history", "--json"])) as {
    events: readonly { kind: string; version: string }[];
  };
  assert.deepEqual(
    events.map(({ kind, version }) => `${kind} ${version}`),
    expected,
  );
  assert.deepEqual(documentOf(await world.run(["lock", "status", "--json"])).lock, null);
  assertExit(await world.run(["validate"]), 0);
}

async function warningsOf(world: CliWorld): Promise<readonly string[]> {
  const { events } = documentOf(await world.run(["history", "--json"])) as {
    events: readonly { warnings: readonly string[] }[];
  };
  return events.flatMap(({ warnings }) => warnings);
}

async function columnsOf({ client, keyspace }: CliWorld, table: string): Promise<readonly string[]> {
  const text = "SELECT column_name FROM system_schema.columns WHERE keyspace_name = ? AND table_name = ?";
  const { rows } = await client.execute(text, [keyspace, table], { prepare: true });
  return rows.map((row) => String(row.column_name));
}

withServer("lost answers", (server) => {
  const withFiles = (files: Files, use: (world: CliWorld) => Promise<void>): Promise<void> =>
    withCliWorld(server, { config: CONFIG, files }, async (world) => {
      // A busy machine may take longer for it than whoever is hasty waits.
      assertExit(await world.run(["init"]), 0);
      await use(world);
    });

  for (const [title, statement, fault] of [
    ["a CREATE TABLE whose answer is late", "CREATE TABLE orders (id int PRIMARY KEY)", { kind: "delay", ms: 1_500 }],
    ["a CREATE TABLE that is slow", "CREATE TABLE orders (id int PRIMARY KEY)", { kind: "hold", ms: 1_500 }],
    ["an ALTER TABLE ADD whose answer is lost", "ALTER TABLE users ADD email text", SWALLOW],
    ["an ALTER TABLE ADD that is cut off", "ALTER TABLE users ADD email text", { kind: "cut-after" }],
    ["a DROP TABLE whose answer is lost", "DROP TABLE leftovers", SWALLOW],
  ] as const) {
    test(`${title} is found in the schema: sent once, recorded with a warning`, () =>
      withFiles(
        {
          "migrations/V1__users.cql":
            "CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE leftovers (id int PRIMARY KEY);",
        },
        async (world) => {
          assertExit(await world.run(["migrate"]), 0);
          const [, words = ""] = /^(\w+ TABLE \w+)/.exec(statement) ?? [];
          await world.write({ "migrations/V2__more.cql": `${statement};\nINSERT INTO users (id) VALUES (1);` });
          const { result, requests } = await runDisturbed(world, ["migrate"], [{ on: words, fault }]);
          assertExit(result, 0);
          assert.equal(countSent(requests, words), 1);
          assert.deepEqual(await warningsOf(world), [`statement 1 (${words}) got no answer; its effect was found`]);
          await assertHistory(world, ["applied 1", "applied 2"]);
          const tables = await tablesOf(world);
          assert.equal(tables.includes("orders"), statement.startsWith("CREATE"));
          assert.equal(tables.includes("leftovers"), !statement.startsWith("DROP"));
          assert.equal((await columnsOf(world, "users")).includes("email"), statement.startsWith("ALTER"));
        },
      ));
  }

  for (const [fault, verdict, settled] of [
    [SWALLOW, ["--mark-applied", "1", "--statement", "2"], "2 statements done"],
    [{ kind: "cut-before" }, ["--retry", "1"], "1 statement done"],
  ] as const) {
    test(`a counter without an answer (${fault.kind}) is for a person to settle, with the commands that the run names`, () =>
      withFiles(
        {
          "migrations/V1__visits.cql":
            "CREATE TABLE visits (page text PRIMARY KEY, hits counter);\nUPDATE visits SET hits = hits + 1 WHERE page = 'home';",
        },
        async (world) => {
          const { result } = await runDisturbed(world, ["migrate"], [{ on: "hits + 1", fault }]);
          assertExit(result, 4);
          assert.match(
            result.stderr,
            /tidemark repair --mark-applied 1 --statement 2; if not: tidemark repair --retry 1$/m,
          );
          // Nobody decides by trying again.
          assertExit(await world.run(["migrate"]), 4);
          const repaired = await world.run(["repair", ...verdict]);
          assertExit(repaired, 0);
          assert.match(`${repaired.stdout}${repaired.stderr}`, new RegExp(`${settled}|counts as applied`));
          assertExit(await world.run(["migrate"]), 0);
          await assertHistory(world, ["applied 1"]);
          const { rows } = await world.client.execute(`SELECT hits FROM ${world.keyspace}.visits`);
          assert.equal(String(rows[0]?.hits), "1");
        },
      ));
  }

  for (const kind of ["swallow", "cut-after", "cut-before"] as const) {
    test(`taking the lock, writing the journal and giving the lock back without an answer (${kind}) do no harm`, () =>
      withFiles(
        {
          "migrations/V1__users.cql": "CREATE TABLE users (id int PRIMARY KEY); INSERT INTO users (id) VALUES (1);",
          "migrations/V2__orders.cql": "CREATE TABLE orders (id int PRIMARY KEY);",
        },
        async (world) => {
          assertExit(await world.run(["migrate", "--target", "1"]), 0);
          const parts = ["SET lease_epoch", "SET revision =", "SET lease_owner = null"];
          const { result, requests } = await runDisturbed(
            world,
            ["migrate"],
            parts.map((on) => ({ on, fault: { kind } })),
          );
          assertExit(result, 0);
          assert.equal(countSent(requests, "CREATE TABLE orders"), 1);
          await assertHistory(world, ["applied 1", "applied 2"]);
        },
      ));
  }

  test("a renewal of the lock without an answer is made again in time", () =>
    withFiles({ "migrations/V1__users.cql": "CREATE TABLE users (id int PRIMARY KEY);" }, async (world) => {
      const renewal = "USING TTL ? SET lease_owner = ?, lease_holder = ? WHERE scope = ? IF lease_owner = ?";
      const { result } = await runDisturbed(
        world,
        ["migrate"],
        [
          { on: "CREATE TABLE users", fault: { kind: "hold", ms: 2_500 } },
          { on: renewal, fault: SWALLOW },
        ],
      );
      assertExit(result, 0);
      await assertHistory(world, ["applied 1"]);
    }));

  for (const [timeout, patience, warnings] of [
    ["1s", "patient", ["statement 1 (CREATE TABLE users) got no answer; its effect was found"]],
    ["10s", "hasty", []],
  ] as const) {
    // The directive says more than the configuration, in both directions.
    test(`a statement may take as long as \`@timeout ${timeout}\` says, and is then looked for`, () =>
      withFiles(
        { "migrations/V1__users.cql": `-- @timeout ${timeout}\nCREATE TABLE users (id int PRIMARY KEY);` },
        async (world) => {
          const slow = { on: "CREATE TABLE users", fault: { kind: "hold", ms: 1_700 } } as const;
          const { result, requests } = await runDisturbed(world, ["migrate"], [slow], patience);
          assertExit(result, 0);
          assert.equal(countSent(requests, "CREATE TABLE users"), 1);
          assert.deepEqual(await warningsOf(world), warnings);
          await assertHistory(world, ["applied 1"]);
        },
      ));
  }
});
