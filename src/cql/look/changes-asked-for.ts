// Of the differences between what a CREATE would make and what is there, those that the statement speaks of. Pure.
import type { Property } from "../ast/property.ts";
import type { StatementNode } from "../ast/statement.ts";
import type { Change } from "../diff/change.ts";

/** What was added later, such as an index to a table, and options that are not written, are no part of a statement. */
export function changesAskedFor(changes: readonly Change[], statement: StatementNode): readonly Change[] {
  switch (statement.kind) {
    case "create-keyspace":
      return changes.filter(({ kind }) => kind === "alter-keyspace");
    case "create-table": {
      const asked = changes.filter(({ kind }) => !/-(?:index|trigger|view)$/.test(kind));
      return asked.flatMap((change) => withOptionsOf(change, statement.options));
    }
    case "create-materialized-view":
      return changes.flatMap((change) => withOptionsOf(change, statement.options));
    case "create-type":
      return changes.filter(({ kind }) => /-(?:type|field)$/.test(kind));
    case "create-index":
      return changes.filter(({ kind }) => kind.endsWith("-index"));
    case "create-trigger":
      return changes.filter(({ kind }) => kind.endsWith("-trigger"));
    default:
      return changes;
  }
}

function withOptionsOf(change: Change, written: readonly Property[]): readonly Change[] {
  if (change.kind !== "alter-table-options" && change.kind !== "alter-view") return [change];
  const names = new Set(written.map(({ name }) => name.name.toLowerCase()));
  const options = change.options.filter(({ name }) => names.has(name));
  return options.length === 0 ? [] : [{ ...change, options }];
}
