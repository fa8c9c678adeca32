// Turns two keyspaces into the changes of what is in them. Pure.
import type { Capabilities } from "../capabilities.ts";
import type { Keyspace } from "../schema/schema.ts";
import type { Change } from "./change.ts";
import { diffAggregates } from "./diff-aggregates.ts";
import { diffFunctions } from "./diff-functions.ts";
import { diffTables } from "./diff-tables.ts";
import { diffTypes } from "./diff-types.ts";
import { diffViews } from "./diff-views.ts";
import { unmaskAround } from "./unmask-around.ts";

export function diffKeyspace(was: Keyspace, is: Keyspace, capabilities: Capabilities): readonly Change[] {
  const scope = { keyspace: was.name, was, is, capabilities };
  const tables = diffTables(scope);
  const types = diffTypes(scope, tables);
  const views = diffViews(scope, [...tables, ...types]);
  const functions = diffFunctions(scope, types);
  const aggregates = diffAggregates(scope, [...types, ...functions]);
  const inPlace = unmaskAround(scope, tables, [...types, ...functions, ...aggregates]);
  return [...types, ...inPlace, ...views, ...functions, ...aggregates];
}
