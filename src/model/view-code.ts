// Turns a view into the call that declares it. Pure.
import { writableView } from "../cql/diff/writable-view.ts";
import { quoteIdentifier } from "../cql/identifiers.ts";
import type { View } from "../cql/schema/schema.ts";
import { arrayCode, type Code, objectCode } from "./code-layout.ts";
import { entry, optionEntries } from "./option-code.ts";
import { stringLiteral } from "./typescript-names.ts";
import { maker, type WriteScope } from "./write-scope.ts";

export function viewCode(stored: View, scope: WriteScope): Code {
  const view = writableView(stored, scope.keyspace);
  const { partitionKey, clustering } = view;
  const key = [...partitionKey, ...clustering.map(({ name }) => name)];
  const others = view.columns.sorted().filter(({ name }) => !key.includes(name));
  const columns = [...key, ...others.map(({ name }) => name)].map(stringLiteral);
  const clusteringKey = clustering.map(({ name, order }): Code => {
    return order === "asc" ? stringLiteral(name) : arrayCode([stringLiteral(name), stringLiteral(order)]);
  });
  const isListOfPairs = clustering.length > 1 && clustering.every(({ order }) => order === "desc");
  const isOfWholeKey = view.where === key.map((name) => `${quoteIdentifier(name)} IS NOT NULL`).join(" AND ");
  const entries = [
    entry("columns", view.includesAllColumns ? stringLiteral("all") : arrayCode(columns)),
    entry("partitionKey", arrayCode(partitionKey.map(stringLiteral))),
    ...(clustering.length === 0
      ? []
      : [entry("clusteringKey", arrayCode(clusteringKey, isListOfPairs ? "broken" : "if-long"))]),
    ...(isOfWholeKey ? [] : [entry("where", stringLiteral(view.where))]),
    ...optionEntries(view.options, "view"),
  ];
  const base = scope.tables.get(view.baseTable) ?? view.baseTable;
  return [maker("view", scope), `(${stringLiteral(view.name)}, ${base}, `, objectCode(entries, "broken"), ")"];
}
