// The tokens of the grammar that are no keyword and no mark: names, literals, and lists that must not repeat themselves.
import type { Choice } from "./choice.ts";

/** Makes the pieces of one token, or of a few; `expand` makes a sentence of a rule. */
export type Lexical = (choice: Choice, expand: (rule: string) => readonly string[]) => readonly string[];

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const CONSONANTS = "bcdfghklmnprstvz";
const VOWELS = "aeiou";
const ODD_NAMES = [
  "x",
  "P1Dx",
  "e1",
  "a0b1c2d3",
  "deadbeef",
  "nan1",
  "infinityy",
  "true_",
  "expr",
  "T1H",
  "x0ff",
  "ab_",
  "x_1",
];
const STRINGS = [
  "''",
  "'a'",
  "'it''s'",
  "''''",
  "'; DROP'",
  "'-- no comment'",
  "'/* none */'",
  "'$$'",
  "'\"'",
  "'\n'",
  "'ü€😀'",
  "'{\"a\": 1}'",
  "$$$$",
  "$$a$$",
  "$$ it's; $ \n -- $$",
  "'org.example.Thing'",
];
const QUOTED_NAMES = [
  '"a"',
  '"Order"',
  '"select"',
  '"a b"',
  '"a""b"',
  '""""',
  '"\'"',
  '"ü"',
  '"int"',
  '"$$"',
  '"--"',
  '"1"',
];
const INTEGERS = [
  "0",
  "1",
  "-1",
  "-0",
  "007",
  "2147483647",
  "2147483648",
  "-9223372036854775808",
  "123456789012345678901234567890",
];
const FLOATS = [
  "1.",
  "1.5",
  "-1.5",
  "0.0",
  "1.e5",
  "1E5",
  "1e+5",
  "1.5e-10",
  "-1.E-3",
  "00.00",
  "1e007",
  "123456789.123456789",
];
const DURATIONS = [
  ...["1mo2d", "1y", "12h30m", "-3d", "1Y2MO3W4D5H6M7S8MS9US10NS", "5\u00b5s", "1m1m", "1ms", "1m", "1mo", "2w"],
  ...[
    "P1Y",
    "PT1H",
    "P1Y2M3DT4H5M6S",
    "-P1D",
    "P2W",
    "-P2W",
    "P0001-02-03T04:05:06",
    "PT1M",
    "P1M",
    "P1MT1M",
    "-PT10S",
  ],
];
const BLOBS = ["0x", "0X", "0x00", "0xdeadBEEF", "0xf"];
const NOT_FINITE = ["NaN", "-NaN", "Infinity", "-Infinity", "nan", "-INFINITY"];
const UUIDS = [
  "123e4567-e89b-12d3-a456-426614174000",
  "00000000-0000-0000-0000-000000000000",
  "FFFFFFFF-ffff-FFFF-ffff-FFFFFFFFFFFF",
  "abcdef01-2345-6789-abcd-ef0123456789",
];
const CLASSES = [
  "'org.apache.cassandra.db.marshal.BytesType'",
  "'BytesType'",
  "'org.apache.cassandra.db.marshal.DynamicCompositeType(a=>org.apache.cassandra.db.marshal.Int32Type)'",
  "'CompositeType(UTF8Type, Int32Type)'",
  "'org.apache.cassandra.db.marshal.ReversedType(org.apache.cassandra.db.marshal.LongType)'",
  "'ListType(Int32Type)'",
  "'FrozenType(MapType(UTF8Type,Int32Type))'",
];
const MBEANS = [
  "'org.apache.cassandra.db:type=Caches'",
  "'a:b=c'",
  "'java.lang:type=Memory,name=x'",
  "'a:b=*'",
  "'*:type=Caches'",
  "'a:type=T,*'",
  "'d:*'",
  "'d?:x=\"q,*\"'",
];
const MBEAN_PATTERNS = ["'org.apache.cassandra.db:*'", "'org.apache.*:type=*'", "'a:b=c,*'", "'?:k=v'", "'a:b=x*'"];
const BCRYPT = [
  "'$2a$10$JSJEMFm6GeaW9XxT5JIheuEtPvat6i7uKbnTcxX3c1wshIIsGyUtG'",
  "'$2a$10$KUxN9yXZ0OdG0zKmJYQFqOHEBe8CBQKhhQ2h5rGQFC0EaPWk3FZE.'",
];

export const LEXICAL: Readonly<Record<string, Lexical>> = {
  identifier: (choice) => [identifier(choice)],
  "quoted-name": (choice) => [choice.isLikely(0.4) ? choice.of(QUOTED_NAMES) : `"${identifier(choice)}"`],
  "empty-name": () => ['""'],
  string: (choice) => [choice.isLikely(0.6) ? choice.of(STRINGS) : `'${identifier(choice)}'`],
  "unique-string": (choice) => [`'${identifier(choice)}_${choice.below(1e9)}'`],
  integer: (choice) => [choice.isLikely(0.4) ? choice.of(INTEGERS) : String(choice.below(200) - 50)],
  dimension: (choice) => [String(1 + choice.below(8192))],
  float: (choice) => [choice.of(FLOATS)],
  boolean: (choice) => [choice.of(["true", "false", "TRUE", "False"])],
  duration: (choice) => [choice.of(DURATIONS)],
  uuid: (choice) => [choice.of(UUIDS)],
  blob: (choice) => [choice.of(BLOBS)],
  "not-finite": (choice) => [choice.of(NOT_FINITE)],
  "class-name": (choice) => [choice.of(CLASSES)],
  mbean: (choice) => [choice.of(MBEANS)],
  "mbean-pattern": (choice) => [choice.of(MBEAN_PATTERNS)],
  bcrypt: (choice) => [choice.of(BCRYPT)],
  property: (choice) => [
    `${choice.of(["comment", "gc_grace_seconds", "caching", "replication"])}_${choice.below(1e6)}`,
  ],
  "set-column": (choice) => [`c${choice.below(1e6)}`],
  "own-sum": ownSum,
  "role-options": roleOptions,
};

function identifier(choice: Choice): string {
  if (choice.isLikely(0.1)) return choice.of(ODD_NAMES);
  let name = choice.of([...LETTERS]);
  const syllables = 1 + choice.below(3);
  for (let count = 0; count < syllables; count++) name += choice.of([...CONSONANTS]) + choice.of([...VOWELS]);
  const written = choice.isLikely(0.15) ? `${name}_${choice.below(100)}` : name;
  return choice.isLikely(0.1) ? written.toUpperCase() : written;
}

/** An assignment that has the column on both sides, in each of its forms. */
function ownSum(choice: Choice, expand: (rule: string) => readonly string[]): readonly string[] {
  const column = `c${choice.below(1e6)}`;
  switch (choice.below(4)) {
    case 0:
      return [column, "=", column, "+", ...expand("term")];
    case 1:
      return [column, "=", column, "-", ...expand("term")];
    case 2:
      return [column, "=", ...expand("term"), "+", column];
    default:
      return [column, "=", column, choice.of(["-1", "-25", "-0"])];
  }
}

/** Each at most once, and one kind of password. */
function roleOptions(choice: Choice, expand: (rule: string) => readonly string[]): readonly string[] {
  const options = ["options", "superuser", "login", "datacenters", "cidrs", choice.of(["password", "hashed"])];
  const chosen: string[] = [];
  do chosen.push(...options.splice(choice.below(options.length), 1));
  while (options.length > 0 && choice.isLikely(0.5));
  return chosen.flatMap((option, index) => [...(index === 0 ? [] : ["AND"]), ...expand(`role-option-${option}`)]);
}
