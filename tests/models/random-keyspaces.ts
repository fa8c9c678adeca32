// A seed → versions of one keyspace, each made from the one before, that a server of these capabilities would take.
import { PersistentMap } from "../../src/base/persistent-map.ts";
import type { Capabilities } from "../../src/cql/capabilities.ts";
import { versionsOf } from "../../src/cql/diff/arbitrary-schema.test.ts";
import { renameKeyspace } from "../../src/cql/diff/rename-keyspace.ts";
import { parse } from "../../src/cql/parser/parse.ts";
import { emptySchema, type Keyspace, type Schema } from "../../src/cql/schema/schema.ts";
import { simulate } from "../../src/cql/simulate/simulate.ts";
import { type Chance, chanceOf } from "../conformance/generate/chance.ts";
import { generateStatement } from "../conformance/generate/generate.ts";

/** What versions hold besides types, tables, indexes and views: all of it, or nothing of which models say nothing. */
export type Parts = "all" | "sayable";

/** Every second seed has what people make, in many versions; the others what the grammar allows, with odd names and options. */
export function keyspaceVersions(
  seed: number,
  count: number,
  parts: Parts,
  { keyspace, capabilities }: { readonly keyspace: string; readonly capabilities: Capabilities },
): readonly Schema[] {
  if (seed % 2 === 0) {
    const routines = parts === "all" ? (["functions", "triggers"] as const) : [];
    const masks = parts === "all" && capabilities.release === "5.0" ? (["masks"] as const) : [];
    return versionsOf(seed, count, { keyspace, with: ["views", ...routines, ...masks] });
  }
  const chance = chanceOf(seed);
  let grown = grow(emptySchema(), 10 + chance.below(40), chance, capabilities);
  const versions: Schema[] = [];
  for (let at = 0; at < count; at++) {
    if (at > 0) grown = grow(grown, 1 + chance.below(8), chance, capabilities);
    versions.push(onlyKeyspace(grown, keyspace, parts));
  }
  return versions;
}

/** By statements of the conformance run that the simulator takes. */
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

/** The keyspace of the first stand-in, under the given name; one with nothing in it where that is gone. */
function onlyKeyspace(schema: Schema, name: string, parts: Parts): Schema {
  const found = renameKeyspace(schema, "ks_one", name).keyspaces.get(name) ?? EMPTY;
  const keyspace = { ...(parts === "all" ? found : sayable(found)), name, replication: EMPTY.replication };
  return { currentKeyspace: undefined, keyspaces: PersistentMap.from([[name, keyspace]]) };
}

const EMPTY: Keyspace = {
  name: "",
  replication: { class: "SimpleStrategy", replication_factor: "1" },
  durableWrites: true,
  extra: {},
  types: PersistentMap.empty(),
  tables: PersistentMap.empty(),
  views: PersistentMap.empty(),
  functions: PersistentMap.empty(),
  aggregates: PersistentMap.empty(),
};

function sayable(keyspace: Keyspace): Keyspace {
  let { tables, views } = keyspace;
  for (const [name, table] of tables) {
    let { columns } = table;
    for (const [column, each] of columns) columns = columns.with(column, { ...each, mask: undefined });
    tables = tables.with(name, { ...table, columns, triggers: PersistentMap.empty(), dropped: PersistentMap.empty() });
  }
  for (const [name, view] of views) {
    let { columns } = view;
    for (const [column, each] of columns) columns = columns.with(column, { ...each, mask: undefined });
    views = views.with(name, { ...view, columns });
  }
  return { ...keyspace, tables, views, functions: EMPTY.functions, aggregates: EMPTY.aggregates };
}
