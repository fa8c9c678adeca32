// A map by name of which every version stays as it was. Pure.
//
// Changing one entry costs the same whatever the size: a small map is copied whole, a larger one is spread over a tree
// of two levels, of which only the path to the entry is copied. So ten thousand changes in turn stay linear.

const SMALL_MAX = 32;
const WIDTH = 64;

type Leaf<V> = ReadonlyMap<string, V>;
type Branch<V> = readonly (Leaf<V> | undefined)[];

/** Iterates in no order that means anything; sort by name where order shows. */
export class PersistentMap<V> implements Iterable<readonly [string, V]> {
  readonly size: number;
  /** All entries, while they are few. */
  readonly #small: Leaf<V> | undefined;
  readonly #root: readonly (Branch<V> | undefined)[] | undefined;

  private constructor(small: Leaf<V> | undefined, root: readonly (Branch<V> | undefined)[] | undefined, size: number) {
    this.#small = small;
    this.#root = root;
    this.size = size;
  }

  static empty<V>(): PersistentMap<V> {
    return new PersistentMap<V>(new Map(), undefined, 0);
  }

  /** The later of two entries with one name counts. */
  static from<V>(entries: Iterable<readonly [string, V]>): PersistentMap<V> {
    const small = new Map(entries);
    return small.size <= SMALL_MAX ? new PersistentMap(small, undefined, small.size) : PersistentMap.#spread(small);
  }

  static #spread<V>(entries: Leaf<V>): PersistentMap<V> {
    const root: Map<string, V>[][] = [];
    for (const [name, value] of entries) {
      const { first, second } = place(name);
      root[first] ??= [];
      const branch = root[first];
      branch[second] ??= new Map();
      branch[second].set(name, value);
    }
    return new PersistentMap<V>(undefined, root, entries.size);
  }

  get(name: string): V | undefined {
    return this.#leaf(name)?.get(name);
  }

  has(name: string): boolean {
    return this.#leaf(name)?.has(name) ?? false;
  }

  with(name: string, value: V): PersistentMap<V> {
    const size = this.has(name) ? this.size : this.size + 1;
    if (this.#small !== undefined) {
      const copy = new Map(this.#small).set(name, value);
      return size <= SMALL_MAX ? new PersistentMap(copy, undefined, size) : PersistentMap.#spread(copy);
    }
    return this.#withLeaf(name, new Map(this.#leaf(name)).set(name, value), size);
  }

  without(name: string): PersistentMap<V> {
    const leaf = this.#leaf(name);
    if (leaf?.has(name) !== true) return this;
    const size = this.size - 1;
    if (size === 0) return PersistentMap.empty();
    const copy = new Map(leaf);
    copy.delete(name);
    return this.#small === undefined ? this.#withLeaf(name, copy, size) : new PersistentMap(copy, undefined, size);
  }

  *[Symbol.iterator](): Generator<readonly [string, V]> {
    if (this.#small !== undefined) yield* this.#small;
    for (const branch of this.#root ?? []) for (const leaf of branch ?? []) yield* leaf ?? [];
  }

  *keys(): Generator<string> {
    for (const [name] of this) yield name;
  }

  *values(): Generator<V> {
    for (const [, value] of this) yield value;
  }

  /** Values in the order of their names. */
  sorted(): readonly V[] {
    return [...this].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, value]) => value);
  }

  #leaf(name: string): Leaf<V> | undefined {
    if (this.#small !== undefined) return this.#small;
    const { first, second } = place(name);
    return this.#root?.[first]?.[second];
  }

  #withLeaf(name: string, leaf: Leaf<V>, size: number): PersistentMap<V> {
    const { first, second } = place(name);
    const root = [...(this.#root ?? [])];
    const branch = [...(root[first] ?? [])];
    branch[second] = leaf;
    root[first] = branch;
    return new PersistentMap(undefined, root, size);
  }
}

/** Where a name stands in the two levels; FNV-1a spreads names that differ little. */
function place(name: string): { readonly first: number; readonly second: number } {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  const mixed = hash ^ (hash >>> 15);
  return { first: mixed & (WIDTH - 1), second: (mixed >>> 6) & (WIDTH - 1) };
}
