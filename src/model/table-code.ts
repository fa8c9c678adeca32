// Turns a table into the call that declares it. Pure.
import type { ClusteringColumn, Column, Index, Table } from "../cql/schema/schema.ts";
import { declaredParts } from "../cql/schema/to-nodes/declared-parts.ts";
import { defaultIndexName } from "../cql/simulate/index-names.ts";
import { argumentsCode, type Code, objectCode } from "./code-layout.ts";
import { entry, mapCode, optionEntries } from "./option-code.ts";
import { typeCode } from "./type-code.ts";
import { stringLiteral } from "./typescript-names.ts";
import { bareTarget, whyNoIndex } from "./unsayable.ts";
import { maker, type WriteScope } from "./write-scope.ts";

export function tableCode(table: Table, scope: WriteScope): Code {
  const { columns, clustering } = declaredParts(table);
  const orders = new Map(clustering.map(({ name, order }) => [name, order]));
  const indexes = indexesByColumn(table);
  const entries = columns.map((column) => {
    const own = indexes.get(column.name) ?? [];
    const calls = [...roleCalls(column, orders), ...own.map((index) => indexCall(index, table))];
    return entry(column.name, { head: typeCode(column.type, scope), calls });
  });
  const options = [
    ...(table.compact === undefined ? [] : ["compactStorage: true"]),
    ...optionEntries(table.options, "table"),
  ];
  const name = stringLiteral(table.name);
  const body = objectCode(entries, "broken");
  if (options.length === 0) return [maker("table", scope), `(${name}, `, body, ")"];
  return [maker("table", scope), argumentsCode([name, body, objectCode(options)], "broken")];
}

function indexesByColumn(table: Table): ReadonlyMap<string, readonly Index[]> {
  const byColumn = new Map<string, Index[]>();
  for (const index of table.indexes.sorted()) {
    if (whyNoIndex(index, table) !== undefined) continue;
    const { column } = index.target;
    byColumn.set(column, [...(byColumn.get(column) ?? []), index]);
  }
  return byColumn;
}

function roleCalls({ name, kind }: Column, orders: ReadonlyMap<string, ClusteringColumn["order"]>): readonly Code[] {
  switch (kind) {
    case "partition-key":
      return [".partitionKey()"];
    case "clustering":
      return [orders.get(name) === "desc" ? '.clusteringKey("desc")' : ".clusteringKey()"];
    case "static":
      return [".static()"];
    case "regular":
      return [];
  }
}

function indexCall({ name, target, className, options }: Index, { name: table, columns }: Table): Code {
  const hasOptions = Object.keys(options).length > 0;
  const type = columns.get(target.column)?.type;
  const entries = [
    ...(name === defaultIndexName(table, target.column) ? [] : [entry("name", stringLiteral(name))]),
    ...(className === undefined ? [] : [entry("using", stringLiteral(className))]),
    ...(type === undefined || target.kind === bareTarget(type) ? [] : [entry("on", stringLiteral(target.kind))]),
    ...(hasOptions ? [entry("options", mapCode(options))] : []),
  ];
  return entries.length === 0 ? ".indexed()" : [".indexed(", objectCode(entries), ")"];
}
