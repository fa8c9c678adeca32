// Schemas made by chance from a seed, in the words in which PostgreSQL prints them.
import {
  emptySqlSchema,
  objectKey,
  routineKey,
  type SqlColumn,
  type SqlConstraint,
  type SqlIndex,
  type SqlRoutine,
  type SqlSchema,
  type SqlSequence,
  type SqlTable,
  type SqlType,
  type SqlView,
} from "../../../src/sql/schema.ts";

/** The same seed gives the same numbers, from 0 to 1. */
function randomOf(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Chance {
  /** Whether something of this likelihood happens. */
  happens(likelihood: number): boolean;
  pick<Item>(list: readonly [Item, ...Item[]]): Item;
  some<Item>(list: readonly Item[], likelihood: number): readonly Item[];
}

function chanceOf(seed: number): Chance {
  const random = randomOf(seed);
  return {
    happens: (likelihood) => random() < likelihood,
    pick: (list) => list[Math.floor(random() * list.length)] ?? list[0],
    some: (list, likelihood) => list.filter(() => random() < likelihood),
  };
}

const LABELS = ["low", "mid", "it's", "high"] as const;
const TABLES = ["accounts", "Orders", "user", "z_last"] as const;
const COLUMNS = ["a", "b", "Odd Name", "select", "e"] as const;
const TYPES: readonly [readonly [type: string, value: string], ...(readonly [string, string])[]] = [
  ["integer", "7"],
  ["bigint", "'-1'::bigint"],
  ["text", "'it''s; -- no'::text"],
  ["character varying(20)", "'x'::character varying"],
  ["numeric(10,2)", "1.50"],
  ["boolean", "true"],
  ["timestamp with time zone", "now()"],
  ["uuid", "gen_random_uuid()"],
  ["jsonb", "'{}'::jsonb"],
  ["integer[]", "'{1,2}'::integer[]"],
];
const CALL = "is_good(a)";

/** @param isFlat whether a column of a name always has the same type, so that one such schema can become another in place */
export function randomSchema(seed: number, { isFlat = false }: { readonly isFlat?: boolean } = {}): SqlSchema {
  const chance = chanceOf(seed);
  const types: SqlType[] = [];
  const hasLevel = isFlat || chance.happens(0.7);
  // Labels only ever join at the end of what all have.
  const labels = isFlat
    ? ["low", ...(chance.happens(0.5) ? ["it's"] : [])]
    : ["low", ...chance.some(LABELS.slice(1), 0.6)];
  if (hasLevel) types.push({ kind: "enum", name: "level", comment: comment(chance, "type"), labels, needs: [] });
  if (chance.happens(0.5)) {
    types.push({
      kind: "domain",
      name: "positive",
      comment: undefined,
      type: "integer",
      collation: undefined,
      default: chance.happens(0.5) ? "1" : undefined,
      isNotNull: chance.happens(0.5),
      checks: chance.happens(0.6) ? [{ name: "positive_check", definition: "CHECK (VALUE > 0)" }] : [],
      needs: [],
    });
  }
  const routines = chance.happens(0.6) ? [routine(chance)] : [];
  const sequences = chance.happens(0.6) ? [sequence(chance)] : [];
  const tables = chance
    .some(TABLES, 0.7)
    .map((name) => table(name, chance, { hasLevel, isFlat, routines, sequences }))
    .toSorted(byName);
  const linked = tables.map((each) => linkTo(each, tables, chance));
  return {
    ...emptySqlSchema("postgres"),
    types,
    sequences,
    routines,
    tables: linked,
    views: views(linked, chance),
  };
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1;
}

function comment(chance: Chance, of: string): string | undefined {
  return chance.happens(0.2) ? `the ${of}'s; ${chance.pick(["first", "second"])}` : undefined;
}

function routine(chance: Chance): SqlRoutine {
  const body = chance.pick(["SELECT n > 0", "SELECT n > 1 -- it's; so", "SELECT true"]);
  return {
    kind: "function",
    name: "is_good",
    comment: comment(chance, "function"),
    arguments: "integer",
    language: "sql",
    definition: `CREATE OR REPLACE FUNCTION is_good(n integer)\n RETURNS boolean\n LANGUAGE sql\n IMMUTABLE\nAS $function$${body}$function$`,
    needs: [],
  };
}

function sequence(chance: Chance): SqlSequence {
  const increment = chance.pick(["1", "5"]);
  return {
    name: "counter",
    comment: undefined,
    isUnlogged: false,
    ownedBy: undefined,
    numbers: {
      type: chance.pick(["bigint", "integer"]),
      start: chance.pick(["1", "10"]),
      increment,
      min: "1",
      max: "2000000000",
      cache: "1",
      isCycling: chance.happens(0.3),
    },
  };
}

interface Around {
  readonly hasLevel: boolean;
  readonly isFlat: boolean;
  readonly routines: readonly SqlRoutine[];
  readonly sequences: readonly SqlSequence[];
}

function table(name: string, chance: Chance, around: Around): SqlTable {
  const needs = new Set<string>();
  const columns: SqlColumn[] = [idColumn(chance)];
  COLUMNS.forEach((column, index) => {
    if (column !== "a" && !chance.happens(0.6)) return;
    columns.push(randomColumn(column, index, chance, around, needs));
  });
  const names = columns.map((column) => column.name);
  const constraints: SqlConstraint[] = [
    { name: `${name}_pkey`, comment: undefined, kind: "primary-key", definition: "PRIMARY KEY (id)" },
  ];
  if (chance.happens(0.4)) {
    const definition = `CHECK (id > ${chance.pick(["0", "5"])}::bigint)${chance.happens(0.3) ? " NOT VALID" : ""}`;
    constraints.push({ name: `${name}_check`, comment: comment(chance, "check"), kind: "check", definition });
  }
  const [good] = around.routines;
  if (
    good !== undefined &&
    columns.some((each) => each.name === "a" && each.type === "integer") &&
    chance.happens(0.5)
  ) {
    constraints.push({ name: `${name}_good`, comment: undefined, kind: "check", definition: `CHECK (${CALL})` });
    needs.add(routineKey(good));
  }
  return {
    name,
    comment: comment(chance, "table"),
    isUnlogged: chance.happens(0.1) && !around.isFlat,
    partitionBy: undefined,
    partitionOf: undefined,
    inherits: [],
    options: chance.happens(0.2) ? [`fillfactor=${chance.pick(["70", "80"])}`] : [],
    columns,
    constraints: constraints.toSorted(byName),
    indexes: indexes(name, names, chance),
    triggers: [],
    policies: [],
    rowSecurity: chance.pick(["off", "off", "on", "forced"]),
    needs: [...needs].sort(),
  };
}

function plainColumn(name: string, type: string): SqlColumn {
  return {
    name,
    comment: undefined,
    type,
    isNotNull: false,
    default: undefined,
    identity: undefined,
    generated: undefined,
    collation: undefined,
    isInherited: false,
  };
}

function idColumn(chance: Chance): SqlColumn {
  const max = "9223372036854775807";
  const numbers = {
    type: "bigint",
    start: chance.pick(["1", "100"]),
    increment: "1",
    min: "1",
    max,
    cache: "1",
    isCycling: false,
  };
  const kind = chance.pick<"always" | "by-default">(["always", "by-default"]);
  const identity = chance.happens(0.5) ? { kind, numbers } : undefined;
  return { ...plainColumn("id", "bigint"), isNotNull: true, identity };
}

function randomColumn(name: string, index: number, chance: Chance, around: Around, needs: Set<string>): SqlColumn {
  if (around.hasLevel && (around.isFlat ? name === "e" : chance.happens(0.2))) {
    needs.add(objectKey("type", "level"));
    return {
      ...plainColumn(name, "level"),
      default: chance.happens(0.5) ? "'low'::level" : undefined,
      comment: comment(chance, "column"),
    };
  }
  const flat = TYPES[index] ?? TYPES[0];
  const [type, value] = around.isFlat ? flat : chance.pick(TYPES);
  const [counter] = around.sequences;
  const counts = type === "integer" && counter !== undefined && chance.happens(0.5);
  if (counts) needs.add(objectKey("sequence", counter.name));
  const ordinary = chance.happens(0.5) ? value : undefined;
  return {
    ...plainColumn(name, type),
    isNotNull: chance.happens(0.4),
    default: counts ? "nextval('counter'::regclass)" : ordinary,
    collation: type === "text" && !around.isFlat && chance.happens(0.3) ? '"C"' : undefined,
    comment: comment(chance, "column"),
  };
}

function quoted(name: string): string {
  return /^[a-z_]+$/.test(name) && !["select", "user"].includes(name) ? name : `"${name}"`;
}

function indexes(table: string, columns: readonly string[], chance: Chance): readonly SqlIndex[] {
  return chance
    .some(columns, 0.25)
    .map((column): SqlIndex => {
      const name = `${table}_${column}_idx`;
      const unique = chance.happens(0.3) ? "UNIQUE " : "";
      const down = chance.happens(0.3) ? " DESC" : "";
      const where = chance.happens(0.3) ? " WHERE id > 3" : "";
      return {
        name,
        comment: comment(chance, "index"),
        definition: `CREATE ${unique}INDEX ${quoted(name)} ON ${quoted(table)} USING btree (${quoted(column)}${down})${where}`,
        isValid: true,
      };
    })
    .toSorted(byName);
}

function linkTo(from: SqlTable, tables: readonly SqlTable[], chance: Chance): SqlTable {
  // A table that a crash empties holds no other one to its word.
  const lasting = tables.filter(({ isUnlogged }) => !isUnlogged || from.isUnlogged);
  const foreign = chance.some(lasting, 0.25).map((other): SqlConstraint => {
    const action = chance.pick(["", " ON DELETE CASCADE", " DEFERRABLE INITIALLY DEFERRED"]);
    return {
      name: `${from.name}_${other.name}_fkey`,
      comment: undefined,
      kind: "foreign-key",
      definition: `FOREIGN KEY (id) REFERENCES ${quoted(other.name)}(id)${action}`,
    };
  });
  return { ...from, constraints: [...from.constraints, ...foreign].toSorted(byName) };
}

function views(tables: readonly SqlTable[], chance: Chance): readonly SqlView[] {
  const [table] = tables;
  if (table === undefined || !chance.happens(0.7)) return [];
  const columns = chance.happens(0.5) ? ["id", "a"] : ["id"];
  const list = columns.join(",\n    ");
  const view = (name: string, from: string, needs: string, kind: SqlView["kind"]): SqlView => ({
    name,
    comment: comment(chance, "view"),
    kind,
    options: [],
    definition: `SELECT ${list}\n   FROM ${from}`,
    indexes: [],
    triggers: [],
    needs: [needs],
  });
  const base = view("z_base", quoted(table.name), objectKey("table", table.name), "view");
  const kind = chance.pick<SqlView["kind"]>(["view", "materialized-view"]);
  // Its name comes before that of the view which it reads.
  return chance.happens(0.6) ? [view("a_top", "z_base", objectKey("view", "z_base"), kind), base] : [base];
}
