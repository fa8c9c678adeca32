// Goal: which file is read, and how a broken one is refused. Method: a fresh directory a test (config-fixture).
import assert from "node:assert/strict";
import { test } from "node:test";
import { renderDiagnostic } from "../text/diagnostic.ts";
import { failure, LOCAL, mistakes, settled, yaml } from "./config-fixture.test.ts";

test("a key that is given twice is a mistake at the second", async () => {
  assert.deepEqual(await mistakes({ files: yaml("keyspace: a\nkeyspace: b\n") }), [
    "tidemark.yaml:2:1: `keyspace` is given twice",
  ]);
});

test("a file that is no YAML is refused at the place", async () => {
  assert.deepEqual(await mistakes({ files: yaml("keyspace: a: b\n") }), [
    "tidemark.yaml:1:11: this is no YAML: nested mappings are not allowed in compact mappings",
  ]);
});

test("a variable's name without quotes in a flow map gets the reason", async () => {
  const [first] = (await failure({ files: yaml(`cassandra: { auth: { password: \${PW} } }\n`) })).diagnostics;
  assert.equal(first?.hint, `put "\${NAME}" in quotes inside { } and [ ]`);
});

test("a file that is not UTF-8 is refused", async () => {
  assert.deepEqual(await mistakes({ files: { "tidemark.yaml": new Uint8Array([0x6b, 0xff]) } }), [
    "tidemark.yaml: the file is not UTF-8",
  ]);
});

test("a file of comments, and sections without content, hold", async () => {
  assert.equal((await settled({ files: yaml("# nothing yet\n") })).keyspace, undefined);
  assert.equal((await settled({ files: yaml("lock:\nprofiles:\n") })).lock.ttlMs, 30_000);
});

test("two files at once are refused by name", async () => {
  assert.deepEqual(await mistakes({ files: { "tidemark.yaml": LOCAL, "tidemark.json": "{}" } }), [
    "there are several configuration files: tidemark.yaml, tidemark.json",
  ]);
});

test("a JSON file with tabs is read, with places", async () => {
  assert.deepEqual(await mistakes({ files: { "tidemark.json": '{\n\t"lock": {\n\t\t"tll": 5\n\t}\n}\n' } }), [
    "tidemark.json:3:3: unknown key `tll` in `lock`",
  ]);
});

test("a TypeScript file is run", async () => {
  const files = {
    "tidemark.ts":
      'const host: string = "a";\nexport default { cassandra: { contact_points: host }, keyspace: "k" };\n',
  };
  assert.deepEqual((await settled({ files })).cassandra?.contactPoints, [{ host: "a", port: 9042 }]);
});

test("a mistake in a TypeScript file names file and key", async () => {
  assert.deepEqual(await mistakes({ files: { "tidemark.ts": "export default { cassandra: { port: true } };" } }), [
    "tidemark.ts: `cassandra.port` must be a port from 1 to 65535, found true",
  ]);
});

test("a TypeScript file without a default export is refused", async () => {
  const [message] = await mistakes({ files: { "tidemark.ts": "export const a = 1;" } });
  assert.match(message ?? "", /^tidemark\.ts: the file has no default export/);
});

test("a TypeScript file that does not load is refused at the place, and the line, which may hold a password, is not shown", async () => {
  const files = { "tidemark.ts": 'export default {\n  keyspace: "k", secret: "s3cr3t" +,\n};\n' };
  assert.deepEqual(await mistakes({ files }), ["tidemark.ts:2:36: the module cannot be loaded: Unexpected token"]);
  assert.doesNotMatch(renderDiagnostic((await failure({ files })).diagnostics[0] ?? { message: "" }), /s3cr3t/);
});

test("a TypeScript file reads the environment anew each time", async () => {
  const files = { "tidemark.ts": "export default { keyspace: process.env.TIDEMARK_TEST_KEYSPACE };" };
  for (const name of ["one", "two"]) {
    process.env.TIDEMARK_TEST_KEYSPACE = name;
    assert.equal((await settled({ files })).keyspace?.name, name);
  }
  delete process.env.TIDEMARK_TEST_KEYSPACE;
});

test("the named file is read instead of the one found", async () => {
  const files = { "tidemark.yaml": "keyspace: a\n", "other.yaml": "keyspace: b\n", "third.yaml": "keyspace: c\n" };
  const env = { TIDEMARK_CONFIG: "third.yaml" };
  assert.equal((await settled({ files, env })).keyspace?.name, "c");
  assert.equal((await settled({ files, env, flags: { config: "other.yaml" } })).keyspace?.name, "b");
});

test("a named file that is missing is a mistake of who named it", async () => {
  assert.deepEqual(await mistakes({ flags: { config: "nope.yaml" } }), [
    "`--config` names `nope.yaml`, which does not exist",
  ]);
  assert.deepEqual(await mistakes({ env: { TIDEMARK_CONFIG: "nope.yaml" } }), [
    "`TIDEMARK_CONFIG` names `nope.yaml`, which does not exist",
  ]);
});

test("anchors and merge keys of YAML work, and mistakes behind them have a place", async () => {
  const text = "profiles:\n  a: &a\n    lock: { ttl: 9 }\n  b:\n    <<: *a\n";
  assert.equal((await settled({ files: yaml(text), flags: { profile: "b" } })).lock.ttlMs, 9_000);
  const wrong = await mistakes({ files: yaml(text.replace("9", "x")) });
  assert.equal(wrong.length, 2);
  assert.match(wrong[1] ?? "", /^tidemark\.yaml:4:3: `profiles\.b\.lock\.ttl` must be/);
});

test("an alias without an anchor, or inside of it, is refused", async () => {
  for (const text of ["keyspace: *k\n", "lint: &l\n  again: *l\n"]) {
    const [message] = await mistakes({ files: yaml(text) });
    assert.match(message ?? "", /^tidemark\.yaml: an alias/);
  }
});
