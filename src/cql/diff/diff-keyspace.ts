// Turns two keyspaces into the changes of what is in them. Pure.
import type { Capabilities } from "../capabilities.ts";
import type { Keyspace } from "../schema/schema.ts";
import type { Change } from "./change.ts";
import { diffAggregates } from "./diff-aggregates.ts";
import { diffFunctions } from "./diff-functions.ts";
import { diffTables } from "./diff-tables.ts";
import { diffTypes } from "./diff-types.ts";
import { diffViews } from "./diff-views.ts";
import { aggregateSignatureOf, signatureOf } from "./signature.ts";
import { underSameNames } from "./under-same-names.ts";
import { unmaskAround } from "./unmask-around.ts";

export function diffKeyspace(was: Keyspace, is: Keyspace, capabilities: Capabilities): readonly Change[] {
  const functions = underSameNames(is.functions, was.functions, signatureOf);
  const aggregates = underSameNames(is.aggregates, was.aggregates, aggregateSignatureOf);
  const scope = { keyspace: was.name, was, is: { ...is, functions, aggregates }, capabilities };
  const tables = diffTables(scope);
  const types = diffTypes(scope, tables);
  const views = diffViews(scope, [...tables, ...types]);
  const ofFunctions = diffFunctions(scope, types);
  const ofAggregates = diffAggregates(scope, [...types, ...ofFunctions]);
  const inPlace = unmaskAround(scope, tables, [...types, ...ofFunctions, ...ofAggregates]);
  return [...types, ...inPlace, ...views, ...ofFunctions, ...ofAggregates];
}
