// A map by name of which every version stays as it was. Pure.
//
// Changing one entry costs the same whatever the size: a small map is copied whole, a larger one is spread over a tree
// of two levels, of which only the path to the entry is copied. So ten thousand changes in turn stay linear. What is
// looked for otherwise than by name is found in groups, which are made once and then follow each change.

const SMALL_MAX = 32;
const WIDTH = 64;

type Leaf<V> = ReadonlyMap<string, V>;
type Branch<V> = readonly (Leaf<V> | undefined)[];
/** Written as a method's type, so that a map of narrower values still is one of wider values. */
type KeysOf<V> = { keysOf(value: V): Iterable<string> }["keysOf"];
type Groups<V> = PersistentMap<PersistentMap<V>>;

/** Iterates in no order that means anything; sort by name where order shows. */
export class PersistentMap<V> implements Iterable<readonly [string, V]> {
  readonly size: number;
  /** All entries, while they are few. */
  readonly #small: Leaf<V> | undefined;
  readonly #root: readonly (Branch<V> | undefined)[] | undefined;
  /** What `groupedBy` has made for this map or one before it; follows from the entries, and so changes nothing. */
  #groups: ReadonlyMap<KeysOf<V>, Groups<V>> | undefined;
  /** What any version was asked to be grouped by: each that is made from now on is handed those groups, whatever it was made from. */
  readonly #asked: Set<KeysOf<V>>;

  private constructor(
    small: Leaf<V> | undefined,
    root: readonly (Branch<V> | undefined)[] | undefined,
    size: number,
    asked: Set<KeysOf<V>> = new Set(),
  ) {
    this.#small = small;
    this.#root = root;
    this.size = size;
    this.#asked = asked;
  }

  static empty<V>(): PersistentMap<V> {
    return new PersistentMap<V>(new Map(), undefined, 0);
  }

  /** The later of two entries with one name counts. */
  static from<V>(entries: Iterable<readonly [string, V]>): PersistentMap<V> {
    const small = new Map(entries);
    return small.size <= SMALL_MAX ? new PersistentMap(small, undefined, small.size) : PersistentMap.#spread(small);
  }

  static #spread<V>(entries: Leaf<V>, asked?: Set<KeysOf<V>>): PersistentMap<V> {
    const root: Map<string, V>[][] = [];
    for (const [name, value] of entries) {
      const { first, second } = place(name);
      root[first] ??= [];
      const branch = root[first];
      branch[second] ??= new Map();
      branch[second].set(name, value);
    }
    return new PersistentMap<V>(undefined, root, entries.size, asked);
  }

  get(name: string): V | undefined {
    return this.#leaf(name)?.get(name);
  }

  has(name: string): boolean {
    return this.#leaf(name)?.has(name) ?? false;
  }

  with(name: string, value: V): PersistentMap<V> {
    return this.#carryGroups(this.#put(name, value), name);
  }

  without(name: string): PersistentMap<V> {
    return this.has(name) ? this.#carryGroups(this.#remove(name), name) : this;
  }

  /**
   * The entries that have each key, by what `keysOf` tells of a value alone; no group is empty. Goes through all entries
   * the first time; later versions of the map are handed the groups with their one entry changed. They are known by the
   * function itself, so it has to be one constant, and not made anew for each call.
   */
  groupedBy(keysOf: KeysOf<V>): Groups<V> {
    const known = this.#groups?.get(keysOf);
    if (known !== undefined) return known;
    const groups = new Map<string, Map<string, V>>();
    for (const [name, value] of this) {
      for (const key of keysOf(value)) {
        const group = groups.get(key);
        if (group === undefined) groups.set(key, new Map([[name, value]]));
        else group.set(name, value);
      }
    }
    const made = PersistentMap.from(Array.from(groups, ([key, group]) => [key, PersistentMap.from(group)] as const));
    this.#groups = new Map(this.#groups).set(keysOf, made);
    this.#asked.add(keysOf);
    return made;
  }

  *[Symbol.iterator](): Generator<readonly [string, V]> {
    if (this.#small !== undefined) yield* this.#small;
    for (const branch of this.#root ?? []) for (const leaf of branch ?? []) yield* leaf ?? [];
  }

  /**
   * Names whose entries are not one and the same object in both maps, or that only one of them has. What two versions of
   * a map share is passed over whole.
   */
  differing(other: PersistentMap<V>): readonly string[] {
    const names: string[] = [];
    if (this === other) return names;
    if (this.#root === undefined || other.#root === undefined) {
      addDiffering(names, this.#small ?? this, other.#small ?? other);
      return names;
    }
    for (let first = 0; first < WIDTH; first++) {
      const one = this.#root[first];
      const two = other.#root[first];
      if (one === two) continue;
      for (let second = 0; second < WIDTH; second++) {
        const left = one?.[second];
        const right = two?.[second];
        if (left !== right) addDiffering(names, left, right);
      }
    }
    return names;
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

  #put(name: string, value: V): PersistentMap<V> {
    const size = this.has(name) ? this.size : this.size + 1;
    if (this.#small !== undefined) {
      const copy = new Map(this.#small).set(name, value);
      const asked = this.#asked;
      return size <= SMALL_MAX ? new PersistentMap(copy, undefined, size, asked) : PersistentMap.#spread(copy, asked);
    }
    return this.#withLeaf(name, new Map(this.#leaf(name)).set(name, value), size);
  }

  #remove(name: string): PersistentMap<V> {
    const size = this.size - 1;
    if (size === 0) return new PersistentMap(new Map(), undefined, 0, this.#asked);
    const copy = new Map(this.#leaf(name));
    copy.delete(name);
    return this.#small === undefined
      ? this.#withLeaf(name, copy, size)
      : new PersistentMap(copy, undefined, size, this.#asked);
  }

  /** Gives the groups that are known here to a map that was just made of this one by changing the entry of this name. */
  #carryGroups(after: PersistentMap<V>, name: string): PersistentMap<V> {
    for (const keysOf of this.#asked) this.groupedBy(keysOf);
    if (this.#groups === undefined) return after;
    const was = this.get(name);
    const is = after.get(name);
    const carried = new Map<KeysOf<V>, Groups<V>>();
    for (const [keysOf, before] of this.#groups) {
      let groups = before;
      if (was !== undefined) for (const key of keysOf(was)) groups = leaveGroup(groups, key, name);
      if (is !== undefined) for (const key of keysOf(is)) groups = joinGroup(groups, key, name, is);
      carried.set(keysOf, groups);
    }
    after.#groups = carried;
    return after;
  }

  #leaf(name: string): Leaf<V> | undefined {
    if (this.#small !== undefined) return this.#small;
    const { first, second } = place(name);
    return this.#root?.[first]?.[second];
  }

  #withLeaf(name: string, leaf: Leaf<V>, size: number): PersistentMap<V> {
    const { first, second } = place(name);
    const root = this.#root?.slice() ?? [];
    const branch = root[first]?.slice() ?? [];
    branch[second] = leaf;
    root[first] = branch;
    return new PersistentMap(undefined, root, size, this.#asked);
  }
}

type Entries<V> = Iterable<readonly [string, V]> & Pick<PersistentMap<V>, "get" | "has">;

function addDiffering<V>(names: string[], one: Entries<V> | undefined, other: Entries<V> | undefined): void {
  for (const [name, value] of one ?? []) if (other?.get(name) !== value) names.push(name);
  for (const [name] of other ?? []) if (one?.has(name) !== true) names.push(name);
}

function leaveGroup<V>(groups: Groups<V>, key: string, name: string): Groups<V> {
  const group = groups.get(key)?.without(name);
  if (group === undefined) return groups;
  return group.size === 0 ? groups.without(key) : groups.with(key, group);
}

function joinGroup<V>(groups: Groups<V>, key: string, name: string, value: V): Groups<V> {
  return groups.with(key, (groups.get(key) ?? PersistentMap.empty<V>()).with(name, value));
}

/** Where a name stands in the two levels; FNV-1a spreads names that differ little. */
function place(name: string): { readonly first: number; readonly second: number } {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  const mixed = hash ^ (hash >>> 15);
  return { first: mixed & (WIDTH - 1), second: (mixed >>> 6) & (WIDTH - 1) };
}
