// A statement → the index or the view that it makes the server build in the background. Pure.
import { parse } from "./parser/parse.ts";

export type StartedBuild = StartedIndex | StartedView;

export interface StartedIndex {
  readonly kind: "index";
  readonly keyspace: string;
  readonly table: string;
  /** Undefined: the server makes one. */
  readonly name: string | undefined;
  /** What it is on: names of columns. */
  readonly columns: readonly string[];
}

export interface StartedView {
  readonly kind: "view";
  readonly keyspace: string;
  readonly name: string;
}

/** @param keyspace that unqualified names refer to */
export function startedBuild(text: string, keyspace: string): StartedBuild | undefined {
  const [statement] = parse(text).statements;
  switch (statement?.kind) {
    case "create-index": {
      const { name, table, targets } = statement;
      const columns = targets.flatMap((target) => (target.kind === "partition-key" ? [] : [target.column.name]));
      return {
        kind: "index",
        keyspace: table.keyspace?.name ?? keyspace,
        table: table.name.name,
        name: name?.name,
        columns,
      };
    }
    case "create-materialized-view":
      return {
        kind: "view",
        keyspace: statement.name.keyspace?.name ?? keyspace,
        name: statement.name.name.name,
      };
    default:
      return undefined;
  }
}
