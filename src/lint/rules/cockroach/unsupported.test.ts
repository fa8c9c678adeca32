import assert from "node:assert/strict";
import { test } from "node:test";
import { sqlWordsOf } from "../../lint-fixture.test.ts";

const FOUND: readonly (readonly [text: string, words: readonly string[]])[] = [
  ["LOCK TABLE t IN EXCLUSIVE MODE", ["LOCK TABLE"]],
  ["vacuum -- all\n t", ["vacuum"]],
  ["REINDEX TABLE t; CLUSTER t USING i; CHECKPOINT", ["REINDEX TABLE", "CLUSTER", "CHECKPOINT"]],
  ["LISTEN c; NOTIFY c", ["LISTEN", "NOTIFY"]],
  ["CREATE DOMAIN d AS INT8 CHECK (value > 0)", ["CREATE DOMAIN"]],
  ["create or replace\n rule r as on insert to t do nothing", ["create or replace\n rule"]],
  ["MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE", ["MERGE"]],
  ["CREATE TABLE t (a INT8) INHERITS (p)", ["INHERITS"]],
  ["CREATE TABLE t PARTITION OF p FOR VALUES FROM (1) TO (2)", ["PARTITION OF"]],
  ["SELECT * INTO t FROM s", ["INTO"]],
  ["CREATE INDEX i ON t USING hash (a)", ["USING hash"]],
  ["CREATE INDEX i ON ONLY t USING brin (a)", ["ON ONLY", "USING brin"]],
  ["ALTER TABLE t ATTACH PARTITION p DEFAULT", ["ATTACH PARTITION"]],
  ["ALTER TABLE t SET UNLOGGED", ["SET UNLOGGED"]],
  ["TRUNCATE t RESTART IDENTITY", ["RESTART IDENTITY"]],
];

const SILENT: readonly string[] = [
  "CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
  "DO $$ BEGIN NULL; END $$",
  "CREATE TABLE vacuum (a INT8); CREATE TABLE t (a INT8, INDEX i (a) USING HASH)",
  "CREATE INDEX i ON t (a) USING HASH",
  "CREATE TABLE t AS SELECT a FROM s",
  "CREATE TABLE inherits (a INT8)",
  "INSERT INTO t VALUES ('LOCK TABLE t')",
  "COMMENT ON TABLE t IS 'VACUUM'",
];

for (const [text, words] of FOUND) {
  test(`found: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "unsupported", text), words);
  });
}

for (const text of SILENT) {
  test(`silent: ${text}`, () => {
    assert.deepEqual(sqlWordsOf("cockroach", "unsupported", text), []);
  });
}

for (const [text, since, before] of [
  ["DO $$ BEGIN NULL; END $$", "25.1", "24.3"],
  ["CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()", "24.3", "24.2"],
  ["CREATE POLICY p ON t", "25.2", "25.1"],
  ["CALL f()", "23.2", "23.1"],
] as const) {
  test(`${text} came with ${since}`, () => {
    assert.equal(sqlWordsOf(`cockroach:${before}`, "unsupported", text).length, 1);
    assert.deepEqual(sqlWordsOf(`cockroach:${since}`, "unsupported", text), []);
  });
}
