// Goal: the statements of a difference lead from one schema to the other, whatever the two are.
// Method: random versions of a keyspace; the statements of each step are tried on the simulator.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PersistentMap } from "../../base/persistent-map.ts";
import { type Capabilities, capabilitiesFor } from "../capabilities.ts";
import { CASSANDRA_RELEASES } from "../cassandra-release.ts";
import { parse } from "../parser/parse.ts";
import { print } from "../printer/print.ts";
import { encodeSchema } from "../schema/encode-schema.ts";
import { emptySchema, type Schema } from "../schema/schema.ts";
import { simulate } from "../simulate/simulate.ts";
import { type SchemaShape, SEEDS, versionsOf } from "./arbitrary-schema.test.ts";
import { blockedChanges } from "./blocked-changes.ts";
import { renderChange } from "./describe-change.ts";
import { diff } from "./diff.ts";
import { reverseOf } from "./reverse-of.ts";
import { type ChangeStatement, statementsFor } from "./statements-for.ts";

const ALL: SchemaShape = { keyspace: "shop", with: ["views", "functions", "masks", "triggers"] };
const OLD: SchemaShape = { keyspace: "shop", with: ["views", "functions", "triggers"] };
const RUNS = { numRuns: Number(process.env.RUNS ?? 100) };

function shapeFor({ release }: Capabilities): SchemaShape {
  return release === "5.0" ? ALL : OLD;
}

/** Printed, read again and tried, as a server would get them. */
function run(schema: Schema, statements: readonly ChangeStatement[], capabilities: Capabilities): Schema {
  let after = schema;
  for (const { node, change } of statements) {
    const text = print(node);
    const [statement, ...others] = parse(text).statements;
    assert.ok(statement !== undefined && others.length === 0, text);
    const simulation = simulate(after, statement, capabilities);
    assert.deepEqual(simulation.diagnostics, [], `${renderChange(change)}\n${text}`);
    after = simulation.schema;
  }
  return after;
}

function structure(schema: Schema): unknown {
  return encodeSchema(schema, { leaveOut: ["ids", "dropped"] });
}

for (const release of CASSANDRA_RELEASES) {
  const capabilities = capabilitiesFor("cassandra", release);
  const shape = shapeFor(capabilities);

  test(`the statements for a whole schema make it from nothing, on ${release}`, () => {
    fc.assert(
      fc.property(SEEDS, (seed) => {
        const [schema = emptySchema()] = versionsOf(seed, 1, shape);
        const statements = statementsFor(diff(emptySchema(), schema, { capabilities }), { capabilities });
        assert.deepEqual(structure(run(emptySchema(), statements, capabilities)), structure(schema));
      }),
      RUNS,
    );
  });

  test(`every statement is taken, and without rebuilds they lead to the other schema, on ${release}`, () => {
    let wholeCount = 0;
    fc.assert(
      fc.property(SEEDS, (seed) => {
        const versions = versionsOf(seed, 4, shape);
        let live = emptySchema();
        for (const wanted of versions) {
          const changes = diff(live, wanted, { capabilities });
          live = run(live, statementsFor(changes, { capabilities }), capabilities);
          if (blockedChanges(changes, { capabilities }).length > 0) return;
          assert.deepEqual(structure(live), structure(wanted));
          assert.deepEqual(diff(live, wanted, { capabilities }), []);
          wholeCount++;
        }
      }),
      RUNS,
    );
    assert.ok(wholeCount > RUNS.numRuns * 1.5, `few steps were without rebuilds: ${wholeCount}`);
  });

  test(`the reverse leads back, but for what cannot be undone, on ${release}`, () => {
    let wholeCount = 0;
    fc.assert(
      fc.property(SEEDS, (seed) => {
        const [first = emptySchema(), wanted = emptySchema()] = versionsOf(seed, 2, shape);
        const before = run(emptySchema(), statementsFor(diff(emptySchema(), first), { capabilities }), capabilities);
        const changes = diff(before, wanted, { capabilities });
        if (blockedChanges(changes, { capabilities }).length > 0) return;
        const after = run(before, statementsFor(changes, { capabilities }), capabilities);
        const back = reverseOf(changes, { from: before, to: after, capabilities });
        const again = run(after, statementsFor(back.changes, { capabilities }), capabilities);
        if (blockedChanges(back.changes, { capabilities }).length > 0) return;
        assert.deepEqual(structure(again), structure(before));
        wholeCount++;
      }),
      RUNS,
    );
    assert.ok(wholeCount > RUNS.numRuns * 0.2, `few could be undone: ${wholeCount}`);
  });
}

test("a schema does not differ from itself, nor from one that was made of its statements", () => {
  const capabilities = capabilitiesFor("cassandra", "5.0");
  fc.assert(
    fc.property(SEEDS, (seed) => {
      const [schema = emptySchema()] = versionsOf(seed, 1, ALL);
      assert.deepEqual(diff(schema, schema), []);
      const copy = run(emptySchema(), statementsFor(diff(emptySchema(), schema), { capabilities }), capabilities);
      assert.deepEqual(diff(copy, schema), []);
      assert.deepEqual(diff(schema, copy), []);
    }),
    RUNS,
  );
});

test("changes come in the same order, whatever the order in which the schemas were made", () => {
  fc.assert(
    fc.property(SEEDS, (seed) => {
      const [from = emptySchema(), to = emptySchema()] = versionsOf(seed, 2, ALL);
      const lines = diff(from, to).map((change) => renderChange(change));
      const again = diff(turned(from), turned(to)).map((change) => renderChange(change));
      assert.deepEqual(again, lines);
    }),
    RUNS,
  );
});

/** The same, made in the opposite order. */
function turned(schema: Schema): Schema {
  const backwards = <V>(map: PersistentMap<V>): PersistentMap<V> => PersistentMap.from([...map].reverse());
  return {
    ...schema,
    keyspaces: PersistentMap.from(
      [...schema.keyspaces].map(([name, keyspace]) => {
        const { types, tables, views, functions, aggregates } = keyspace;
        const parts = { types: backwards(types), tables: backwards(tables), views: backwards(views) };
        const routines = { functions: backwards(functions), aggregates: backwards(aggregates) };
        return [name, { ...keyspace, ...parts, ...routines }] as const;
      }),
    ),
  };
}
