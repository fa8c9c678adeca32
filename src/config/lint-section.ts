// What the section `lint` of a configuration may hold: each rule with its level and options. Loads the rules.
import * as v from "valibot";
import { FAIL_ON, LEVELS } from "../lint/finding.ts";
import type { Rule } from "../lint/rule.ts";
import type { OptionSpec } from "../lint/rule-options.ts";
import { RULES } from "../lint/rules/rules.ts";
import { type ConfigSchema, fileSchemaOf, sectionOf } from "./config-schema.ts";
import type { FileTree } from "./config-tree.ts";
import { booleanValue, choiceValue, countValue, serversValue, textsValue } from "./config-values.ts";
import { isRecord } from "./place.ts";

const level = choiceValue(LEVELS);
const levelAlone = v.pipe(
  level,
  v.transform((given) => ({ level: given })),
);

/** A level, or a section with level and options. */
function ruleValue({ options = {} }: Rule): v.GenericSchema {
  const values = Object.entries(options).map(([key, spec]) => [key, v.optional(optionValue(spec))] as const);
  const section = sectionOf({ level: v.optional(level), ...Object.fromEntries(values) });
  return v.lazy((given) => (isRecord(given) ? section : levelAlone));
}

function optionValue(spec: OptionSpec): v.GenericSchema {
  switch (spec.kind) {
    case "count":
      return countValue;
    case "switch":
      return booleanValue;
    case "choice":
      return choiceValue(spec.choices);
    case "names":
      return textsValue;
  }
}

/** tidemark.yaml, .yml, .json, .ts that speaks of lint. */
export const lintFileSchema: ConfigSchema<FileTree> = fileSchemaOf(
  sectionOf({
    fail_on: v.optional(choiceValue(FAIL_ON)),
    servers: v.optional(serversValue),
    ...Object.fromEntries(RULES.map((rule) => [rule.name, v.optional(ruleValue(rule))])),
  }),
);
