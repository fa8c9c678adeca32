// Puts models, and those that they hold, into the order in which they can be made. Pure.
import type { Diagnostic } from "../text/diagnostic.ts";
import { describeModel, diagnosticAt } from "./diagnostic-at.ts";
import type { Model, Place, TableModel, UserTypeModel, ViewModel } from "./model.ts";
import { printPlace } from "./place.ts";

export interface OrderedModels {
  /** Each behind those that it holds. */
  readonly types: readonly UserTypeModel[];
  readonly tables: readonly TableModel[];
  readonly views: readonly ViewModel[];
  /** Models of another keyspace, of the history's name, and two of one name: they are left out, but for the first. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface OrderOptions {
  readonly scope: string;
  /** Name of tidemark's own table in the keyspace. */
  readonly historyTable?: string | undefined;
  /** How messages name a place. */
  readonly showPlace?: ((place: Place) => string) | undefined;
}

export function orderModels(models: readonly Model[], options: OrderOptions): OrderedModels {
  const ordered = new Set<Model>();
  for (const model of models) addWithHeld(model, ordered);
  const diagnostics: Diagnostic[] = [];
  const firstByName = new Map<string, Model>();
  const kept: Model[] = [];
  for (const model of ordered) {
    // Types have names of their own; tables and views share theirs.
    const id = `${model.kind === "user-type" ? "type" : "table"} ${model.name}`;
    const first = firstByName.get(id);
    const mistake = mistakeOf(model, first, options);
    if (mistake === undefined) kept.push(model);
    else diagnostics.push(mistake);
    if (first === undefined) firstByName.set(id, model);
  }
  return {
    types: kept.filter((model) => model.kind === "user-type"),
    tables: kept.filter((model) => model.kind === "table"),
    views: kept.filter((model) => model.kind === "view"),
    diagnostics,
  };
}

function addWithHeld(model: Model, ordered: Set<Model>): void {
  if (ordered.has(model)) return;
  const held = model.kind === "view" ? [model.base] : model.userTypes;
  for (const each of held) addWithHeld(each, ordered);
  ordered.add(model);
}

function mistakeOf(
  model: Model,
  first: Model | undefined,
  { scope, historyTable, showPlace = printPlace }: OrderOptions,
): Diagnostic | undefined {
  const { kind, name, keyspace, place } = model;
  const what = describeModel(model);
  if (keyspace !== undefined && keyspace !== scope) {
    return diagnosticAt(place, `${what} is of keyspace \`${keyspace}\`, and \`${scope}\` is managed`, KEYSPACE_HINT);
  }
  if (kind !== "user-type" && name === historyTable) {
    return diagnosticAt(place, `${what} has the name of the table in which tidemark keeps its history`, HISTORY_HINT);
  }
  if (first === undefined) return undefined;
  const where = first.place && showPlace(first.place);
  return diagnosticAt(place, `${what} is declared twice${where === undefined ? "" : `, first at ${where}`}`);
}

const HISTORY_HINT = "give it another name, or the history by `history.table`";
const KEYSPACE_HINT = "leave `keyspace` out, or run with the configuration of that keyspace";
