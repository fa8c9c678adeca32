// Holds CREATE and ALTER KEYSPACE against the guardrails. Pure.
import type { AlterKeyspace, CreateKeyspace } from "../ast/ddl.ts";
import type { Identifier } from "../ast/name.ts";
import type { Property } from "../ast/property.ts";
import { replicasIn } from "../schema/replicas.ts";
import type { Schema } from "../schema/schema.ts";
import type { GuardrailJudge } from "./guardrail-judge.ts";
import type { JudgedCase } from "./judged-case.ts";

export function judgeCreateKeyspace({ judge, before, after }: JudgedCase, { name, options }: CreateKeyspace): void {
  const count = before.keyspaces.size + 1;
  judge.limit("keyspaces", count, name, `the cluster would have ${count} keyspaces`);
  checkClass(judge, options);
  if (!before.keyspaces.has(name.name)) checkReplicas(judge, after, name);
}

export function judgeAlterKeyspace(
  { judge, before, after }: JudgedCase,
  { name, options, ifExists }: AlterKeyspace,
): void {
  if (ifExists && !before.keyspaces.has(name.name)) return;
  checkClass(judge, options);
  checkReplicas(judge, after, name);
}

/** By the name as it is written: one with its package passes (CreateKeyspaceStatement of Cassandra 5.0). */
function checkClass(judge: GuardrailJudge, options: readonly Property[]): void {
  const value = options.find(({ name }) => name.name === "replication")?.value;
  if (value?.kind !== "map") return;
  for (const { key, value: name } of value.entries) {
    if (key.kind !== "literal" || key.value !== "class" || name.kind !== "literal") continue;
    if (name.value === "SimpleStrategy") judge.allow("simplestrategy_enabled", name, "it names SimpleStrategy");
  }
}

/** Of the keyspace as it will be, each data centre on its own. */
function checkReplicas(judge: GuardrailJudge, after: Schema, name: Identifier): void {
  const keyspace = after.keyspaces.get(name.name);
  if (keyspace === undefined) return;
  for (const { datacenter, count } of replicasIn(keyspace.replication)) {
    const place = datacenter === undefined ? "" : ` in \`${datacenter}\``;
    const what = `keyspace \`${name.name}\` would have ${count} replica${count === 1 ? "" : "s"}${place}`;
    judge.limit("minimum_replication_factor", count, name, what);
    judge.limit("maximum_replication_factor", count, name, what);
  }
}
