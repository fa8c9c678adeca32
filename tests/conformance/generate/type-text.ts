// A scene → the text of a data type, well formed or with a mistake.
import { quoteIdentifier, quoteTypeName } from "../../../src/cql/identifiers.ts";
import type { Keyspace } from "../../../src/cql/schema/schema.ts";
import { errs, isSince, type Scene } from "./scene.ts";

const NATIVES: readonly string[] = [
  ...[
    "ascii",
    "bigint",
    "blob",
    "boolean",
    "date",
    "decimal",
    "double",
    "duration",
    "float",
    "inet",
    "int",
    "smallint",
  ],
  ...[
    "text",
    "time",
    "timestamp",
    "timeuuid",
    "tinyint",
    "uuid",
    "varchar",
    "varint",
    "TEXT",
    "int",
    "text",
    "int",
    "text",
  ],
];
/** Types that may stand in a key: no duration. */
const KEY_NATIVES: readonly string[] = NATIVES.filter((name) => name !== "duration");

/**
 * Left out: `PartitionerDefinedOrder` is for the servers' own tables (3.11–5.0), and fails wherever it is used elsewhere;
 * `ReversedType` is kept in memory, and is the type within once the server has started again. On 3.11 a column that holds a
 * counter in a field is dropped half way, and its keyspace takes no statement any more.
 */
const CUSTOM_CLASSES: readonly string[] = [
  "UTF8Type",
  "org.apache.cassandra.db.marshal.Int32Type",
  "BytesType",
  "DynamicCompositeType(a=>UTF8Type,b=>Int32Type)",
  "CompositeType(UTF8Type,Int32Type)",
  "ListType(Int32Type)",
  "FrozenType(ListType(Int32Type))",
  "MapType(Int32Type,UTF8Type)",
  "LexicalUUIDType",
  "CounterColumnType",
  "EmptyType",
  "DateType",
  "NoSuchType",
  "",
];

const MISTAKES: readonly string[] = [
  "frozen<int>",
  "counter",
  "list<counter>",
  "frozen<counter>",
  "list<list<int>>",
  "map<text, list<int>>",
  "set<duration>",
  "map<duration, int>",
  "list<set<int>>",
  "tuple<counter>",
  "tuple<list<int>, int>",
  "frozen<tuple<list<int>>>",
  "nosuch",
  "frozen<nosuch>",
  "list<nosuch>",
  "ks_gone.addr",
  "ks_two.addr",
  "system.addr",
  "frozen<frozen<list<int>>>",
  "set<frozen<map<int, list<text>>>>",
  "tuple<int>",
  "frozen<varchar>",
  "empty",
  "list<duration>",
  "map<int, duration>",
  "frozen<set<duration>>",
  "tuple<duration, int>",
  "frozen<map<frozen<set<text>>, duration>>",
];

const VECTORS: readonly string[] = [
  "vector<float, 3>",
  "vector<int, 1>",
  "vector<text, 2>",
  "vector<float, 0>",
  "vector<frozen<list<int>>, 2>",
  "vector<list<int>, 2>",
  "vector<vector<float, 2>, 2>",
  "frozen<vector<int, 2>>",
  "list<vector<float, 2>>",
  "vector<counter, 2>",
  "vector<duration, 2>",
  "vector<float, 9000>",
  "vector<float, -1>",
];

export interface TypeWish {
  /** Whose user-defined types are used. */
  readonly keyspace: Keyspace | undefined;
  /** For a key: frozen, no duration. */
  readonly isKey?: boolean | undefined;
  /** Of a user-defined type. */
  readonly isField?: boolean | undefined;
  /** How often a mistake is made; 0.03 when not given. */
  readonly mistakes?: number | undefined;
}

export function typeText(scene: Scene, wish: TypeWish): string {
  const { chance } = scene;
  if (errs(scene, wish.mistakes ?? 0.03)) {
    return chance.weigh([
      [4, chance.pick(MISTAKES)],
      [1, classText(scene, wish)],
      [1, chance.pick(VECTORS)],
    ]);
  }
  if (isSince(scene, "5.0") && chance.is(0.05)) return chance.pick(VECTORS.slice(0, 3));
  const isKey = wish.isKey === true;
  return chance.weigh<() => string>([
    [isKey ? 12 : 5, () => chance.pick(isKey ? KEY_NATIVES : NATIVES)],
    [2, () => collection(scene, wish)],
    [1, () => tuple(scene, wish)],
    [1.5, () => userType(scene, wish)],
    [0.15, () => classText(scene, wish)],
  ])();
}

/**
 * Left out of 3.11: after a column of a `DynamicCompositeType`, no type of the keyspace can be dropped (the server's stack
 * runs over: AbstractCompositeType.referencesUserType). Left out of fields: 3.11–5.0 store the class as the word `empty`, and cannot read the type of the field again (3.11 says
 * so at once, later ones when they start: Types.RawBuilder).
 */
function classText(scene: Scene, { isField }: TypeWish): string {
  const name = scene.chance.pick(CUSTOM_CLASSES);
  const isOut = name.startsWith("Dynamic")
    ? !isSince(scene, "4.0")
    : isField === true && (name === "EmptyType" || (name === "CounterColumnType" && !isSince(scene, "4.0")));
  return isOut ? "'BytesType'" : `'${name}'`;
}

/** A type that may stand inside of another. */
function innerType(scene: Scene, wish: TypeWish): string {
  const { chance } = scene;
  return chance.weigh<() => string>([
    [6, () => chance.pick(wish.isKey === true || chance.is(0.8) ? KEY_NATIVES : NATIVES)],
    [1, () => collection(scene, { ...wish, isKey: true })],
    [0.5, () => tuple(scene, wish)],
    [1, () => userType(scene, { ...wish, isKey: true })],
  ])();
}

function collection(scene: Scene, wish: TypeWish): string {
  const { chance } = scene;
  const inner = (): string => innerType(scene, wish);
  const text = chance.weigh<() => string>([
    [2, () => `list<${inner()}>`],
    [2, () => `set<${innerType(scene, { ...wish, isKey: true })}>`],
    [2, () => `map<${innerType(scene, { ...wish, isKey: true })}, ${inner()}>`],
  ])();
  return chance.is(wish.isKey === true ? 0.97 : 0.3) ? `frozen<${text}>` : text;
}

function tuple(scene: Scene, wish: TypeWish): string {
  const count = 1 + scene.chance.below(3);
  const text = `tuple<${Array.from({ length: count }, () => innerType(scene, wish)).join(", ")}>`;
  return scene.chance.is(0.6) ? `frozen<${text}>` : text;
}

function userType(scene: Scene, { keyspace, isKey }: TypeWish): string {
  const { chance } = scene;
  const types = keyspace?.types.sorted() ?? [];
  if (types.length === 0) return "text";
  const { name } = chance.pick(types);
  const isQualified = keyspace !== undefined && chance.is(0.1);
  const text = isQualified ? `${quoteIdentifier(keyspace.name)}.${quoteTypeName(name)}` : quoteTypeName(name);
  return chance.is(isKey === true ? 0.97 : 0.6) ? `frozen<${text}>` : text;
}
