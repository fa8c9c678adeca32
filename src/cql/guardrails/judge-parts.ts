// Holds what hangs on a table against the guardrails: indexes and materialized views. Pure.
import type { AlterMaterializedView, CreateIndex, CreateMaterializedView } from "../ast/ddl.ts";
import { viewsOf } from "../simulate/context.ts";
import { type JudgedCase, keyspaceIn, tableIn } from "./judged-case.ts";
import { checkProperties } from "./table-properties.ts";

export function judgeCreateIndex({ judge, before, after }: JudgedCase, { name, table }: CreateIndex): void {
  const span = name ?? table;
  judge.allow("secondary_indexes_enabled", span, "it makes an index");
  if (before === after) return;
  const count = tableIn(after, table)?.indexes.size ?? 0;
  judge.limit("secondary_indexes_per_table", count, span, `table \`${table.name.name}\` would have ${count} indexes`);
}

export function judgeCreateView({ judge, before, after }: JudgedCase, node: CreateMaterializedView): void {
  if (before === after) return;
  checkProperties(judge, node.options);
  const keyspace = keyspaceIn(after, node.name);
  if (keyspace === undefined || !judge.knows("materialized_views_per_table")) return;
  const base = node.base.name.name;
  const count = viewsOf(keyspace, base).length;
  const what = `table \`${base}\` would have ${count} materialized views`;
  judge.limit("materialized_views_per_table", count, node.name, what);
}

export function judgeAlterView({ judge, before }: JudgedCase, node: AlterMaterializedView): void {
  if (node.ifExists && keyspaceIn(before, node.name)?.views.has(node.name.name.name) !== true) return;
  checkProperties(judge, node.options);
}
