// The types that CQL itself names. Data.

const NATIVE: ReadonlySet<string> = new Set(
  (
    "ascii bigint blob boolean counter date decimal double duration float inet int smallint text time timestamp " +
    "timeuuid tinyint uuid varchar varint"
  ).split(" "),
);

// Words that stand for types by their grammar, or that Cassandra keeps from types of users (reservedTypeNames in Parser.g).
const OTHER: ReadonlySet<string> = new Set(
  "bitstring byte complex empty enum frozen interval list macaddr map set tuple vector".split(" "),
);

/** Whether a word in lower case names a simple type, such as `int`. */
export function isSimpleType(word: string): boolean {
  return NATIVE.has(word);
}

/** Whether a word in lower case, standing bare where a type stands, cannot mean a user's type. */
export function isNativeType(word: string): boolean {
  return NATIVE.has(word) || OTHER.has(word);
}
