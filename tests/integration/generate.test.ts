// Goal: on a real server, what is generated leads to the models and back, and no row is lost on either way.
// Method: migrations are generated into a directory, applied to a keyspace with rows, generated again and rolled back.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Client } from "cassandra-driver";
import type { GenerateCall, GenerateReport } from "../../src/generate-file.ts";
import {
  bigint,
  blob,
  boolean,
  counter,
  frozen,
  int,
  list,
  type Model,
  map,
  set,
  table,
  text,
  timestamp,
  tuple,
  udt,
  userType,
  uuid,
  view,
} from "../../src/models.ts";
import { Tidemark } from "../../src/tidemark.ts";
import type { RollbackCall } from "../../src/tidemark-calls.ts";
import { type TestServer, withKeyspace, withServer } from "./cassandra/server.ts";

interface World {
  readonly client: Client;
  readonly keyspace: string;
  readonly tidemark: Tidemark;
  /** Generates, and checks that the file says what it is. */
  generate(models: readonly Model[], call?: GenerateCall): Promise<GenerateReport>;
  /** Generates and migrates; then there is nothing left to generate, and the live schema is that of the models. */
  reach(models: readonly Model[], call?: GenerateCall): Promise<GenerateReport>;
  /** As another process would. */
  rollback(call?: RollbackCall): Promise<void>;
  /** The rows of a table as JSON, in a settled order. */
  rows(table: string): Promise<readonly string[]>;
  schema(): Promise<string>;
}

function withWorld(server: TestServer, use: (world: World) => Promise<void>): Promise<void> {
  return withKeyspace(server, async ({ client, name }) => {
    const directory = await mkdtemp(join(tmpdir(), "tidemark-generate-"));
    const contactPoints = [`${server.host}:${server.port}`];
    const open = (): Promise<Tidemark> => Tidemark.open({ contactPoints, keyspace: name, migrationsDir: directory });
    const tidemark = await open();
    let count = 0;
    const world: World = {
      client,
      keyspace: name,
      tidemark,
      async generate(models, call = {}) {
        count += 1;
        const report = await tidemark.generate(`change ${count}`, { models, renames: [], ...call });
        for (const file of report.files) assert.equal(await readFile(file, "utf8"), report.text);
        return report;
      },
      async reach(models, call) {
        const report = await world.generate(models, call);
        await tidemark.migrate();
        assert.deepEqual((await world.generate(models)).files, [], "there is more to generate");
        const { changes } = await tidemark.diff("files", "live");
        assert.deepEqual(changes, []);
        return report;
      },
      async rollback(call) {
        const other = await open();
        try {
          await other.rollback(call);
        } finally {
          await other.close();
        }
      },
      async rows(tableName) {
        const { rows } = await client.execute(`SELECT JSON * FROM ${name}.${tableName}`);
        return rows.map((row) => String(row["[json]"])).sort();
      },
      schema: async () => (await tidemark.snapshot()).model.print(),
    };
    try {
      await use(world);
    } finally {
      await tidemark.close();
      await rm(directory, { recursive: true, force: true });
    }
  });
}

/** The columns of a row in a settled order. */
function sortedJson(line: string): string {
  const row = JSON.parse(line) as Record<string, unknown>;
  return JSON.stringify(Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1)));
}

withServer("generate on a real server", (server) => {
  test("in place: generated, applied, nothing is left to do; rolled back, all is as before", () =>
    withWorld(server, async (world) => {
      const { reach, rollback, schema, tidemark } = world;
      const products = table("products", { id: uuid().partitionKey(), brand: text().indexed(), old: text() });
      const first = await reach([products]);
      assert.equal(first.format, "cql");
      const before = await schema();
      const address = userType("address", { street: text(), zip: text() });
      const changed = table(
        "products",
        { id: uuid().partitionKey(), brand: text(), price: int() },
        { defaultTtl: 86_400, comment: "it's" },
      );
      const byBrand = view("by_brand", changed, { columns: "all", partitionKey: ["brand"], clusteringKey: ["id"] });
      const shops = table("shops", { id: int().partitionKey(), at: frozen(udt(address)) });
      const second = await reach([changed, shops, byBrand]);
      assert.equal(second.format, "cql");
      assert.deepEqual(second.losses, ["every value of column `old` in table `products` is lost"]);
      await rollback();
      assert.equal(await schema(), before);
      await tidemark.migrate();
      await rollback({ target: "0" });
      assert.doesNotMatch(await schema(), /CREATE TABLE/);
    }));

  test("another key and other types: the rows are copied, verified, and come back by the way back", () =>
    withWorld(server, async (world) => {
      const { client, keyspace, reach, rollback, rows, schema } = world;
      const events = table(
        "events",
        {
          id: int().partitionKey(),
          at: int().clusteringKey(),
          owner: text().static(),
          kind: text().indexed(),
          size: int(),
          tags: set(text()),
          notes: list(text()),
        },
        { comment: "events" },
      );
      const byKind = view("by_kind", events, {
        columns: ["id", "at", "kind", "size"],
        partitionKey: ["kind"],
        clusteringKey: ["id", "at"],
      });
      await reach([events, byKind]);
      const insert = `INSERT INTO ${keyspace}.events (id, at, owner, kind, size, tags, notes) VALUES (?, ?, ?, ?, ?, ?, ?)`;
      for (let id = 0; id < 30; id++) {
        for (let at = 0; at < 50; at++) {
          const isBare = at % 7 === 0;
          const values = [
            id,
            at,
            `o${id}`,
            `k${at % 3}`,
            isBare ? null : at,
            isBare ? null : ["a", `t${at}`],
            ["x", "x"],
          ];
          await client.execute(insert, values, { prepare: true });
        }
      }
      await client.execute(`INSERT INTO ${keyspace}.events (id, owner) VALUES (1000, 'alone')`);
      const [before, schemaBefore] = [await rows("events"), await schema()];
      assert.equal(before.length, 1501);

      const changed = table("events", {
        id: bigint().partitionKey(),
        at: text().clusteringKey("desc"),
        owner: text().static(),
        kind: text().indexed(),
        size: bigint(),
        tags: set(text()),
        notes: frozen(list(text())),
        more: text(),
      });
      const report = await reach([changed]);
      assert.equal(report.format, "code");
      assert.equal(report.noWayBack, undefined);
      const after = (await rows("events")).map((line) => JSON.parse(line) as Record<string, unknown>);
      assert.equal(after.length, 1501);
      const one = after.find(({ id, at }) => id === 3 && at === "8");
      assert.deepEqual(one, {
        ...{ id: 3, at: "8", owner: "o3", kind: "k2", size: 8 },
        ...{ tags: ["a", "t8"], notes: ["x", "x"], more: null },
      });
      assert.ok(after.some(({ id, owner }) => id === 1000 && owner === "alone"));

      await rollback();
      assert.deepEqual(await rows("events"), before);
      assert.equal(await schema(), schemaBefore);
    }));

  test("a partition key, a type that tables hold, and counters", () =>
    withWorld(server, async ({ client, keyspace, reach, rollback, rows }) => {
      const address = userType("address", { street: text(), zip: int() });
      const users = table("users", { id: int().partitionKey(), home: frozen(udt(address)), name: text() });
      const hits = table("hits", { page: text().partitionKey(), day: int().clusteringKey(), count: counter() });
      await reach([users, hits]);
      for (let id = 0; id < 20; id++) {
        await client.execute(
          `INSERT INTO ${keyspace}.users (id, home, name) VALUES (${id}, {street: 's${id}', zip: ${id}}, 'n${id}')`,
        );
        await client.execute(
          `UPDATE ${keyspace}.hits SET count = count + ${id} WHERE page = 'p${id % 3}' AND day = ${id}`,
        );
      }
      const before = [await rows("users"), await rows("hits")];

      const newAddress = userType("address", { zip: text(), street: text(), city: text() });
      const newUsers = table("users", {
        name: text().partitionKey(),
        id: int().partitionKey(),
        home: frozen(udt(newAddress)),
      });
      const newHits = table("hits", { page: text().partitionKey(), day: int().partitionKey(), count: counter() });
      const { format, losses } = await reach([newUsers, newHits]);
      assert.deepEqual([format, losses], ["code", []]);
      const after = (await rows("users")).map((line) => JSON.parse(line) as Record<string, unknown>);
      assert.equal(after.length, 20);
      const seventh = after.find(({ id }) => id === 7);
      assert.deepEqual(seventh, { id: 7, name: "n7", home: { zip: "7", street: "s7", city: null } });
      assert.equal((await rows("hits")).length, 20);

      await rollback();
      assert.deepEqual([await rows("users"), await rows("hits")], before);
    }));

  test("renames: in place what the server renames, by copies what it does not; nothing is lost", () =>
    withWorld(server, async ({ client, keyspace, reach, rollback, rows }) => {
      const items = table("items", {
        id: int().partitionKey(),
        at: timestamp().clusteringKey(),
        colour: text(),
        n: int(),
      });
      const carts = table("carts", { id: int().partitionKey(), note: text() });
      await reach([items, carts]);
      for (let id = 0; id < 10; id++) {
        await client.execute(`INSERT INTO ${keyspace}.items (id, at, colour, n) VALUES (${id}, 0, 'c${id}', ${id})`);
        await client.execute(`INSERT INTO ${keyspace}.carts (id, note) VALUES (${id}, 'n${id}')`);
      }
      await client.execute(`INSERT INTO ${keyspace}.items (id, at, colour) VALUES (1, 1, 'short') USING TTL 3000`);
      const before = [await rows("items"), await rows("carts")];

      const newItems = table("items", {
        nr: int().partitionKey(),
        at: timestamp().clusteringKey(),
        color: text(),
        n: int(),
      });
      const baskets = table("baskets", { id: int().partitionKey(), note: text().indexed() });
      const { format, renames } = await reach([newItems, baskets], {
        renames: ["id:nr", "items.colour:color", "carts:baskets"],
      });
      assert.deepEqual([format, renames], ["code", ["items.id:nr", "items.colour:color", "carts:baskets"]]);
      const { rows: left } = await client.execute(
        `SELECT ttl(color) AS ttl FROM ${keyspace}.items WHERE nr = 1 AND at = 1`,
      );
      assert.ok(left[0]?.ttl > 2_000 && left[0]?.ttl <= 3_000);
      assert.deepEqual(await rows("baskets"), before[1]);

      await rollback();
      assert.deepEqual([await rows("items"), await rows("carts")], before);
    }));

  test("a row that was to live for a while lives for what is left of it, and others for ever", () =>
    withWorld(server, async ({ client, keyspace, reach }) => {
      const columns = {
        id: int().partitionKey(),
        n: int(),
        "Odd Name": text(),
        tags: set(text()),
        flags: frozen(map(boolean(), int())),
      };
      await reach([table("t", columns, { defaultTtl: 9_000 })]);
      const insert = `INSERT INTO ${keyspace}.t (id, n, "Odd Name", tags)`;
      await client.execute(`${insert} VALUES (1, 1, 'a', {'a'}) USING TTL 3000`);
      await client.execute(`${insert} VALUES (2, 2, 'b', {'b'}) USING TTL 0`);
      await client.execute(`INSERT INTO ${keyspace}.t (id) VALUES (3)`);
      await client.execute(`INSERT INTO ${keyspace}.t (id, n) VALUES (4, 4)`);
      await client.execute(`INSERT INTO ${keyspace}.t (id, flags) VALUES (5, {false: 5}) USING TTL 3000`);
      await reach([table("t", { ...columns, id: bigint().partitionKey() }, { defaultTtl: 9_000 })]);
      const { rows } = await client.execute(
        `SELECT id, ttl(n) AS ttl, ttl("Odd Name") AS odd, ttl(flags) AS flags FROM ${keyspace}.t`,
      );
      const left = new Map(rows.map(({ id, ttl, odd, flags }) => [String(id), [ttl, odd, flags] as const]));
      assert.equal(left.size, 5);
      const [ttl, odd] = left.get("1") ?? [];
      assert.ok(ttl > 2_000 && ttl <= 3_000 && odd > 2_000 && odd <= 3_000, String(left.get("1")));
      assert.deepEqual(left.get("2"), [null, null, null]);
      assert.ok((left.get("4")?.[0] ?? 0) > 8_000);
      const flags = left.get("5")?.[2];
      assert.ok(flags > 2_000 && flags <= 3_000, String(flags));
    }));

  test("a value that fits nowhere stops the copy before anything is dropped", () =>
    withWorld(server, async ({ client, keyspace, generate, reach, rows, tidemark }) => {
      await reach([table("t", { id: int().partitionKey(), n: text() })]);
      await client.execute(`INSERT INTO ${keyspace}.t (id, n) VALUES (1, 'no number')`);
      const before = await rows("t");
      const models = [table("t", { id: int().partitionKey(), n: int() })];
      await generate(models);
      await assert.rejects(tidemark.migrate(), /"no number" is no whole number of 32 bits/);
      assert.deepEqual(await rows("t"), before);
      await client.execute(`INSERT INTO ${keyspace}.t (id, n) VALUES (1, '42')`);
      await tidemark.migrate();
      assert.deepEqual(await rows("t"), ['{"id": 1, "n": 42}']);
    }));

  test("maps keep every entry, whatever their keys are, when rows are copied and when a column gets another name", () =>
    withWorld(server, async ({ client, keyspace, reach, rollback, rows }) => {
      const point = userType("point", { x: int(), label: text() });
      const holder = userType("holder", { n: int(), flags: frozen(map(boolean(), int())) });
      const maps = {
        flags: map(boolean(), int()),
        times: map(timestamp(), int()),
        blobs: map(blob(), int()),
        tuples: map(tuple(int(), text()), int()),
        sets: map(frozen(set(text())), int()),
        points: map(frozen(udt(point)), int()),
        nested: list(frozen(map(boolean(), text()))),
        held: frozen(udt(holder)),
        numbers: map(bigint(), text()),
      };
      const columns = { part: frozen(map(boolean(), int())), fixed: map(timestamp(), text()) };
      const models = (id: typeof int | typeof bigint, renamed: boolean): readonly Model[] => {
        const { flags, ...others } = maps;
        return [
          table("t", {
            id: id().partitionKey(),
            part: columns.part.clusteringKey(),
            fixed: columns.fixed.static(),
            ...(renamed ? { options: flags } : { flags }),
            ...others,
          }),
        ];
      };
      await reach(models(int, false));
      const values = [
        "{true: 1, false: 2}",
        "{'2020-01-01T00:00:00.123Z': 1, '2020-01-01T00:00:00.124Z': 2, '2020-01-01T00:00:00Z': 3}",
        "{0x00ff: 1, 0x: 2}",
        "{(1, 'a\"b'): 1, (2, null): 2}",
        "{{'a', 'b'}: 1, {'it''s'}: 2}",
        "{{x: 1, label: 'q\"'}: 1, {x: 2}: 2}",
        "[{true: 'a', false: 'b'}, {false: 'c'}]",
        "{n: 1, flags: {true: 1, false: 2}}",
        "{9007199254740993: 'a'}",
      ];
      const t = `${keyspace}.t`;
      const names = Object.keys(maps).join(", ");
      for (let id = 0; id < 5; id++) {
        await client.execute(
          `INSERT INTO ${t} (id, part, fixed, ${names}) VALUES (${id}, {true: ${id}, false: 1}, {1: 'a', 2: 'b'}, ${values.join(", ")})`,
        );
      }
      await client.execute(`INSERT INTO ${t} (id, part) VALUES (6, {true: 1})`);
      await client.execute(`INSERT INTO ${t} (id, fixed) VALUES (7, {1: 'alone'})`);
      await client.execute(`INSERT INTO ${t} (id, part, held) VALUES (8, {}, {n: 1})`);
      const before = await rows("t");
      assert.equal(before.length, 8);

      const rebuilt = await reach(models(bigint, false));
      assert.deepEqual([rebuilt.format, rebuilt.leftOpen, rebuilt.noWayBack], ["code", [], undefined]);
      assert.deepEqual(await rows("t"), before);

      const renamed = await reach(models(bigint, true), { renames: ["flags:options"] });
      assert.equal(renamed.format, "code");
      const isSame = (await rows("t")).map((line) => line.replace('"options":', '"flags":'));
      assert.deepEqual(isSame.map(sortedJson).sort(), before.map(sortedJson).sort());

      await rollback();
      await rollback();
      assert.deepEqual(await rows("t"), before);
    }));

  test("a timestamp that no Date can hold stops the copy before anything is dropped", () =>
    withWorld(server, async ({ client, keyspace, generate, reach, tidemark }) => {
      await reach([table("t", { id: int().partitionKey(), at: timestamp() })]);
      await client.execute(`INSERT INTO ${keyspace}.t (id, at) VALUES (1, ${2n ** 63n - 1n})`);
      const models = [table("t", { id: int().partitionKey(), at: bigint() })];
      await generate(models);
      await assert.rejects(tidemark.migrate(), /a timestamp is beyond what a Date can hold/);
      await client.execute(`INSERT INTO ${keyspace}.t (id, at) VALUES (1, 1234)`);
      await tidemark.migrate();
      const { rows } = await client.execute(`SELECT at FROM ${keyspace}.t`);
      assert.equal(String(rows[0]?.at), "1234");
    }));
});
