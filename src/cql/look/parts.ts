// What an ALTER is made of, and of each part whether it is there. Pure.
import type { AlterTable, AlterType, RenameNode } from "../ast/ddl.ts";
import type { Identifier, ObjectName } from "../ast/name.ts";
import type { StatementNode } from "../ast/statement.ts";
import type { Capabilities } from "../capabilities.ts";
import { quoteIdentifier } from "../identifiers.ts";
import { printCqlType } from "../schema/print-cql-type.ts";
import type { Column, Keyspace, Schema, Table, UserType } from "../schema/schema.ts";
import { simulate } from "../simulate/simulate.ts";

export interface Part {
  readonly state: "there" | "not-there" | "different" | "unknown";
  /** "column age is not there" */
  readonly text: string;
}

/** Undefined for an ALTER that sets values: trying it tells. */
export function partsOf(
  schema: Schema,
  statement: StatementNode & (AlterTable | AlterType),
  capabilities: Capabilities,
): readonly Part[] | undefined {
  return statement.kind === "alter-table"
    ? partsOfTable(schema, statement, capabilities)
    : partsOfType(schema, statement, capabilities);
}

function partsOfTable(
  schema: Schema,
  statement: StatementNode & AlterTable,
  capabilities: Capabilities,
): readonly Part[] | undefined {
  const { action } = statement;
  const keyspace = keyspaceOf(schema, statement.name);
  const table = keyspace?.tables.get(statement.name.name.name);
  const has = (name: string): boolean => table?.columns.has(name) === true;
  switch (action.kind) {
    case "add": {
      const made = table && tableAfter(schema, statement, withoutColumns(table, action.columns), capabilities);
      return action.columns.map(({ name }) =>
        partOfMade(`column ${quoteIdentifier(name.name)}`, columnText(table, name), columnText(made, name)),
      );
    }
    case "drop":
      return action.columns.map(({ name }) => partOfGone(`column ${quoteIdentifier(name)}`, has(name)));
    case "rename":
      return partsOfRenames(action.renames, has);
    case "drop-mask":
      return [partOfGone(`the mask of ${quoteIdentifier(action.column.name)}`, isMasked(table, action.column))];
    case "drop-compact-storage":
      return [partOfGone("COMPACT STORAGE", table?.compact !== undefined)];
    case "alter-type":
    case "mask":
    case "options":
    case "ttl-column":
      return undefined;
  }
}

function partsOfType(
  schema: Schema,
  statement: StatementNode & AlterType,
  capabilities: Capabilities,
): readonly Part[] | undefined {
  const { action } = statement;
  const type = keyspaceOf(schema, statement.name)?.types.get(statement.name.name.name);
  switch (action.kind) {
    case "add": {
      const made = type && typeAfter(schema, statement, withoutField(type, action.field), capabilities);
      const thing = `field ${quoteIdentifier(action.field.name)}`;
      return [partOfMade(thing, fieldText(type, action.field), fieldText(made, action.field))];
    }
    case "rename":
      return partsOfRenames(action.renames, (name) => type?.fields.some((field) => field.name === name) === true);
    case "alter-type":
      return undefined;
  }
}

/** @param made as the statement would make it; undefined when that cannot be told */
function partOfMade(thing: string, is: string | undefined, made: string | undefined): Part {
  if (is === undefined) return { state: "not-there", text: `${thing} is not there` };
  if (made === undefined) return { state: "unknown", text: `${thing} is ${is}` };
  if (is === made) return { state: "there", text: `${thing} is there` };
  return { state: "different", text: `${thing} is ${is} in the schema, ${made} as it is written` };
}

function partOfGone(thing: string, isStillThere: boolean): Part {
  return isStillThere
    ? { state: "not-there", text: `${thing} is still there` }
    : { state: "there", text: `${thing} is gone` };
}

function partsOfRenames(renames: readonly RenameNode[], has: (name: string) => boolean): readonly Part[] {
  const olds = new Set(renames.map(({ from }) => from.name));
  // Where one takes the name that another one gives away, names do not tell.
  if (renames.some(({ to }) => olds.has(to.name))) return [{ state: "unknown", text: "names go round" }];
  return renames.map(({ from, to }) => {
    const [old, young] = [quoteIdentifier(from.name), quoteIdentifier(to.name)];
    if (has(from.name) === has(to.name)) {
      const both = has(from.name) ? "are both there" : "are neither there";
      return { state: "different", text: `${old} and ${young} ${both}` };
    }
    return has(to.name)
      ? { state: "there", text: `${old} is called ${young}` }
      : { state: "not-there", text: `${old} is still called so` };
  });
}

function keyspaceOf(schema: Schema, name: ObjectName): Keyspace | undefined {
  return schema.keyspaces.get(name.keyspace?.name ?? schema.currentKeyspace ?? "");
}

function withoutColumns(table: Table, columns: readonly { readonly name: Identifier }[]): Table {
  return { ...table, columns: columns.reduce((left, { name }) => left.without(name.name), table.columns) };
}

function withoutField(type: UserType, { name }: Identifier): UserType {
  return { ...type, fields: type.fields.filter((field) => field.name !== name) };
}

function tableAfter(
  schema: Schema,
  statement: StatementNode & AlterTable,
  before: Table,
  capabilities: Capabilities,
): Table | undefined {
  const keyspace = keyspaceOf(schema, statement.name);
  if (keyspace === undefined) return undefined;
  const after = tryIn(
    schema,
    statement,
    { ...keyspace, tables: keyspace.tables.with(before.name, before) },
    capabilities,
  );
  return after?.tables.get(before.name);
}

function typeAfter(
  schema: Schema,
  statement: StatementNode & AlterType,
  before: UserType,
  capabilities: Capabilities,
): UserType | undefined {
  const keyspace = keyspaceOf(schema, statement.name);
  if (keyspace === undefined) return undefined;
  const after = tryIn(
    schema,
    statement,
    { ...keyspace, types: keyspace.types.with(before.name, before) },
    capabilities,
  );
  return after?.types.get(before.name);
}

function tryIn(
  schema: Schema,
  statement: StatementNode,
  keyspace: Keyspace,
  capabilities: Capabilities,
): Keyspace | undefined {
  const before = { ...schema, keyspaces: schema.keyspaces.with(keyspace.name, keyspace) };
  const tried = simulate(before, statement, capabilities);
  return tried.diagnostics.length > 0 ? undefined : tried.schema.keyspaces.get(keyspace.name);
}

function isMasked(table: Table | undefined, { name }: Identifier): boolean {
  return table?.columns.get(name)?.mask !== undefined;
}

function columnText(table: Table | undefined, { name }: Identifier): string | undefined {
  const column = table?.columns.get(name);
  return column === undefined ? undefined : describeColumn(column);
}

function describeColumn({ type, kind, mask }: Column): string {
  const parts = [printCqlType(type), kind !== "regular" && kind, mask !== undefined && `masked by ${mask.function}`];
  return parts.filter((part) => part !== false).join(" ");
}

function fieldText(type: UserType | undefined, { name }: Identifier): string | undefined {
  const field = type?.fields.find((each) => each.name === name);
  return field === undefined ? undefined : printCqlType(field.type);
}
