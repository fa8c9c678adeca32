// What the tables of the rule `refused` share: rows of statements and the servers that refuse them, and their test.
//
// A row is a statement behind others, linted as the second file for every product and release. It names the servers that
// refuse it, and words of what is said of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Capabilities, capabilitiesFor } from "../cql/capabilities.ts";
import type { Finding } from "./finding.ts";
import { lintFiles } from "./lint-fixture.test.ts";

const SERVERS: Readonly<Record<string, Capabilities>> = {
  "3.11": capabilitiesFor("cassandra", "3.11"),
  "4.0": capabilitiesFor("cassandra", "4.0"),
  "4.1": capabilitiesFor("cassandra", "4.1"),
  "5.0": capabilitiesFor("cassandra", "5.0"),
  scylla: capabilitiesFor("scylla", "2025.1"),
  dse: capabilitiesFor("dse", "6.9"),
  astra: capabilitiesFor("astra", "4.0"),
};

export interface Row {
  /** The statement, of the second file. */
  readonly text: string;
  /** Of `SERVERS`, in their order; or "all", "none". */
  readonly servers: string;
  /** What each message says; of another product's own reasons see `OWN_REASONS`. */
  readonly words?: RegExp;
}

/** Rows behind one first file. */
export interface Group {
  readonly title: string;
  readonly before?: string;
  readonly rows: readonly Row[];
  /** The rule that says it. */
  readonly rule?: string;
}

/** What a product refuses as a whole, whatever the row is about. */
const OWN_REASONS = /^Astra DB has no /;

export function row(text: string, servers: string, words?: RegExp): Row {
  return { text, servers, ...(words && { words }) };
}

export const TABLE = `CREATE TABLE t (k int, c int, v int, w bigint, a ascii, x text, s int static, m map<text, int>, l list<int>,
  f frozen<list<int>>, PRIMARY KEY (k, c, a));`;
export const VIEWED = `CREATE TABLE b (k int, c int, v int, w int, PRIMARY KEY (k, c));
CREATE MATERIALIZED VIEW mv AS SELECT k, c, v FROM b WHERE k IS NOT NULL AND c IS NOT NULL AND v IS NOT NULL PRIMARY KEY (v, k, c);`;
export const COUNTERS = "CREATE TABLE n (k int PRIMARY KEY, v counter, w counter);";
export const TYPE = "CREATE TYPE y (a int, b text);";
export const ROUTINES: string = `${TYPE} CREATE FUNCTION f (s y, i int) CALLED ON NULL INPUT RETURNS y LANGUAGE java AS 'return s;';
CREATE AGGREGATE ag (int) SFUNC f STYPE y INITCOND {a: 1, b: 'x'};`;
export const NOT_SCYLLA = "3.11 4.0 4.1 5.0 dse astra";
export const NOT_ASTRA = "3.11 4.0 4.1 5.0 scylla dse";
export const CASSANDRA = "3.11 4.0 4.1 5.0";
export const BEFORE_41 = "3.11 4.0 scylla dse";

export function viewOf(key: string, notNull: readonly string[], options = ""): string {
  const where = notNull.map((name) => `${name} IS NOT NULL`).join(" AND ");
  return `CREATE MATERIALIZED VIEW m2 AS SELECT * FROM b WHERE ${where} PRIMARY KEY (${key})${options};`;
}

/** A test a group. */
export function testGroups(groups: readonly Group[]): void {
  for (const { title, before = "", rows, rule = "refused" } of groups) {
    test(title, () => {
      for (const { text, servers, words } of rows) {
        const found = findingsOf(before, text, rule);
        const takers = Object.keys(SERVERS).filter((name) => (found.get(name) ?? []).length > 0);
        const all = Object.keys(SERVERS).length;
        const said = takers.length === all ? "all" : takers.join(" ") || "none";
        const messages = [...new Set([...found.values()].flat())];
        assert.equal(said, servers, `${text}\n${messages.join("\n")}`);
        for (const message of messages) {
          if (!OWN_REASONS.test(message)) assert.match(message, words ?? /(?!)/, text);
        }
      }
    });
  }
}

/** The messages of a rule about the second file, by server. */
function findingsOf(before: string, text: string, rule: string): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Object.entries(SERVERS).map(([name, capabilities]) => {
      const findings = lintFiles({ "V1__before.cql": before, "V2__text.cql": text }, { capabilities });
      return [name, findings.filter((each) => each.rule === rule && isSecond(each)).map(({ message }) => message)];
    }),
  );
}

function isSecond({ source }: Finding): boolean {
  return source.name === "V2__text.cql";
}
