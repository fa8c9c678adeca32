// What every judge of a kind of statement has at hand. Pure.
import type { ObjectName } from "../ast/name.ts";
import type { Capabilities } from "../capabilities.ts";
import type { Keyspace, Schema, Table } from "../schema/schema.ts";
import type { GuardrailJudge } from "./guardrail-judge.ts";

export interface JudgedCase {
  readonly judge: GuardrailJudge;
  readonly before: Schema;
  /** The same object when the statement changes nothing. */
  readonly after: Schema;
  readonly capabilities: Capabilities;
  /** Tables of the cluster that the schemas leave out. */
  readonly hiddenTableCount: number;
}

export function keyspaceIn(schema: Schema, name: ObjectName): Keyspace | undefined {
  return schema.keyspaces.get(name.keyspace?.name ?? schema.currentKeyspace ?? "");
}

export function tableIn(schema: Schema, name: ObjectName): Table | undefined {
  return keyspaceIn(schema, name)?.tables.get(name.name.name);
}
