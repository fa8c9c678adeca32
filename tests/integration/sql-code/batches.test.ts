// Goal: of work in batches nothing is lost and nothing is done twice. Method: rows that count, runners that are killed or stopped.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Database } from "../../../src/database.ts";
import type { SqlMigrationContext } from "../../../src/migration/sql-code-migration.ts";
import type { SqlRow } from "../../../src/sql/session.ts";
import { onEachUrl, onPostgresUrl } from "./each-database.ts";
import { runCode } from "./run-code.ts";

const CHILD = join(dirname(fileURLToPath(import.meta.url)), "fill-in-batches.js");

async function ask<R extends SqlRow>(url: string, ...texts: readonly string[]): Promise<readonly R[]> {
  const database = Database.fromUrl(url);
  try {
    let rows: readonly R[] = [];
    for (const text of texts) rows = await database.execute<R>(text);
    return rows;
  } finally {
    await database.close();
  }
}

function table(rows: number): readonly string[] {
  return [
    "CREATE TABLE counted (id int8 PRIMARY KEY, n int NOT NULL DEFAULT 0)",
    `INSERT INTO counted (id) SELECT 9007199254740000 + i * 3 FROM generate_series(1, ${rows}) AS i`,
  ];
}

const COUNTS = "SELECT n, count(*)::int AS rows FROM counted GROUP BY n ORDER BY n";

/** Runs until so many batches were carried out, then is killed; undefined: to its end. */
async function runChild(url: string, batches: number | undefined): Promise<number> {
  const child = spawn(process.execPath, [CHILD, url, "1000"], { stdio: ["ignore", "pipe", "inherit"] });
  let seen = 0;
  for await (const chunk of child.stdout) {
    seen += String(chunk).split("batch").length - 1;
    if (batches !== undefined && seen >= batches) child.kill("SIGKILL");
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  if (batches === undefined) assert.equal(child.exitCode, 0);
  return seen;
}

onPostgresUrl("100,000 rows are changed exactly once each, though runners are killed in the middle", async (url) => {
  await ask(url, ...table(100_000));
  await runChild(url, 20);
  const [first] = await ask<{ rows: number }>(url, "SELECT count(*)::int AS rows FROM counted WHERE n = 1");
  assert.ok((first?.rows ?? 0) >= 19_000 && (first?.rows ?? 0) < 100_000, String(first?.rows));
  await runChild(url, 30);
  await runChild(url, undefined);
  assert.deepEqual(await ask(url, COUNTS), [{ n: 1, rows: 100_000 }]);
});

onEachUrl("what was stopped goes on where it was, and what was finished is not done again", async (url) => {
  await ask(url, ...table(3_500));
  const stop = new AbortController();
  let batches = 0;
  let finished = 0;
  const upgrade = async (ctx: SqlMigrationContext): Promise<void> => {
    await ctx.once("before", () => {
      finished += 1;
    });
    await ctx.updateInBatches({ table: "counted", key: "id", set: "n = n + 1 -- one more", name: "first", size: 900 });
    const done = await ctx.batches(
      { table: "counted", key: "id", columns: ["id"], size: 1_000 },
      async (rows, session) => {
        batches += 1;
        await session.execute("UPDATE counted SET n = n + 10 WHERE id = ANY($1)", [rows.map(({ id }) => id)]);
        if (batches === 2) stop.abort();
      },
    );
    assert.equal(done, 3_500);
  };
  await assert.rejects(runCode(url, { transaction: false, upgrade }, { signal: stop.signal }), { code: "interrupted" });
  const half = await ask<{ n: number; rows: number }>(url, COUNTS);
  assert.deepEqual(
    half.map(({ n }) => n),
    [1, 11],
  );
  const { snapshot, events } = await runCode(url, { transaction: false, upgrade });
  assert.deepEqual([finished, snapshot?.journal], [1, undefined]);
  assert.deepEqual(await ask(url, COUNTS), [{ n: 11, rows: 3_500 }]);
  const progress = events.flatMap((event) => (event.kind === "code-progressed" ? [event.done] : []));
  assert.deepEqual(progress.slice(-1), [3_500]);
});

onEachUrl("a batch that fails changes nothing, and those before it stay done", async (url) => {
  await ask(url, ...table(2_500));
  let fails = true;
  let batches = 0;
  const upgrade = (ctx: SqlMigrationContext): Promise<unknown> =>
    ctx.batches({ table: "counted", key: "id" }, async (rows, session) => {
      batches += 1;
      await session.execute("UPDATE counted SET n = n + 1 WHERE id = ANY($1)", [rows.map(({ id }) => id)]);
      if (fails && batches === 2) throw new Error("out of luck");
    });
  const run = async (): Promise<unknown> =>
    runCode(url, { transaction: false, upgrade: async (ctx) => void (await upgrade(ctx)) });
  await assert.rejects(run(), /out of luck/);
  assert.deepEqual(await ask(url, COUNTS), [
    { n: 0, rows: 1_500 },
    { n: 1, rows: 1_000 },
  ]);
  fails = false;
  await run();
  assert.deepEqual(await ask(url, COUNTS), [{ n: 1, rows: 2_500 }]);
});

for (const [type, make] of [
  ["int8", "9223372036854775000 + i"],
  ["uuid", "md5(i::text)::uuid"],
  ["text", `md5(i::text) || E'\\\\ ''"é'`],
  ["timestamptz", "'2026-01-01 00:00:00.000001+00'::timestamptz + i * interval '1 microsecond'"],
  ["numeric", "i / 7.0"],
  ["char(40)", "md5(i::text)"],
] as const) {
  onEachUrl(`a key of ${type} loses nothing on its way through the journal`, async (url) => {
    const rows = 50;
    await ask(
      url,
      `CREATE TABLE counted (k ${type} PRIMARY KEY, n int NOT NULL DEFAULT 0)`,
      `INSERT INTO counted (k) SELECT ${make} FROM generate_series(1, ${rows}) AS i`,
    );
    let met = 0;
    for (const isLast of [false, true]) {
      let batches = 0;
      const running = runCode(url, {
        transaction: false,
        async upgrade(ctx) {
          await ctx.batches({ table: "counted", key: "k", size: 7 }, async (batch, session) => {
            batches += 1;
            if (!isLast && batches === 4) throw new Error("out of luck");
            met += batch.length;
            await session.execute("UPDATE counted SET n = n + $1::int WHERE k = ANY($2)", [1, batch.map(({ k }) => k)]);
          });
        },
      });
      if (isLast) await running;
      else await assert.rejects(running, /out of luck/);
    }
    assert.equal(met, rows);
    // A Date has milliseconds: JavaScript cannot name such a row.
    if (type !== "timestamptz") assert.deepEqual(await ask(url, COUNTS), [{ n: 1, rows }]);
  });
}

onEachUrl("a key of two columns, and a condition", async (url) => {
  await ask(
    url,
    'CREATE TABLE counted ("Shop" text, no int, n int NOT NULL DEFAULT 0, PRIMARY KEY ("Shop", no))',
    "INSERT INTO counted SELECT s, i, 0 FROM unnest(ARRAY['b', 'a', 'c']) AS s, generate_series(1, 500) AS i",
  );
  await runCode(url, {
    transaction: false,
    async upgrade(ctx) {
      const key = ["Shop", "no"];
      await ctx.updateInBatches({ table: "public.counted", key, size: 70, set: "n = n + 1", where: "no <= 100" });
      const some = { table: "counted", key, size: 90, set: "n = n + 10", where: { Shop: ["a", "b"] }, name: "some" };
      assert.equal(await ctx.updateInBatches(some), 1_000);
    },
  });
  assert.deepEqual(await ask(url, COUNTS), [
    { n: 0, rows: 400 },
    { n: 1, rows: 100 },
    { n: 10, rows: 800 },
    { n: 11, rows: 200 },
  ]);
});

for (const [what, options, message] of [
  ["a column that repeats", { key: "n" }, /no unique index says that "?n"? tells rows apart/],
  ["a column that may be null", { key: "maybe" }, /"?maybe"? may be null/],
  ["a column that is not there", { key: "absent" }, /has no column "?absent"?/],
  ["a table that is not there", { key: "id", table: "absent" }, /there is no table "?absent"?/],
  ["a misspelt option", { key: "id", sise: 10 }, /no option `sise`/],
  ["a size of nothing", { key: "id", size: 0 }, /from 1 to/],
] as const) {
  onEachUrl(`batches by ${what} are refused`, async (url) => {
    await ask(url, "CREATE TABLE counted (id int PRIMARY KEY, n int NOT NULL, maybe int UNIQUE)");
    const upgrade = async (ctx: SqlMigrationContext): Promise<void> => {
      await ctx.batches({ table: "counted", ...options }, () => undefined);
    };
    await assert.rejects(runCode(url, { transaction: false, upgrade }), { message });
  });
}

onEachUrl("a batch whose work moves its rows to later keys does not meet them again", async (url) => {
  await ask(
    url,
    "CREATE TABLE counted (id int8 PRIMARY KEY, n int NOT NULL DEFAULT 0)",
    "INSERT INTO counted (id) SELECT i FROM generate_series(1, 250) AS i",
    `CREATE FUNCTION move() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.id = NEW.id + 1000; RETURN NEW; END $$`,
    "CREATE TRIGGER moves BEFORE UPDATE ON counted FOR EACH ROW WHEN (NEW.n = 2) EXECUTE FUNCTION move()",
  );
  const upgrade = async (ctx: SqlMigrationContext): Promise<void> => {
    const work = { table: "counted", key: "id", size: 100 };
    const moved = await ctx.batches({ ...work, name: "by work" }, async (rows, session) => {
      assert.ok(rows.every(({ n }) => n === 0));
      const ids = [rows.map(({ id }) => id)];
      await session.execute("UPDATE counted SET id = id + 1000, n = n + 1 WHERE id = ANY($1)", ids);
    });
    const triggered = await ctx.updateInBatches({ ...work, name: "by a trigger", set: "n = n + 1" });
    assert.deepEqual([moved, triggered], [250, 250]);
  };
  await runCode(url, { transaction: false, upgrade });
  assert.deepEqual(await ask(url, COUNTS), [{ n: 2, rows: 250 }]);
});

onEachUrl(
  "rows that come behind the last key after the first batch are not met, by the next try neither",
  async (url) => {
    await ask(url, ...table(25));
    let isLast = false;
    const upgrade = async (ctx: SqlMigrationContext): Promise<void> => {
      let batches = 0;
      await ctx.batches({ table: "counted", key: "id", size: 10 }, async (rows, session) => {
        batches += 1;
        if (batches === 2 && !isLast) throw new Error("out of luck");
        await session.execute("UPDATE counted SET n = n + 1 WHERE id = ANY($1)", [rows.map(({ id }) => id)]);
      });
    };
    await assert.rejects(runCode(url, { transaction: false, upgrade }), /out of luck/);
    await ask(url, "INSERT INTO counted (id) SELECT id + 1000000 FROM counted");
    isLast = true;
    await runCode(url, { transaction: false, upgrade });
    assert.deepEqual(await ask(url, COUNTS), [
      { n: 0, rows: 25 },
      { n: 1, rows: 25 },
    ]);
  },
);

for (const set of ["id = id + 1000", 'n = 1, "id" = 2', "(n, ID) = (SELECT 1, 2)"]) {
  onEachUrl(`\`set: ${set}\` of a key is refused before anything is done`, async (url) => {
    await ask(url, ...table(10));
    const upgrade = async (ctx: SqlMigrationContext): Promise<void> => {
      await ctx.updateInBatches({ table: "counted", key: "id", set });
    };
    await assert.rejects(runCode(url, { transaction: false, upgrade }), {
      message: /`set` changes id, a column of the key/,
    });
    assert.deepEqual(await ask(url, COUNTS), [{ n: 0, rows: 10 }]);
  });
}

for (const [first, second] of [
  [{ datestyle: "SQL, DMY" }, { datestyle: "SQL, MDY" }],
  [{ datestyle: "German" }, { datestyle: "Postgres, MDY" }],
] as const) {
  for (const place of ["the database", "the configuration"] as const) {
    onPostgresUrl(`keys mean the same under ${first.datestyle}, then ${second.datestyle}, of ${place}`, async (url) => {
      await ask(
        url,
        "CREATE TABLE counted (k timestamptz PRIMARY KEY, n int NOT NULL DEFAULT 0)",
        "INSERT INTO counted (k) SELECT timestamptz '2026-01-01 00:00:00.000001+00' + i * interval '1 day' FROM generate_series(0, 300) AS i",
      );
      for (const [isLast, settings] of [
        [false, first],
        [true, second],
      ] as const) {
        const { pathname } = new URL(url);
        if (place === "the database") {
          await ask(url, `ALTER DATABASE ${pathname.slice(1)} SET datestyle = '${settings.datestyle}'`);
        }
        const upgrade = async (ctx: SqlMigrationContext): Promise<void> => {
          let batches = 0;
          await ctx.batches({ table: "counted", key: "k", size: 1 }, async ([row], session) => {
            batches += 1;
            // The sixth of July, or the seventh of June.
            if (!isLast && batches === 187) throw new Error("out of luck");
            assert.ok(row?.k instanceof Date);
            await session.execute("UPDATE counted SET n = n + 1 WHERE date_trunc('ms', k) = $1", [row.k]);
          });
        };
        const running = runCode(
          url,
          { transaction: false, upgrade },
          place === "the configuration" ? { settings } : {},
        );
        if (isLast) await running;
        else await assert.rejects(running, /out of luck/);
      }
      assert.deepEqual(await ask(url, COUNTS), [{ n: 1, rows: 301 }]);
    });
  }
}

onEachUrl("settings under which the text of a key would be another do not reach it", async (url) => {
  await ask(
    url,
    "CREATE TABLE counted (k float8, i interval, n int NOT NULL DEFAULT 0, PRIMARY KEY (k, i))",
    "INSERT INTO counted (k, i) SELECT 0.1 + 0.2 + g * 1e-16::float8, interval '-1 day 02:03:04' FROM generate_series(0, 9) AS g ON CONFLICT DO NOTHING",
  );
  const [before] = await ask<{ rows: number }>(url, "SELECT count(*)::int AS rows FROM counted");
  const upgrade = async (ctx: SqlMigrationContext): Promise<void> => {
    await ctx.updateInBatches({ table: "counted", key: ["k", "i"], size: 1, set: "n = n + 1" });
  };
  const settings = { extra_float_digits: "0", intervalstyle: "sql_standard" };
  await runCode(url, { transaction: false, upgrade }, { settings });
  assert.deepEqual(await ask(url, COUNTS), [{ n: 1, rows: before?.rows }]);
});

onEachUrl("the migration's own session waits for the batch, and says so when it is used in it", async (url) => {
  await ask(url, ...table(10));
  const upgrade = async (ctx: SqlMigrationContext): Promise<void> => {
    await ctx.batches({ table: "counted", key: "id" }, async () => {
      await ctx.execute("UPDATE counted SET n = 1");
    });
  };
  await assert.rejects(runCode(url, { transaction: false, upgrade }), /waits for the transaction/);
});

onPostgresUrl("a batch that is in another's way is done again, as a whole and once", async (url) => {
  await ask(url, ...table(100));
  const other = Database.fromUrl(url, { settings: { deadlock_timeout: "10s" } });
  let tries = 0;
  let disturbing: Promise<unknown> = Promise.resolve();
  try {
    await runCode(url, {
      transaction: false,
      async upgrade(ctx) {
        await ctx.execute("CREATE TABLE side (id int PRIMARY KEY, n int)");
        await ctx.insert("side", { id: 1, n: 0 });
        await ctx.batches({ table: "counted", key: "id" }, async (rows, session) => {
          tries += 1;
          await session.execute("SET LOCAL deadlock_timeout = '50ms'");
          if (tries === 1) {
            let hasBegun: () => void = () => undefined;
            const begun = new Promise<void>((resolve) => {
              hasBegun = resolve;
            });
            disturbing = other.transaction(async (inner) => {
              await inner.execute("UPDATE side SET n = n + 10");
              hasBegun();
              await inner.execute("UPDATE counted SET n = n + 10");
            });
            await begun;
          }
          await session.execute("UPDATE side SET n = n + 1");
          await session.execute("UPDATE counted SET n = n + 1 WHERE id = ANY($1)", [rows.map(({ id }) => id)]);
        });
      },
    });
    await disturbing;
    assert.equal(tries, 2);
    assert.deepEqual(await ask(url, COUNTS), [{ n: 11, rows: 100 }]);
    assert.deepEqual(await ask(url, "SELECT n FROM side"), [{ n: 11 }]);
  } finally {
    await other.close();
  }
});
