// A scene → `MASKED WITH …`: the server's functions, a user's, and wrong ones. Cassandra 5.0.
import { pickKeyspace, type Scene } from "./scene.ts";

const MASKS: readonly string[] = [
  "DEFAULT",
  "mask_default()",
  "mask_null()",
  "mask_hash()",
  "mask_hash('SHA-256')",
  "mask_inner(1, 2)",
  "mask_inner(1, null)",
  "mask_outer(1, 1, '#')",
  "mask_replace('x')",
  "mask_replace(1)",
  "system.mask_null()",
];
const WRONG: readonly string[] = [
  "mask_inner()",
  "mask_inner('a', 1)",
  "mask_inner(1, 1, 'ab')",
  "mask_hash('NOPE')",
  "nosuch()",
  "mask_replace()",
  "now()",
  "token()",
  "mask_outer(1, 2, 3)",
];

export function maskText(scene: Scene): string {
  const { chance } = scene;
  const functions = pickKeyspace(scene)?.functions.sorted() ?? [];
  if (functions.length > 0 && chance.is(0.2)) {
    const { name, args } = chance.pick(functions);
    return `MASKED WITH ${pickKeyspace(scene)?.name}.${/^[a-z]\w*$/.test(name) ? name : `"${name}"`}(${args
      .slice(1)
      .map(() => "null")
      .join(", ")})`;
  }
  return `MASKED WITH ${chance.pick(chance.is(0.85) ? MASKS.slice(0, 6) : [...MASKS, ...WRONG])}`;
}
