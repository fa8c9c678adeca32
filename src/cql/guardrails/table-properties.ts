// Holds the options of a table or view, as they are written, against the guardrails. Pure.
import type { ObjectName } from "../ast/name.ts";
import type { Property } from "../ast/property.ts";
import type { GuardrailJudge } from "./guardrail-judge.ts";

export function checkTableOptions(judge: GuardrailJudge, options: readonly Property[], name: ObjectName): void {
  checkProperties(judge, options);
  // Judged by the statement alone, whatever the table is set to (AlterSchemaStatement.validateDefaultTimeToLive).
  const heeded = options.filter((option) => !judge.isListed("table_properties_ignored", option.name.name));
  const compaction = heeded.find((option) => option.name.name === "compaction");
  if (compaction === undefined || !isTimeWindow(compaction)) return;
  const ttl = heeded.find((option) => option.name.name === "default_time_to_live")?.value;
  if (ttl?.kind === "literal" && Number(ttl.value) !== 0) return;
  const what = `\`${name.name.name}\` has TimeWindowCompactionStrategy, and the statement gives it no \`default_time_to_live\``;
  const isAllowed = judge.allow("zero_ttl_on_twcs_enabled", compaction, what);
  if (isAllowed) judge.discourage("zero_ttl_on_twcs_warned", compaction, what);
}

export function checkProperties(judge: GuardrailJudge, options: readonly Property[]): void {
  for (const option of options) {
    judge.property("table_properties_disallowed", option.name.name, option);
    judge.property("table_properties_ignored", option.name.name, option);
    judge.property("table_properties_warned", option.name.name, option);
  }
}

function isTimeWindow({ value }: Property): boolean {
  if (value.kind !== "map") return false;
  return value.entries.some(
    ({ key, value: name }) =>
      key.kind === "literal" &&
      key.value === "class" &&
      name.kind === "literal" &&
      /(?:^|\.)TimeWindowCompactionStrategy$/.test(name.value),
  );
}
