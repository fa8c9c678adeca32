// Goal: whatever schema a sequence of statements leads to, its difference from another can be said in statements that lead
// there, or is said to be blocked.
// Method: the sequences of the conformance run, on the simulator; each statement is printed, read and tried.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Capabilities, capabilitiesFor } from "../../src/cql/capabilities.ts";
import { CASSANDRA_RELEASES } from "../../src/cql/cassandra-release.ts";
import { blockedChanges } from "../../src/cql/diff/blocked-changes.ts";
import { renderChange } from "../../src/cql/diff/describe-change.ts";
import { diff } from "../../src/cql/diff/diff.ts";
import { statementsFor } from "../../src/cql/diff/statements-for.ts";
import { parse } from "../../src/cql/parser/parse.ts";
import { print } from "../../src/cql/printer/print.ts";
import { emptySchema, type Schema } from "../../src/cql/schema/schema.ts";
import { simulate } from "../../src/cql/simulate/simulate.ts";
import { type Chance, chanceOf } from "./generate/chance.ts";
import { generateStatement } from "./generate/generate.ts";

const SEED_COUNT = Number(process.env.RUNS ?? 80);

/** Servers get into these states, and take no single statement that makes them. */
const NOT_TO_BE_MADE = [
  /a field of a user-defined type cannot be a counter/,
  /needs a column outside the PRIMARY KEY/,
  /is a collection that is not frozen/,
  /which has transient replicas/,
];

for (const release of CASSANDRA_RELEASES) {
  test(`the statements of a difference lead from one generated schema to another, on ${release}`, () => {
    const capabilities = capabilitiesFor("cassandra", release);
    let arrivalCount = 0;
    for (let seed = 1; seed <= SEED_COUNT; seed++) {
      const chance = chanceOf(seed);
      const base = grow(emptySchema(), 6 + chance.below(40), chance, capabilities);
      const one = grow(base, chance.below(8), chance, capabilities);
      const other = grow(base, chance.below(8), chance, capabilities);
      for (const [from, to] of [
        [one, other],
        [other, one],
        [emptySchema(), one],
      ] as const) {
        if (arrives(from, to, `seed ${seed}`, capabilities)) arrivalCount++;
      }
      assert.deepEqual(diff(one, one, { capabilities }), [], `seed ${seed}`);
    }
    assert.ok(arrivalCount > SEED_COUNT * 2, `few could be made in place: ${arrivalCount}`);
  });
}

/** By statements that the server takes; the others count as tries. */
function grow(schema: Schema, tryCount: number, chance: Chance, capabilities: Capabilities): Schema {
  let grown = schema;
  for (let index = 0; index < tryCount; index++) {
    const { statements, diagnostics } = parse(generateStatement({ chance, schema: grown, capabilities }, index));
    const [statement] = statements;
    if (statement === undefined || diagnostics.length > 0) continue;
    const simulation = simulate(grown, statement, capabilities);
    if (simulation.diagnostics.length === 0) grown = simulation.schema;
  }
  return grown;
}

/** Whether all of it could be done. */
function arrives(from: Schema, to: Schema, seed: string, capabilities: Capabilities): boolean {
  const changes = diff(from, to, { capabilities });
  let schema = from;
  for (const { node, change } of statementsFor(changes, { capabilities })) {
    const text = print(node);
    const { statements, diagnostics } = parse(text);
    const [statement] = statements;
    assert.ok(statement !== undefined && statements.length === 1, text);
    assert.deepEqual(diagnostics, [], `${seed}\n${text}`);
    const simulation = simulate(schema, statement, capabilities);
    const [refusal] = simulation.diagnostics;
    if (refusal !== undefined && NOT_TO_BE_MADE.some((pattern) => pattern.test(refusal.message))) return false;
    assert.equal(refusal, undefined, `${seed}: ${renderChange(change)}\n${text}\n${refusal?.message}`);
    schema = simulation.schema;
  }
  if (blockedChanges(changes, { capabilities }).length > 0) return false;
  assert.deepEqual(
    diff(schema, to, { capabilities }).map((change) => renderChange(change)),
    [],
    seed,
  );
  return true;
}
