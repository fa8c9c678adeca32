// Turns two keyspaces into the changes of what is in them. Pure.
import { capabilitiesFor } from "../capabilities.ts";
import type { Keyspace } from "../schema/schema.ts";
import type { Change } from "./change.ts";
import type { DiffOptions } from "./diff.ts";
import { diffAggregates } from "./diff-aggregates.ts";
import { diffFunctions } from "./diff-functions.ts";
import type { DiffScope } from "./diff-scope.ts";
import { diffTables } from "./diff-tables.ts";
import { diffTypes } from "./diff-types.ts";
import { diffViews } from "./diff-views.ts";
import { isServersOwn } from "./noise.ts";
import { unmaskAround } from "./unmask-around.ts";

/** What is not known to be allowed is not done in place. */
const NEWEST = capabilitiesFor("cassandra", "5.0");

export function diffKeyspace(was: Keyspace, is: Keyspace, options: DiffOptions): readonly Change[] {
  const scope = scopeOf(was, is, options);
  const tables = diffTables(scope);
  const views = diffViews(scope, tables);
  const types = diffTypes(scope, [...tables, ...views]);
  const functions = diffFunctions(scope, types);
  const aggregates = diffAggregates(scope, [...types, ...functions]);
  const inPlace = unmaskAround(scope, tables, [...types, ...functions, ...aggregates]);
  return [...types, ...inPlace, ...views, ...functions, ...aggregates];
}

function scopeOf(was: Keyspace, is: Keyspace, { capabilities = NEWEST, ignore }: DiffOptions): DiffScope {
  const keyspace = was.name;
  return {
    keyspace,
    was,
    is,
    capabilities,
    counts(kind, name) {
      const isOwn = [was, is].some((each) => isServersOwn(kind, name, each, capabilities));
      return !isOwn && ignore?.({ kind, keyspace, name }) !== true;
    },
  };
}
