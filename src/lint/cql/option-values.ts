// Which values options of a table have before and after a statement, and as which they are written. Pure.
import type { AlterTable, CreateTable } from "../../cql/ast/ddl.ts";
import type { Property } from "../../cql/ast/property.ts";
import type { Term } from "../../cql/ast/term.ts";
import { isIgnoredOption } from "../../cql/ignored-options.ts";
import type { OptionMap, Table, TableOptions } from "../../cql/schema/schema.ts";
import { effectiveOptions } from "../../cql/simulate/options/table-options.ts";
import { tableAfter, tableBefore } from "./known-schema.ts";
import type { CqlStatement } from "./linted.ts";

type MakesOptions = CreateTable | AlterTable;
type OptionsStatement = CqlStatement & { readonly node: MakesOptions };

/** Undefined where it is not written, and where the server does nothing with it. */
export function writtenOption({ node, side }: OptionsStatement, name: string): Property | undefined {
  const options = optionsIn(node);
  return isIgnoredOption(name, side.capabilities) ? undefined : options.find((each) => each.name.name === name);
}

function optionsIn(node: MakesOptions): readonly Property[] {
  if (node.kind === "create-table") return node.options;
  return node.action.kind === "options" ? node.action.options : [];
}

/** Those that have their default, too; undefined where nobody can know. */
export function optionsBefore(statement: OptionsStatement): TableOptions | undefined {
  return optionsOf(tableBefore(statement, statement.node.name), statement);
}

/** The same once the statement is carried out; undefined for one that the server refuses. */
export function optionsAfter(statement: OptionsStatement): TableOptions | undefined {
  if (statement.trial.refusals.length > 0) return undefined;
  return optionsOf(tableAfter(statement, statement.node.name), statement);
}

function optionsOf(table: Table | undefined, { side }: CqlStatement): TableOptions | undefined {
  return table && effectiveOptions(table.options, side.capabilities);
}

/** The value of an option that is a map: `compaction`. */
export function mapIn(options: TableOptions | undefined, name: string): OptionMap | undefined {
  const value = options?.[name];
  return typeof value === "object" ? value : undefined;
}

/** The values in a map as they are written, by their keys. */
export function writtenValues({ value }: Property): ReadonlyMap<string, Term> {
  const entries = value.kind === "map" ? value.entries : [];
  return new Map(entries.flatMap(({ key, value: term }) => (key.kind === "literal" ? [[key.value, term]] : [])));
}

/** A number that is written as the value of an option. */
export function writtenNumber({ value }: Property): number | undefined {
  return value.kind === "literal" && /^\d+$/.test(value.value) ? Number(value.value) : undefined;
}
