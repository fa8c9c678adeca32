// What the writers of models have at hand everywhere. Data, but for the makers that they note.
import type { Keyspace } from "../cql/schema/schema.ts";

export interface WriteScope {
  readonly keyspace: Keyspace;
  /** The constants of the types, tables and views that are written, by name: a type and a table may share one. */
  readonly types: ReadonlyMap<string, string>;
  readonly tables: ReadonlyMap<string, string>;
  readonly views: ReadonlyMap<string, string>;
  /** Names that the text uses of the module of models. */
  readonly makers: Set<string>;
}

/** Notes that the text uses a maker, and gives its name back. */
export function maker(name: string, { makers }: WriteScope): string {
  makers.add(name);
  return name;
}
