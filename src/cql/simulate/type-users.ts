// Finds what uses a user-defined type, without going through everything in its keyspace. Pure.
import type { CqlType } from "../schema/cql-type.ts";
import type { Column, Keyspace, Table, UserAggregate, UserFunction, UserType, View } from "../schema/schema.ts";
import { userTypesIn } from "../schema/type-facts.ts";

/** What uses a type and names it itself, in words; whatever uses it through a field has that field's type name it. */
export function findTypeUser(type: string, { functions, aggregates, types, tables }: Keyspace): string | undefined {
  const [routine] = functions.groupedBy(typesInFunction).get(type)?.values() ?? [];
  if (routine !== undefined) return `function \`${routine.name}\``;
  const [aggregate] = aggregates.groupedBy(typesInAggregate).get(type)?.values() ?? [];
  if (aggregate !== undefined) return `aggregate \`${aggregate.name}\``;
  const [holder] = types.groupedBy(typesInFields).get(type)?.values() ?? [];
  if (holder !== undefined) return `type \`${holder.name}\``;
  const [table] = tables.groupedBy(typesInTable).get(type)?.values() ?? [];
  return table && `table \`${table.name}\``;
}

/** The name of a table or view whose partition key has the type, directly or in a field. */
export function findPartitionKeyUser(type: string, keyspace: Keyspace): string | undefined {
  const inTables = keyspace.tables.groupedBy(typesInPartitionKey);
  const inViews = keyspace.views.groupedBy(typesInPartitionKey);
  for (const holder of withHolders([type], keyspace)) {
    const [user] = inTables.get(holder)?.values() ?? inViews.get(holder)?.values() ?? [];
    if (user !== undefined) return user.name;
  }
  return undefined;
}

/** The names of the tables that have a value of the type in a column, also within values of other types. */
export function findTablesHolding(type: string, keyspace: Keyspace): readonly string[] {
  const users = keyspace.tables.groupedBy(typesInTable);
  return [
    ...new Set([...withHolders([type], keyspace)].flatMap((holder) => [...(users.get(holder)?.keys() ?? [])])),
  ].sort();
}

/** The name of an aggregate whose INITCOND is of the type, or has it in a field. */
export function findInitialConditionUser(type: string, keyspace: Keyspace): string | undefined {
  const inConditions = keyspace.aggregates.groupedBy(typesInInitialCondition);
  for (const holder of withHolders([type], keyspace)) {
    const [user] = inConditions.get(holder)?.values() ?? [];
    if (user !== undefined) return user.name;
  }
  return undefined;
}

/** The types, and those that hold one of them in a field, directly or through others. */
export function withHolders(names: Iterable<string>, { types }: Keyspace): ReadonlySet<string> {
  const holders = types.groupedBy(typesInFields);
  const found = new Set(names);
  // A set yields what is added while it is walked.
  for (const held of found) for (const holder of holders.get(held)?.keys() ?? []) found.add(holder);
  return found;
}

function typesInFunction({ args, returns }: UserFunction): Iterable<string> {
  return typesIn([returns, ...args.map(({ type }) => type)]);
}

function typesInAggregate({ argumentTypes, stateType, returns }: UserAggregate): Iterable<string> {
  return typesIn([returns, stateType, ...argumentTypes]);
}

function typesInInitialCondition({ initialCondition, stateType }: UserAggregate): Iterable<string> {
  return initialCondition === undefined ? [] : typesIn([stateType]);
}

function typesInFields({ fields }: UserType): Iterable<string> {
  return typesIn(fields.map(({ type }) => type));
}

/** To group tables by. */
export function typesInTable({ columns }: Table): Iterable<string> {
  return columns.groupedBy(typesInColumn).keys();
}

function typesInColumn({ type }: Column): Iterable<string> {
  return typesIn([type]);
}

/** To group tables or views by. */
export function typesInPartitionKey({ partitionKey, columns }: Table | View): Iterable<string> {
  return typesIn(partitionKey.flatMap((name) => columns.get(name)?.type ?? []));
}

/** The user's types that are named in types. */
function* typesIn(types: readonly CqlType[]): Generator<string> {
  for (const type of types) yield* userTypesIn(type);
}
