import assert from "node:assert/strict";
import { test } from "node:test";
import { print } from "../../printer/print.ts";
import { cassandra, SHOP, schemaAfter } from "../../simulate/simulate-fixture.test.ts";
import type { UserAggregate } from "../schema.ts";
import { initialConditionNode, isInitialConditionReadable } from "./initial-condition-node.ts";
import { createAggregateNode } from "./routine-nodes.ts";

/** As Cassandra 4.1 holds it. */
function held(type: string, initialCondition: string): UserAggregate {
  const schema = schemaAfter(
    `${SHOP} CREATE TYPE at (day date, "of day" time);
     CREATE FUNCTION f (s ${type}) CALLED ON NULL INPUT RETURNS ${type} LANGUAGE java AS 'x';
     CREATE AGGREGATE a () SFUNC f STYPE ${type} INITCOND ${initialCondition};`,
    cassandra("4.1"),
  );
  const [aggregate] = schema.keyspaces.get("shop")?.aggregates.values() ?? [];
  assert.ok(aggregate !== undefined);
  return aggregate;
}

function printed(aggregate: UserAggregate): string | undefined {
  return /INITCOND (.*)$/s.exec(print(createAggregateNode(undefined, aggregate)))?.[1];
}

test("a value that the server holds without quotes is written with them, whatever it stands in", () => {
  const written = (type: string, text: string): unknown => printed(held(type, text));
  assert.deepEqual(
    [
      written("time", "'10:00:00'"),
      written("date", "0"),
      written("timestamp", "'2020-01-01'"),
      written("list<date>", "['2020-01-01', '2020-01-02']"),
      written("map<text, inet>", "{'2020-01-01, 1.2.3.4': '::1', 'b': '1.2.3.4'}"),
      written("tuple<int, time>", "(1, '10:00:00')"),
      written("at", `{day: '2020-01-01', "of day": '10:00:00'}`),
      written("list<uuid>", "[12345678-1234-1234-1234-123456789012]"),
    ],
    [
      "'10:00:00.000000000'",
      "'-5877641-06-23'",
      "'2020-01-01T00:00:00.000Z'",
      "['2020-01-01', '2020-01-02']",
      "{'2020-01-01, 1.2.3.4': '0:0:0:0:0:0:0:1', 'b': '1.2.3.4'}",
      "(1, '10:00:00.000000000')",
      `{day: '2020-01-01', "of day": '10:00:00.000000000'}`,
      "[12345678-1234-1234-1234-123456789012]",
    ],
  );
});

test("what is no value, or more than one, is not readable", () => {
  for (const initialCondition of ["a b", "1, 2", "1) IF NOT EXISTS; DROP TABLE t"]) {
    const aggregate = { ...held("int", "0"), initialCondition };
    assert.equal(initialConditionNode(aggregate), undefined);
    assert.equal(isInitialConditionReadable(aggregate), false);
  }
});
