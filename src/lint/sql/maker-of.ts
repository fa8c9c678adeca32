// The statement of the same side that has made a table, a view or an index. Pure.
import { parseName } from "../../sql/identifiers.ts";
import type { SqlStatement } from "./linted.ts";
import { keyOfName } from "./made-here.ts";

/** @param written the name as it was written; undefined: it was there before the side, or is made behind the statement */
export function makerOf({ side, index }: SqlStatement, written: string): SqlStatement | undefined {
  const parts = parseName(written);
  const name = parts?.at(-1);
  const maker = name === undefined ? undefined : side.made.get(keyOfName(parts?.at(-2), name, side.schema));
  return maker !== undefined && maker < index ? side.statements[maker] : undefined;
}
