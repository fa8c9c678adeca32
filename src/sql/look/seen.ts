// What a schema tells of the effect of a statement, or of a part of one. Pure.

export type Seen =
  | { readonly kind: "there" }
  | { readonly kind: "not-there" }
  | { readonly kind: "different"; readonly differences: readonly string[] }
  | { readonly kind: "unknown" };

export const THERE: Seen = { kind: "there" };
export const NOT_THERE: Seen = { kind: "not-there" };
export const UNKNOWN: Seen = { kind: "unknown" };

export function seenIf(isThere: boolean): Seen {
  return isThere ? THERE : NOT_THERE;
}

export function differs(...differences: readonly string[]): Seen {
  return differences.length === 0 ? THERE : { kind: "different", differences };
}

/** Of parts that go together; some of them alone are a difference. @param parts each with what it is called */
export function seenOfAll(parts: readonly (readonly [name: string, seen: Seen])[]): Seen {
  const kinds = new Set(parts.map(([, { kind }]) => kind));
  if (parts.length === 0 || kinds.has("unknown")) return UNKNOWN;
  if (kinds.size === 1 && !kinds.has("different")) return parts[0]?.[1] ?? UNKNOWN;
  const differences = parts.flatMap(([name, seen]) => {
    if (seen.kind === "different") return seen.differences;
    return seen.kind === "not-there" ? [`${name} is not done`] : [];
  });
  return { kind: "different", differences };
}
