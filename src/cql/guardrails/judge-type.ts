// Holds CREATE and ALTER TYPE against the guardrails. Pure.
import type { AlterType, CreateType } from "../ast/ddl.ts";
import type { ObjectName } from "../ast/name.ts";
import { checkVectors } from "./check-vectors.ts";
import type { GuardrailJudge } from "./guardrail-judge.ts";
import { type JudgedCase, keyspaceIn } from "./judged-case.ts";

export function judgeCreateType(judge: GuardrailJudge, { name, fields }: CreateType): void {
  limitFields(judge, fields.length, name);
  checkVectors(judge, fields);
}

export function judgeAlterType({ judge, before, after }: JudgedCase, { name, action }: AlterType): void {
  if (action.kind !== "add" || before === after) return;
  limitFields(judge, keyspaceIn(after, name)?.types.get(name.name.name)?.fields.length ?? 0, name);
  checkVectors(judge, [{ name: action.field, type: action.type }]);
}

function limitFields(judge: GuardrailJudge, count: number, name: ObjectName): void {
  judge.limit("fields_per_udt", count, name, `type \`${name.name.name}\` would have ${count} fields`);
}
