// Finds the user's types that hold themselves, directly or through others, and those that hold such a one. Pure.

/** @param uses by type, the types in its fields; unknown ones do not count */
export function circularTypes(uses: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const holders = new Map<string, string[]>([...uses.keys()].map((name) => [name, []]));
  const missing = new Map<string, number>();
  for (const [name, held] of uses) {
    const known = [...held].filter((each) => uses.has(each));
    missing.set(name, known.length);
    for (const each of known) holders.get(each)?.push(name);
  }
  const circular = new Set(uses.keys());
  // Takes away what holds nothing that is left; the list grows while it is walked.
  const whole = [...circular].filter((name) => missing.get(name) === 0);
  for (const name of whole) {
    circular.delete(name);
    for (const holder of holders.get(name) ?? []) {
      const left = (missing.get(holder) ?? 0) - 1;
      missing.set(holder, left);
      if (left === 0) whole.push(holder);
    }
  }
  return circular;
}
