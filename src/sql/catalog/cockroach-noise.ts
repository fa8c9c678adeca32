// Takes out of a schema of CockroachDB what it adds by itself and nobody wrote. Pure.
import type { SqlColumn, SqlConstraint, SqlIndex, SqlSchema, SqlTable } from "../schema.ts";

export function withoutNoise(schema: SqlSchema): SqlSchema {
  return { ...schema, tables: schema.tables.map(quietTable) };
}

function quietTable(table: SqlTable): SqlTable {
  const columns = table.columns.filter((column) => !isHidden(column));
  const hasRowid = table.columns.some(isRowid);
  const constraints = table.constraints
    .filter(({ kind, definition, name }) => {
      if (/crdb_internal_\w*shard/.test(`${name} ${definition}`) && kind === "check") return false;
      return !(kind === "primary-key" && hasRowid && /\(\s*rowid\b/.test(definition));
    })
    .map((constraint) => quietConstraint(constraint, table.name));
  return {
    ...table,
    options: table.options.filter((option) => !/^schema_locked\b/.test(option)),
    columns: columns.map(quietColumn),
    constraints: constraints.toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    indexes: table.indexes.map(quietIndex).filter((index) => !isOfForeignKey(index, table)),
  };
}

/** Makes rows distinct where no primary key was given (CockroachDB, docs "PRIMARY KEY constraint"). */
function isRowid({ name, default: expression }: SqlColumn): boolean {
  return /^rowid(_\d+)?$/.test(name) && /^unique_rowid\(\)/.test(expression ?? "");
}

/** Also the columns of hash-sharded and expression indexes. */
function isHidden(column: SqlColumn): boolean {
  return isRowid(column) || /^crdb_internal_/.test(column.name);
}

/** `'a':::STRING` and `'a'::STRING` are the same. */
function quietColumn(column: SqlColumn): SqlColumn {
  return { ...column, default: column.default?.replaceAll(":::", "::") };
}

/** Before 22.1 a primary key was called "primary", since then as in PostgreSQL. */
function quietConstraint(constraint: SqlConstraint, table: string): SqlConstraint {
  const definition = constraint.definition
    .replaceAll(":::", "::")
    .replaceAll(/ NULLS FIRST\b/g, "")
    .replaceAll(/ ASC\b/g, "");
  const isOldName = constraint.kind === "primary-key" && constraint.name === "primary";
  return { ...constraint, name: isOldName ? `${table}_pkey` : constraint.name, definition };
}

/** Ascending with NULLs first is what CockroachDB does, and says of each column. */
function quietIndex(index: SqlIndex): SqlIndex {
  const definition = index.definition
    .replaceAll(/ ASC\b/g, "")
    .replaceAll(/ NULLS FIRST\b/g, "")
    .replaceAll(":::", "::")
    .replace(/ ON (?:(?:"(?:[^"]|"")*"|\w+)\.)+/, " ON ")
    .replace(" USING btree", "");
  return { ...index, definition };
}

/** Before 20.2 each foreign key got an index. */
function isOfForeignKey({ name }: SqlIndex, { constraints }: SqlTable): boolean {
  return (
    /_auto_index_/.test(name) &&
    constraints.some(
      ({ kind, name: constraint }) => kind === "foreign-key" && name.endsWith(`_auto_index_${constraint}`),
    )
  );
}
