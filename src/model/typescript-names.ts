// Turns names of a schema into identifiers, keys and strings of TypeScript. Pure.

/** Words that cannot name a constant of a module. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
    "false finally for function if implements import in instanceof interface let new null package private protected " +
    "public return static super switch this throw true try typeof undefined var void while with yield"
  ).split(" "),
);

/** What jiti, which loads the module, calls things around it. */
const LOADERS_OWN = ["jitiImport", "jitiESMResolve"];

const PLAIN_KEY = /^[A-Za-z_$][\w$]*$/;

/** Names for the constants of one module: each is given once. */
export interface ConstantNames {
  /** `products_by_brand` becomes `productsByBrand`; one that is taken, or is a word of the language, gets the suffix. */
  take(name: string, suffix: string): string;
}

/** @param taken what the module has already: the names that it imports */
export function constantNames(taken: Iterable<string>): ConstantNames {
  const used = new Set([...RESERVED, ...LOADERS_OWN, ...taken]);
  return {
    take(name, suffix) {
      const found = freeName(camelCase(name), suffix, used);
      used.add(found);
      return found;
    },
  };
}

function freeName(stem: string, suffix: string, used: ReadonlySet<string>): string {
  const bare = /^\p{ID_Start}/u.test(stem) ? stem : "";
  if (bare !== "" && !used.has(bare)) return bare;
  const long = bare === "" ? `${suffix.toLowerCase()}${stem}` : `${bare}${suffix}`;
  let name = long;
  for (let at = 2; used.has(name); at++) name = `${long}${at}`;
  return name;
}

function camelCase(name: string): string {
  const words = name.split(/(?:_|\P{ID_Continue})+/u).filter((word) => word !== "");
  return words.map((word, at) => (at === 0 ? lowerFirst(word) : upperFirst(word))).join("");
}

function lowerFirst(word: string): string {
  return word === word.toUpperCase() ? word.toLowerCase() : `${word.charAt(0).toLowerCase()}${word.slice(1)}`;
}

function upperFirst(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

/** A name as a key of an object literal. */
export function objectKey(name: string): string {
  // Written as a plain key, it would set the prototype.
  if (name === "__proto__") return `[${stringLiteral(name)}]`;
  return PLAIN_KEY.test(name) ? name : stringLiteral(name);
}

/** In the quotes that need fewer escapes: double ones, unless the text has more of these than of single ones. */
export function stringLiteral(text: string): string {
  const double = JSON.stringify(text).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
  const count = (quote: string): number => text.split(quote).length - 1;
  if (count('"') <= count("'")) return double;
  return `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** Whether an object keeps a property of this name in front of all others, wherever it was written. */
export function losesItsPlace(name: string): boolean {
  return /^(?:0|[1-9]\d*)$/.test(name) && Number(name) < 2 ** 32 - 1;
}
