// Goal: history, lease and journal keep their promises in the words of CockroachDB. Method: the contract suites, through a proxy before a
// real PostgreSQL; and what was sent keeps CockroachDB's rules, and parses with its own parser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { historyContract } from "../../../src/testing/history-contract.ts";
import { targetContract } from "../../../src/testing/target-contract.ts";
import { openContractWorld } from "../../cockroach/cockroach-world.ts";
import { withCockroachParser } from "../../cockroach/parser.ts";
import { findUnparsed } from "../../cockroach/unparsed.ts";
import { withPostgres } from "../postgres/server.ts";

withPostgres("the contracts hold for CockroachDB", (url) => {
  const violations: string[] = [];
  const sent = new Set<string>();
  const open = (targetCount: number): ReturnType<typeof openContractWorld> =>
    openContractWorld(url, targetCount, (proxy) => {
      violations.push(...proxy.violations);
      for (const { text } of proxy.requests) sent.add(text);
    });
  historyContract("CockroachDB, by proxy", open);
  targetContract("CockroachDB, by proxy", open);

  // Tests of one file run one after the other: what comes now is of all of those before.
  test("each schema change was sent by itself, and nothing was prepared by name", () => {
    assert.ok(sent.size > 20, `${sent.size} texts were sent`);
    assert.deepEqual(violations, []);
  });
  withCockroachParser("what was sent parses with CockroachDB's parser", (parse) => {
    test("every statement that was sent parses with CockroachDB's parser", async () => {
      assert.deepEqual(await findUnparsed(parse, sent), []);
    });
  });
});
