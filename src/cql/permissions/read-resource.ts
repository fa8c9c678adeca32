// What a server calls the thing that permissions are held on → the resource. The way back of describeResource. Pure.
import type { HeldResource } from "./resource.ts";

/** A name of a keyspace or a table has no other characters (Cassandra 3.11–5.0); those of functions and roles may. */
const SHAPES: readonly (readonly [RegExp, (first: string, second: string, third: string) => HeldResource])[] = [
  [/^all keyspaces$/, () => ({ kind: "all-keyspaces" })],
  [/^all functions$/, () => ({ kind: "all-functions" })],
  [/^all roles$/, () => ({ kind: "all-roles" })],
  [/^all mbeans$/, () => ({ kind: "all-mbeans" })],
  [/^keyspace (\w+)$/, (keyspace) => ({ kind: "keyspace", keyspace })],
  [/^all tables in (\w+)$/, (keyspace) => ({ kind: "tables-in-keyspace", keyspace })],
  [/^all functions in (\w+)$/, (keyspace) => ({ kind: "functions-in-keyspace", keyspace })],
  [/^table (\w+)\.(\w+)$/, (keyspace, name) => ({ kind: "table", keyspace, name })],
  [
    /^function (\w+)\.(.+)\((.*)\)$/s,
    (keyspace, name, types) => ({ kind: "function", keyspace, name, argumentTypes: splitTypes(types) }),
  ],
  [/^role (.*)$/s, (name) => ({ kind: "role", name })],
  // One or many, it is called the same, and the pattern says which: MBEAN and MBEANS mean the same in GRANT.
  [/^mbean (.+)$/s, (pattern) => ({ kind: "mbean", pattern })],
];

/**
 * @param described as in the messages of Cassandra 3.11–5.0, and in what LIST answers: `<table shop.users>`
 * @returns undefined for what is not understood
 */
export function readResource(described: string): HeldResource | undefined {
  const inner = /^<(.*)>$/s.exec(described)?.[1];
  if (inner === undefined) return undefined;
  for (const [shape, toResource] of SHAPES) {
    const match = shape.exec(inner);
    if (match !== null) return toResource(match[1] ?? "", match[2] ?? "", match[3] ?? "");
  }
  return undefined;
}

/** `map<int, text>, int`: a comma between angle brackets separates no arguments. */
function splitTypes(text: string): readonly string[] {
  const types: string[] = [];
  let start = 0;
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === "<") depth += 1;
    else if (text[index] === ">") depth -= 1;
    else if (text[index] === "," && depth === 0) {
      types.push(text.slice(start, index).trim());
      start = index + 1;
    }
  }
  const last = text.slice(start).trim();
  return last === "" ? types : [...types, last];
}
