import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { uuid } from "./model/native-types.ts";
import { table } from "./model/table.ts";
import { Tidemark } from "./tidemark.ts";

let cwd = "";

before(async () => {
  cwd = await mkdtemp(join(tmpdir(), "tidemark-library-"));
});

after(() => rm(cwd, { recursive: true, force: true }));

const NOWHERE = { contactPoints: ["127.0.0.1:1"], keyspace: "shop" };

test("files are made and read without a database", async () => {
  const tidemark = await Tidemark.prepare({ cwd, env: {}, flags: {}, values: {} });
  const [path = ""] = await tidemark.createMigration({ description: "create users" });
  assert.ok(path.endsWith("V001__create_users.cql"), path);
  const migrations = await tidemark.loadMigrations();
  assert.deepEqual(
    migrations.map(({ version, description }) => [version, description]),
    [["1", "create users"]],
  );
  await tidemark.close();
});

test("open fails when nobody answers, and says where", async () => {
  await assert.rejects(Tidemark.open(NOWHERE), { code: "connection-failed", message: /127\.0\.0\.1:1/ });
});

test("open fails without a target: nothing is assumed", async () => {
  await assert.rejects(Tidemark.open({ keyspace: "shop" }), { code: "config-invalid" });
});

test("open fails when no SQL server answers, and says where", async () => {
  const opening = Tidemark.open({ url: "postgres://127.0.0.1:1/shop" });
  await assert.rejects(opening, { code: "connection-failed", message: /127\.0\.0\.1:1/ });
});

test("what is for CQL is refused of a SQL database before it is asked", async () => {
  const tidemark = await Tidemark.prepare({ cwd, env: {}, flags: { url: "postgres://127.0.0.1:1/shop" } });
  await assert.rejects(tidemark.sync(), { code: "usage", hint: /tidemark new/ });
});

test("a target that did not open can be closed, and opened again", async () => {
  const tidemark = await Tidemark.prepare({ cwd, env: {}, flags: { host: "127.0.0.1:1", keyspace: "shop" } });
  await assert.rejects(tidemark.currentVersion(), { code: "connection-failed" });
  await tidemark.close();
  await assert.rejects(tidemark.applied(), { code: "connection-failed" });
  await tidemark[Symbol.asyncDispose]();
});

test("the dialect is known before a server is asked", async () => {
  const plain = await Tidemark.prepare({ cwd, env: {}, flags: {} });
  assert.equal(plain.dialect().name, "cassandra");
  const scylla = await Tidemark.prepare({ cwd, env: {}, flags: { dialect: "scylla" } });
  assert.equal(scylla.dialect().name, "scylla");
});

test("what are no models is refused before a server is asked", async () => {
  const tidemark = await Tidemark.prepare({ cwd, env: {}, flags: { host: "127.0.0.1:1", keyspace: "shop" } });
  const users = table("users", { id: uuid().partitionKey() });
  for (const given of [users, [5]]) {
    await assert.rejects(tidemark.sync(given as never), { code: "usage", message: /models/ });
    await assert.rejects(tidemark.generate("users", { models: given as never }), { code: "usage", message: /models/ });
  }
});
