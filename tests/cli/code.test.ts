// Goal: a migration in code does on a real server what its author would expect: values of every kind go both ways, a dry run sends
// nothing, what is killed is finished, and what is wrong in a module is said before anything runs.
// Method: the program on a keyspace of its own, with modules written for each test.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withServer } from "../integration/cassandra/server.ts";
import { spawnCli } from "./cli.ts";
import { type CliWorld, tablesOf, withCliWorld } from "./keyspace.ts";

/** How many rows are rewritten; CODE_ROWS=200000 is the size that docs/performance.md tells of. */
const ROWS = Number(process.env.CODE_ROWS ?? 20_000);
const MEMORY_MAX_MB = 200;
const FILE = "migrations/20260101_001_fill.ts";

function code(body: string, rest = ""): string {
  return [
    'import { defineMigration } from "tidemark";',
    "export default defineMigration({",
    `  ${rest}`,
    "  async upgrade(ctx) {",
    body,
    "  },",
    "});",
  ].join("\n");
}

async function fillUsers({ client, keyspace }: CliWorld, count: number): Promise<void> {
  await client.execute(`CREATE TABLE ${keyspace}.users (id int PRIMARY KEY, name text, loud text)`);
  const text = `INSERT INTO ${keyspace}.users (id, name) VALUES (?, ?)`;
  for (let from = 0; from < count; from += 500) {
    const ids = Array.from({ length: Math.min(500, count - from) }, (_, index) => from + index);
    await Promise.all(ids.map((id) => client.execute(text, [id, `user ${id}`], { prepare: true })));
  }
}

async function countLoud({ client, keyspace }: CliWorld): Promise<number> {
  const text = `SELECT loud FROM ${keyspace}.users`;
  let count = 0;
  let pageState: string | null | undefined;
  do {
    const page = await client.execute(text, [], { prepare: true, fetchSize: 5_000, ...(pageState && { pageState }) });
    count += page.rows.filter(({ loud }) => loud !== null).length;
    pageState = page.pageState;
  } while (pageState);
  return count;
}

const REWRITE = code(`
    let done = 0;
    for await (const page of ctx.query("SELECT id, name FROM users").pages()) {
      await Promise.all(
        page.map(({ id, name }) => ctx.execute("UPDATE users SET loud = ? WHERE id = ?", [String(name).toUpperCase(), id])),
      );
      done += page.length;
      ctx.progress(done, ${ROWS});
      if (done === ${ROWS / 2}) ctx.log("half way");
    }
    ctx.log("peak " + Math.round(process.resourceUsage().maxRSS / 1024) + " MB");`);

withServer("migrations in code on Cassandra", (server) => {
  test(`${ROWS} rows are rewritten page by page in less than ${MEMORY_MAX_MB} MB, and finished after a kill in the middle`, (t) =>
    withCliWorld(server, { config: "lock: { ttl: 5s }\n", files: { [FILE]: REWRITE } }, async (world) => {
      await fillUsers(world, ROWS);
      const killed = spawnCli(["migrate"], world.directory);
      await new Promise<void>((resolve) => {
        killed.child.stderr?.on("data", (text) => String(text).includes("half way") && resolve());
      });
      killed.child.kill("SIGKILL");
      await killed.ended;
      const before = await countLoud(world);
      assert.ok(before > 0 && before < ROWS, `killed after ${before} of ${ROWS} rows`);
      const { exitCode, stderr } = await spawnCli(["migrate"], world.directory).ended;
      assert.equal(exitCode, 0, stderr);
      assert.equal(await countLoud(world), ROWS);
      const peak = Number(/peak (\d+) MB/.exec(stderr)?.[1]);
      t.diagnostic(`${ROWS} rows: killed after ${before}; the second run held ${peak} MB at most`);
      assert.ok(peak > 0 && peak < MEMORY_MAX_MB, `${peak} MB`);
    }));

  test("values of every kind go to the server and come back as what they were", () => {
    const body = `
    const { Uuid, TimeUuid, Long, BigDecimal, Integer, LocalDate, LocalTime, Duration, InetAddress, Tuple } = ctx.types;
    await ctx.execute("CREATE TYPE place (street text, number int)");
    await ctx.execute(
      "CREATE TABLE all_of (id uuid PRIMARY KEY, t timeuuid, b bigint, d decimal, v varint, day date, clock time, took duration, " +
        "ip inet, pair tuple<int, text>, home frozen<place>, tags set<text>, scores map<text, int>, at timestamp, raw blob, ok boolean, f vector<float, 3>)",
    );
    const values = {
      id: Uuid.random(), t: TimeUuid.now(), b: Long.fromString("9007199254740993"), d: BigDecimal.fromString("1.10"),
      v: Integer.fromString("123456789012345678901234567890"), day: LocalDate.fromString("2026-11-22"),
      clock: LocalTime.fromString("10:11:12.000000013"), took: Duration.fromString("1mo2d3h"), ip: InetAddress.fromString("::1"),
      pair: new Tuple(1, "one"), home: { street: "Hill", number: 7 }, tags: ["a", "b"], scores: { ann: 1 },
      at: new Date(1_000), raw: Buffer.from("raw"), ok: true, f: new Float32Array([1, 2, 3]),
    };
    const columns = Object.keys(values);
    const text = "INSERT INTO all_of (" + columns.join(", ") + ") VALUES (" + columns.map((c) => ":" + c).join(", ") + ")";
    await ctx.execute(text, values);
    const row = await ctx.query("SELECT * FROM all_of WHERE id = ?", [values.id]).first();
    const shown = (value) => {
      if (value instanceof Float32Array || value?.constructor?.name === "Vector") return "vector " + Array.from(value).join();
      if (Buffer.isBuffer(value)) return value.toString("hex");
      return typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype ? JSON.stringify(value) : String(value);
    };
    for (const column of columns) {
      if (shown(row[column]) !== shown(values[column])) throw new Error(column + ": " + shown(row[column]) + " is not " + shown(values[column]));
    }
    const { wasApplied, rows } = await ctx.execute("INSERT INTO all_of (id, ok) VALUES (?, false) IF NOT EXISTS", [values.id]);
    ctx.log("applied " + wasApplied + ", there is " + rows[0].ok);`;
    return withCliWorld(server, { files: { [FILE.replace(/ts$/, "mjs")]: code(body) } }, async (world) => {
      const { exitCode, stderr } = await spawnCli(["migrate"], world.directory).ended;
      assert.equal(exitCode, 0, stderr);
      assert.match(stderr, /applied false, there is true/);
    });
  });

  test("a dry run shows what would be sent, answers reads from the target, and changes nothing", () => {
    const body = `
    const { n } = (await ctx.query("SELECT count(*) AS n FROM users").first()) ?? {};
    ctx.log("dry " + ctx.dryRun + ", users " + n);
    await ctx.execute("CREATE TABLE IF NOT EXISTS copies (id int PRIMARY KEY)");
    for await (const { id } of ctx.query("SELECT id FROM users")) await ctx.execute("INSERT INTO copies (id) VALUES (?)", [id]);
    for await (const { id } of ctx.query("SELECT id FROM copies")) await ctx.execute("INSERT INTO nothing (id) VALUES (?)", [id]);`;
    return withCliWorld(server, { files: { [FILE]: code(body) } }, async (world) => {
      await fillUsers(world, 3);
      const { exitCode, stdout } = await world.run(["migrate", "--dry-run"]);
      assert.equal(exitCode, 0, stdout);
      assert.match(stdout, /CREATE TABLE IF NOT EXISTS copies/);
      assert.match(stdout, /-- 3 times, with other values\nINSERT INTO copies \(id\) VALUES \(\?\);/);
      assert.match(stdout, /-- not asked: [^\n]*\nSELECT id FROM copies;/);
      assert.doesNotMatch(stdout, /INTO nothing/);
      assert.deepEqual(await tablesOf(world), ["users"]);
    });
  });

  test("a read that was begun goes on, though what it reads is changed on the way", () => {
    const body = `
    const rows = ctx.query("SELECT id, name FROM users", [], { pageSize: 10 });
    for await (const { id } of rows) await ctx.execute("UPDATE users SET loud = 'x' WHERE id = ?", [id]);`;
    return withCliWorld(server, { files: { [FILE]: code(body) } }, async (world) => {
      await fillUsers(world, 35);
      const { stdout } = await world.run(["migrate", "--dry-run"]);
      assert.match(stdout, /-- 35 times, with other values\nUPDATE/);
      assert.doesNotMatch(stdout, /not asked/);
    });
  });

  test("later files build on what code would have made, in diff and in lint", () => {
    const files = {
      [FILE]: code('await ctx.execute("CREATE TABLE made (id int PRIMARY KEY)");', "async downgrade() {},"),
      "migrations/V20270101__more.cql": "ALTER TABLE made ADD name text;\n-- @down\nALTER TABLE made DROP name;\n",
    };
    return withCliWorld(server, { files }, async (world) => {
      const lint = await world.run(["lint", "--json"]);
      const { findings } = JSON.parse(lint.stdout) as { findings: readonly { rule: string; message: string }[] };
      assert.deepEqual(
        findings.map(({ rule }) => rule).filter((rule) => rule === "refused"),
        [],
      );
      const { stdout } = await world.run(["snapshot", "--from", "files"]);
      assert.match(stdout, /CREATE TABLE \S*made \(\n? *id int PRIMARY KEY,\n? *name text/);
      assert.equal((await world.run(["migrate"])).exitCode, 0);
      const diff = await world.run(["diff", "files", "live"]);
      assert.equal(diff.exitCode, 0, diff.stdout);
      assert.equal((await world.run(["drift"])).exitCode, 0);
    });
  });

  for (const [what, text, said] of [
    ["throws at import", 'import { defineMigration } from "tidemark";\nthrow new Error("no way");', /fill\.ts:2/],
    ["lacks upgrade", "export default { async downgrade() {} };", /fill\.ts:1.*upgrade/s],
    ["exports a function", "\nexport default async function upgrade() {}", /fill\.ts:2/],
    ["exports nothing", "export const upgrade = 1;", /fill\.ts:1/],
    ["does not parse", "export default {\n  upgrade( {\n};", /fill\.ts:\d/],
  ] as const) {
    test(`a module that ${what} is an error with its place, before anything runs`, () => {
      const files = { "migrations/V1__a.cql": "CREATE TABLE a (id int PRIMARY KEY);", [FILE]: text };
      return withCliWorld(server, { files }, async (world) => {
        const { exitCode, stderr } = await world.run(["migrate"]);
        assert.equal(exitCode, 2, stderr);
        assert.match(stderr, said);
        assert.doesNotMatch(stderr, /^\s+at /m);
        assert.deepEqual(await tablesOf(world), []);
      });
    });
  }

  test("one that says that it is not reversible stops a rollback before anything is undone", () => {
    const files = {
      [FILE]: code(
        'await ctx.execute("CREATE TABLE a (id int PRIMARY KEY)");',
        "reversible: false,\n  async downgrade() {},",
      ),
      "migrations/V20270101__b.cql": "CREATE TABLE b (id int PRIMARY KEY);\n-- @down\nDROP TABLE b;",
    };
    return withCliWorld(server, { files }, async (world) => {
      assert.equal((await world.run(["migrate"])).exitCode, 0);
      const { exitCode, stderr } = await world.run(["rollback", "--steps", "2", "--yes"]);
      assert.equal(exitCode, 1, stderr);
      assert.match(stderr, /cannot be undone.*nothing was rolled back.*reversible: false/s);
      assert.deepEqual((await tablesOf(world)).toSorted(), ["a", "b"]);
    });
  });

  test("a statement that the server refuses is told with the line that sent it", () => {
    const files = { [FILE]: code('\n\n    await ctx.execute("INSERT INTO nowhere (id) VALUES (?)", [1]);') };
    return withCliWorld(server, { files }, async (world) => {
      const { exitCode, stderr } = await world.run(["migrate"]);
      assert.equal(exitCode, 1);
      assert.match(stderr, /fill\.ts:7: upgrade failed: INSERT INTO nowhere .*nowhere/);
    });
  });

  test("a failure that nobody awaits is the migration's, is recorded, and gives the lock back", () => {
    const body = `
    [1].forEach(async () => { await ctx.execute("INSERT INTO nowhere (id) VALUES (1)"); });
    await new Promise((done) => setTimeout(done, 500));`;
    return withCliWorld(server, { files: { [FILE]: code(body) } }, async (world) => {
      const { exitCode, stderr } = await spawnCli(["migrate"], world.directory).ended;
      assert.equal(exitCode, 1, stderr);
      assert.match(stderr, /upgrade failed: INSERT INTO nowhere/);
      assert.doesNotMatch(stderr, /^\s+at /m);
      assert.match((await world.run(["status"])).stdout, /half-applied/);
      assert.match((await world.run(["lock", "status"])).stdout, /nobody|free|no lock/i);
    });
  });

  test("code that ends the process is no success", () =>
    withCliWorld(server, { files: { [FILE]: code("process.exit(0);") } }, async (world) => {
      const { exitCode, stderr } = await spawnCli(["migrate"], world.directory).ended;
      assert.equal(exitCode, 1);
      assert.match(stderr, /ended in the middle/);
    }));

  test("execute refuses a SELECT with more rows than come at once", () =>
    withCliWorld(server, { files: { [FILE]: code('await ctx.execute("SELECT id FROM users");') } }, async (world) => {
      await fillUsers(world, 5_100);
      const { exitCode, stderr } = await world.run(["migrate"]);
      assert.equal(exitCode, 1);
      assert.match(stderr, /more rows than come at once/);
    }));
});
