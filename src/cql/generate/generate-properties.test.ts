// Goal: what is generated leads from one schema to the other, and back; whatever the two are.
// Method: random versions of a keyspace; the text of a file is split and tried on the simulator as a server would get it; of
// code, the statements of its plan.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { StatementNode } from "../ast/statement.ts";
import { type Capabilities, capabilitiesFor } from "../capabilities.ts";
import { CASSANDRA_RELEASES } from "../cassandra-release.ts";
import { type SchemaShape, SEEDS, versionsOf } from "../diff/arbitrary-schema.test.ts";
import { blockedChanges } from "../diff/blocked-changes.ts";
import { diff } from "../diff/diff.ts";
import { statementsFor } from "../diff/statements-for.ts";
import { needsUnguarding, withoutGuards } from "../look/without-guards.ts";
import { parse } from "../parser/parse.ts";
import { print } from "../printer/print.ts";
import { encodeSchema } from "../schema/encode-schema.ts";
import { emptySchema, type Schema } from "../schema/schema.ts";
import { simulate } from "../simulate/simulate.ts";
import { findRenames } from "./find-renames.ts";
import { generateMigration } from "./generate-migration.ts";
import { guardStatement } from "./guard-statement.ts";
import { planSide } from "./plan-side.ts";

const RUNS = { numRuns: Number(process.env.RUNS ?? 100) };

function run(schema: Schema, text: string, capabilities: Capabilities): Schema {
  const { statements, diagnostics } = parse(text);
  assert.deepEqual(diagnostics, [], text);
  let after: Schema = { ...schema, currentKeyspace: "shop" };
  for (const statement of statements) {
    const sent = asSent(after, statement, capabilities);
    if (sent === undefined) continue;
    const simulation = simulate(after, sent, capabilities);
    const written = text.slice(statement.start, statement.end);
    assert.deepEqual(simulation.diagnostics, [], `${written}\nof\n${text}`);
    after = simulation.schema;
  }
  return after;
}

/** Without guards that the server does not know. */
function asSent(schema: Schema, statement: StatementNode, capabilities: Capabilities): StatementNode | undefined {
  if (!needsUnguarding(statement, capabilities)) return statement;
  const left = withoutGuards(schema, statement);
  return left === undefined ? undefined : parse(print(left)).statements[0];
}

/** Options of a keyspace are no part of a migration, and no server has the ids of another. */
function structure(schema: Schema): unknown {
  const keyspace = schema.keyspaces.get("shop");
  assert.ok(keyspace !== undefined);
  const keyspaces = schema.keyspaces.with("shop", { ...keyspace, durableWrites: true });
  return encodeSchema({ ...schema, keyspaces }, { leaveOut: ["ids", "dropped"] });
}

/** Two versions of a keyspace; the first one as a server would have it. */
function pair(seed: number, capabilities: Capabilities): readonly [Schema, Schema] {
  const shape: SchemaShape = { keyspace: "shop", with: ["views", "triggers"] };
  const [first = emptySchema(), second = emptySchema()] = versionsOf(seed, 2, shape);
  const made = statementsFor(diff(emptySchema(), first, { capabilities }), { capabilities });
  return [run(emptySchema(), made.map(({ node }) => `${print(node)};`).join("\n"), capabilities), second];
}

for (const release of CASSANDRA_RELEASES) {
  const capabilities = capabilitiesFor("cassandra", release);
  const options = { capabilities, scope: "shop", description: "a change", renames: [], format: "shortest" } as const;

  test(`a file of CQL leads there, and its down side back, on ${release}`, () => {
    let backCount = 0;
    fc.assert(
      fc.property(SEEDS, (seed) => {
        const [from, to] = pair(seed, capabilities);
        const made = generateMigration(from, to, options);
        if (made.kind === "nothing") return assert.deepEqual(structure(from), structure(to));
        if (made.kind !== "cql") return;
        const [up = "", down] = made.text.split("-- @down\n");
        const there = run(from, up, capabilities);
        assert.deepEqual(structure(there), structure(to));
        assert.deepEqual(generateMigration(there, to, options), { kind: "nothing" });
        if (down === undefined) return assert.notEqual(made.noWayBack, undefined);
        assert.deepEqual(structure(run(there, down, capabilities)), structure(from));
        backCount++;
      }),
      RUNS,
    );
    assert.ok(backCount > RUNS.numRuns * 0.1, `few had a way back: ${backCount}`);
  });

  test(`where rows are copied the statements lead there, too, and what is copied is there then, on ${release}`, () => {
    let copyCount = 0;
    fc.assert(
      fc.property(SEEDS, (seed) => {
        const [from, to] = pair(seed, capabilities);
        const { keyspaces } = from;
        const [was, is] = [keyspaces.get("shop"), to.keyspaces.get("shop")];
        assert.ok(was !== undefined && is !== undefined);
        // Of what may be the same thing, the first one is.
        const renames = findRenames(was, is).slice(0, 1);
        const plan = planSide(from, to, { capabilities, scope: "shop", renames });
        if (plan.problems.length > 0) return;
        let live = from;
        for (const part of plan.parts) {
          if (part.kind === "statements") {
            const texts = part.statements.map(({ node }) => `${print(guardStatement(node))};`);
            live = run(live, texts.join("\n"), capabilities);
            continue;
          }
          copyCount++;
          const tables = live.keyspaces.get("shop")?.tables;
          assert.ok(tables !== undefined);
          if (part.kind === "copy-rows") {
            assert.ok(tables.has(part.from.name) && tables.has(part.to.name));
            for (const { to: column } of part.columns) assert.ok(tables.get(part.to.name)?.columns.has(column.name));
          } else {
            const columns = tables.get(part.table.name)?.columns;
            assert.ok(columns?.has(part.from.name) && columns.has(part.to.name));
          }
        }
        assert.deepEqual(structure(live), structure(to));
      }),
      RUNS,
    );
    assert.ok(copyCount > RUNS.numRuns * 0.5, `few copies: ${copyCount}`);
  });

  test(`nothing is given up that statements alone would do, and little else, on ${release}`, () => {
    let impossibleCount = 0;
    fc.assert(
      fc.property(SEEDS, (seed) => {
        const [from, to] = pair(seed, capabilities);
        const made = generateMigration(from, to, options);
        if (made.kind !== "impossible") return;
        impossibleCount++;
        assert.notDeepEqual(blockedChanges(diff(from, to, { capabilities }), { capabilities }), []);
      }),
      RUNS,
    );
    assert.ok(impossibleCount < RUNS.numRuns * 0.25, `many were given up: ${impossibleCount}`);
  });
}
