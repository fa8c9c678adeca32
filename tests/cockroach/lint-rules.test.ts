// Goal: what the rules of CockroachDB say of its grammar is so. Method: statements that they call unsupported, and the examples of their
// pages, are given to CockroachDB's own parser, release 25.2.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { COCKROACH_RULES } from "../../src/lint/rules/cockroach-rules.ts";
import { MISSING_CLAUSES, MISSING_STATEMENTS } from "../../src/lint/sql/missing-in-cockroach.ts";
import { classify } from "../../src/sql/classify.ts";
import { splitSql } from "../../src/sql/splitter.ts";
import { withCockroachParser } from "./parser.ts";

const STATEMENTS: readonly string[] = [
  "VACUUM t",
  "CLUSTER t USING i",
  "CLUSTER",
  "REINDEX TABLE t",
  "REINDEX DATABASE d",
  "REINDEX TABLE CONCURRENTLY t",
  "CHECKPOINT",
  "LOCK TABLE t IN EXCLUSIVE MODE",
  "LISTEN c",
  "NOTIFY c",
  "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE",
  "LOAD 'x'",
  "ALTER SYSTEM SET x = 'y'",
  "CREATE DOMAIN d AS int8 CHECK (value > 0)",
  "ALTER DOMAIN d DROP DEFAULT",
  "CREATE RULE r AS ON INSERT TO t DO NOTHING",
  "CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION f()",
  "CREATE AGGREGATE a (int8) (sfunc = f, stype = int8)",
  "CREATE CAST (a AS b) WITHOUT FUNCTION",
  "CREATE COLLATION c (locale = 'x')",
  "CREATE CONVERSION c FOR 'a' TO 'b' FROM f",
  "CREATE OPERATOR === (leftarg = int8)",
  "CREATE OPERATOR CLASS c FOR TYPE int8 USING btree AS OPERATOR 1 <",
  "CREATE OPERATOR FAMILY f USING btree",
  "CREATE ACCESS METHOD m TYPE index HANDLER h",
  "CREATE LANGUAGE l",
  "CREATE FOREIGN TABLE f (a int8) SERVER s",
  "CREATE FOREIGN DATA WRAPPER w",
  "CREATE SERVER s FOREIGN DATA WRAPPER w",
  "CREATE PUBLICATION p FOR TABLE t",
  "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p",
  "CREATE TABLESPACE x LOCATION 'y'",
  "CREATE TEXT SEARCH CONFIGURATION c (copy = simple)",
  "CREATE TEXT SEARCH DICTIONARY d (template = simple)",
];

const CLAUSES: readonly string[] = [
  "CREATE TABLE t (a int8) INHERITS (p)",
  "CREATE TABLE t PARTITION OF p FOR VALUES FROM (1) TO (2)",
  "SELECT * INTO t FROM s",
  "CREATE INDEX i ON ONLY t (a)",
  "CREATE INDEX i ON t USING brin (a)",
  "CREATE INDEX i ON t USING hash (a)",
  "CREATE INDEX i ON t (a) TABLESPACE x",
  "ALTER TABLE t ATTACH PARTITION p DEFAULT",
  "ALTER TABLE t DETACH PARTITION p",
  "ALTER TABLE t ADD CONSTRAINT c UNIQUE USING INDEX i",
  "ALTER TABLE t SET TABLESPACE x",
  "ALTER TABLE t SET LOGGED",
  "ALTER TABLE t SET UNLOGGED",
  "ALTER TABLE t REPLICA IDENTITY FULL",
  "ALTER TABLE t CLUSTER ON i",
  "ALTER TABLE t DISABLE TRIGGER ALL",
  "ALTER TABLE t ENABLE TRIGGER ALL",
  "TRUNCATE t RESTART IDENTITY",
  "CREATE VIEW v AS SELECT 1 WITH CHECK OPTION",
];

test("each statement that is called unsupported without a release has an example here, and each clause", () => {
  const timeless = Object.entries(MISSING_STATEMENTS).filter(([, { since }]) => since === undefined);
  assert.deepEqual(STATEMENTS.map((text) => classify(text).kind).sort(), timeless.map(([kind]) => kind).sort());
  const patterns = new Set(Object.values(MISSING_CLAUSES).flatMap((clauses) => clauses.map(([pattern]) => pattern)));
  assert.equal(CLAUSES.length, patterns.size);
});

withCockroachParser("the rules of CockroachDB go by its grammar", (parse) => {
  test("what is called unsupported does not parse", async () => {
    const texts = [...STATEMENTS, ...CLAUSES];
    const verdicts = await parse(texts);
    assert.deepEqual(
      texts.filter((_, index) => verdicts[index]?.problem === ""),
      [],
    );
  });

  test("what came with a release up to 25.2 parses", async () => {
    const texts = [
      "DO $$ BEGIN NULL; END $$",
      "CREATE PROCEDURE p() LANGUAGE SQL AS 'SELECT 1'",
      "CALL p()",
      "CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
      "CREATE POLICY p ON t",
    ];
    assert.deepEqual(
      (await parse(texts)).map(({ problem }) => problem),
      texts.map(() => ""),
    );
    const later = Object.entries(MISSING_STATEMENTS).filter(([, { since }]) => since !== undefined);
    assert.deepEqual(texts.map((text) => classify(text).kind).sort(), later.map(([kind]) => kind).sort());
  });

  test("the examples of the pages parse, but for those of the rule about what does not", async () => {
    const texts = COCKROACH_RULES.flatMap(({ name }) =>
      [...readFileSync(`docs/rules/${name}.md`, "utf8").matchAll(/```sql (bad|good)\n(.*?)```/gs)]
        .filter(([, kind]) => name !== "unsupported" || kind === "good")
        .flatMap(([, , text = ""]) => splitSql({ name, text }).statements.map((statement) => statement.text)),
    );
    assert.ok(texts.length > COCKROACH_RULES.length);
    const verdicts = await parse(texts);
    assert.deepEqual(
      texts.flatMap((text, index) => (verdicts[index]?.problem === "" ? [] : [`${text}: ${verdicts[index]?.problem}`])),
      [],
    );
  });
});
