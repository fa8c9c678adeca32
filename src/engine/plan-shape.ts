// The shape of the file of a reviewed plan: whatever has it can be read without a look at each key. Pure.
import * as v from "valibot";
import { STEP_CLASSES } from "../plan/step-cost.ts";
import type { ReviewedPlan } from "./plan-document.ts";

const textOrNull = v.nullable(v.string());
const number = v.pipe(v.number(), v.integer(), v.minValue(0));

const step = v.object({
  step: v.pipe(number, v.minValue(1)),
  line: number,
  text: v.string(),
  hash: v.string(),
  class: v.picklist(STEP_CLASSES),
  why: textOrNull,
  changes: v.array(v.string()),
  touches: v.nullable(v.array(v.string())),
});

const migration = v.object({
  version: v.string(),
  label: v.string(),
  name: v.string(),
  description: v.string(),
  checksum: v.string(),
  hash: v.string(),
  done: number,
  undo: v.variant("kind", [
    v.object({ kind: v.literal("down-side"), statementCount: number }),
    v.object({ kind: v.literal("code") }),
    v.object({ kind: v.literal("none") }),
  ]),
  leavesOnFailure: v.picklist(["nothing", "what-is-done"]),
  steps: v.array(step),
});

const plan: v.GenericSchema<unknown, ReviewedPlan> = v.object({
  kind: v.literal("tidemark-plan"),
  format: v.literal(1),
  tool: v.string(),
  target: v.object({ dialect: v.string(), scope: v.string(), server: textOrNull }),
  session: v.record(v.string(), v.string()),
  until: textOrNull,
  plan: v.string(),
  history: v.object({ current: textOrNull, seq: number, applied: v.string() }),
  schema: v.record(v.string(), v.string()),
  migrations: v.array(migration),
  checksum: v.string(),
});

/** The first key that is missing or holds something else, as a path with dots; undefined when there is none. */
export function findMisshapen(document: unknown): string | undefined {
  const { issues } = v.safeParse(plan, document, { abortEarly: true });
  return issues === undefined ? undefined : (v.getDotPath(issues[0]) ?? "the whole");
}
