// Turns SELECT into CQL text. Pure.
import type { OrderingNode, Select } from "../ast/select.ts";
import type { Term } from "../ast/term.ts";
import { printIdentifier, printName } from "./print-name.ts";
import { printWhere } from "./print-relation.ts";
import { printSelectables, printSelectors } from "./print-selector.ts";
import { printTerm } from "./print-term.ts";

export function printSelect(select: Select): string {
  const { groupBy, orderBy } = select;
  return [
    "SELECT ",
    select.isJson ? "JSON " : "",
    select.isDistinct ? "DISTINCT " : "",
    `${printSelectors(select.selectors)} FROM ${printName(select.table)}`,
    printWhere(select.where),
    groupBy.length === 0 ? "" : ` GROUP BY ${printSelectables(groupBy)}`,
    orderBy.length === 0 ? "" : ` ORDER BY ${orderBy.map(printOrdering).join(", ")}`,
    printLimit(" PER PARTITION LIMIT", select.perPartitionLimit),
    printLimit(" LIMIT", select.limit),
    select.allowFiltering ? " ALLOW FILTERING" : "",
    select.bypassCache ? " BYPASS CACHE" : "",
    printLimit(" USING TIMEOUT", select.timeout),
  ].join("");
}

function printOrdering({ column, annOf, order }: OrderingNode): string {
  const ann = annOf === undefined ? "" : ` ANN OF ${printTerm(annOf)}`;
  return `${printIdentifier(column)}${ann}${order === "desc" ? " DESC" : ""}`;
}

function printLimit(words: string, value: Term | undefined): string {
  return value === undefined ? "" : `${words} ${printTerm(value)}`;
}
