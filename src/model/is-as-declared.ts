// Says whether a table or a type that is there is plainly what its model declares, without making it: nearly all of them are,
// most of the time. Pure.
import { sameData } from "../cql/diff/same-data.ts";
import type { Index, Table, UserType } from "../cql/schema/schema.ts";
import type { IndexModel, TableModel, UserTypeModel } from "./model.ts";

/** False where that is only likely: then what the model makes is to be compared. */
export function isTableAsDeclared(model: TableModel, table: Table): boolean {
  const { columns, partitionKey, clustering, indexes, options, isCompact } = model;
  if (isCompact || table.compact !== undefined) return false;
  if (columns.length !== table.columns.size || indexes.length !== table.indexes.size) return false;
  return (
    columns.every(({ name, type, kind }) => {
      const column = table.columns.get(name);
      return column !== undefined && column.kind === kind && sameData(column.type, type);
    }) &&
    sameData(partitionKey, table.partitionKey) &&
    sameData(clustering, table.clustering) &&
    sameData(options, table.options) &&
    areIndexesAsDeclared(indexes, [...table.indexes.values()])
  );
}

export function isTypeAsDeclared({ fields }: UserTypeModel, type: UserType): boolean {
  return sameData(fields, type.fields);
}

/** There are as many of the ones as of the others, and no server has two that are alike. */
function areIndexesAsDeclared(models: readonly IndexModel[], indexes: readonly Index[]): boolean {
  return (
    models.every((model) => indexes.some((index) => isIndexAsDeclared(model, index))) &&
    indexes.every((index) => models.some((model) => isIndexAsDeclared(model, index)))
  );
}

/** What stands behind USING has several names: it is not judged here. */
function isIndexAsDeclared(model: IndexModel, { name, kind, target, className, options }: Index): boolean {
  return (
    (model.name === undefined || model.name === name) &&
    model.using === undefined &&
    kind !== "custom" &&
    className === undefined &&
    sameData({ kind: model.target, column: model.column }, target) &&
    sameData(model.options, options)
  );
}
