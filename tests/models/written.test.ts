// Goal: the models that are written of a keyspace declare that keyspace, whatever is in it.
// Method: random keyspaces are written as TypeScript, evaluated and declared; the difference is none, either way.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Capabilities, capabilitiesFor } from "../../src/cql/capabilities.ts";
import { CASSANDRA_RELEASES } from "../../src/cql/cassandra-release.ts";
import { renderChange } from "../../src/cql/diff/describe-change.ts";
import { diff } from "../../src/cql/diff/diff.ts";
import { emptySchema, type Schema, withUnknownKeyspace } from "../../src/cql/schema/schema.ts";
import { declareModels } from "../../src/model/declare-models.ts";
import { writeModels } from "../../src/model/write-models.ts";
import { evaluateModels } from "./evaluate-models.ts";
import { keyspaceVersions } from "./random-keyspaces.ts";

const SEED_COUNT = Number(process.env.RUNS ?? 100);
const SCOPE = "shop";

/** What differs, but for the options of the keyspace, of which models say nothing. */
function differences(from: Schema, to: Schema, capabilities: Capabilities): readonly string[] {
  const changes = diff(from, to, { capabilities }).filter(({ kind }) => kind !== "alter-keyspace");
  return changes.map((change) => renderChange(change));
}

function assertDeclares(schema: Schema, beside: Schema, capabilities: Capabilities, seed: number): void {
  const { text } = writeModels(schema, SCOPE);
  const { schema: declared, diagnostics } = declareModels(evaluateModels(text), { scope: SCOPE, capabilities, beside });
  const messages = diagnostics.map(({ message }) => message);
  assert.deepEqual(messages, [], `seed ${seed}\n${text}`);
  assert.deepEqual(differences(declared, schema, capabilities), [], `seed ${seed}\n${text}`);
  assert.deepEqual(differences(schema, declared, capabilities), [], `seed ${seed}\n${text}`);
}

function isWhole(schema: Schema): boolean {
  return !writeModels(schema, SCOPE).warnings.some((warning) => warning.includes("left out"));
}

for (const release of CASSANDRA_RELEASES) {
  const capabilities = capabilitiesFor("cassandra", release);
  const options = { keyspace: SCOPE, capabilities };

  test(`written models declare the keyspace that they were written of, on ${release}`, () => {
    let wholeCount = 0;
    for (let seed = 1; seed <= SEED_COUNT; seed++) {
      for (const schema of keyspaceVersions(seed, 1, "all", options)) {
        if (!isWhole(schema)) continue;
        assertDeclares(schema, schema, capabilities, seed);
        wholeCount++;
      }
    }
    assert.ok(wholeCount > SEED_COUNT * 0.8, `few were whole: ${wholeCount}`);
  });

  test(`what models say does not hang on the other side of the comparison, on ${release}`, () => {
    for (let seed = 1; seed <= SEED_COUNT; seed++) {
      const [schema = emptySchema(), other = emptySchema()] = keyspaceVersions(seed, 2, "sayable", options);
      if (!isWhole(schema)) continue;
      assertDeclares(schema, other, capabilities, seed);
      assertDeclares(schema, withUnknownKeyspace(emptySchema(), SCOPE), capabilities, seed);
    }
  });
}

test("the same keyspace is always written the same", () => {
  const capabilities = capabilitiesFor("cassandra", "5.0");
  for (let seed = 1; seed <= 40; seed++) {
    const [schema = emptySchema()] = keyspaceVersions(seed, 1, "sayable", { keyspace: SCOPE, capabilities });
    const { text, warnings } = writeModels(schema, SCOPE);
    if (warnings.length > 0) continue;
    const beside = withUnknownKeyspace(emptySchema(), SCOPE);
    const again = declareModels(evaluateModels(text), { scope: SCOPE, capabilities, beside }).schema;
    assert.equal(writeModels(again, SCOPE).text, text);
  }
});
