// The live schema as the last statement left it: read when it is asked for, and again after a change.
import type { Look, SchemaModel } from "../dialect/schema-model.ts";
import type { Step } from "../plan/plan.ts";
import type { Target } from "./ports.ts";

export interface LiveSchema {
  /** Whether the effect of a step is there. @throws ToolError, see `Target.readSchema` */
  look(step: Step): Promise<Look>;
  /** The text to send for a step; undefined when its guards leave nothing to do. @throws ToolError */
  adapt(step: Step): Promise<string | undefined>;
  /** It may be another one by now. */
  forget(): void;
}

export function liveSchema(target: Target): LiveSchema {
  let reading: Promise<SchemaModel> | undefined;
  let knowsGuards: boolean | undefined;

  function read(): Promise<SchemaModel> {
    reading ??= target.readSchema();
    // What could not be read now may be readable later.
    reading.catch(forget);
    return reading;
  }

  function forget(): void {
    reading = undefined;
  }

  return {
    async look(step) {
      return (await read()).look(step.text, step.keyspace);
    },
    async adapt(step) {
      const mayBeUnknown =
        step.effect === "schema" && step.guard !== undefined && step.statementKind.startsWith("alter-");
      if (!mayBeUnknown || knowsGuards === true) return step.text;
      const model = await read();
      knowsGuards = model.knowsGuards;
      return model.adapt(step.text, step.keyspace);
    },
    forget,
  };
}
