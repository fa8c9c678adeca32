// The live schema as the last statement left it: read when it is asked for, and again after a change.
import type { Look, SchemaModel } from "../dialect/schema-model.ts";
import type { StatementStep } from "../plan/plan.ts";
import type { Target } from "./ports.ts";

export interface LiveSchema {
  /** @throws ToolError, see `Target.readSchema` */
  read(): Promise<SchemaModel>;
  /** Whether the effect of a step is there. @throws ToolError, see `Target.readSchema` */
  look(step: StatementStep): Promise<Look>;
  /** The text to send for a step; undefined when its guards leave nothing to do. @throws ToolError */
  adapt(step: StatementStep): Promise<string | undefined>;
  /** It may be another one by now. */
  forget(): void;
}

export function liveSchema(target: Target): LiveSchema {
  let reading: Promise<SchemaModel> | undefined;
  let knowsGuards: boolean | undefined;

  function read(): Promise<SchemaModel> {
    if (reading !== undefined) return reading;
    const begun = target.readSchema();
    reading = begun;
    // What could not be read now may be readable later.
    begun.catch(() => {
      if (reading === begun) forget();
    });
    return begun;
  }

  function forget(): void {
    reading = undefined;
  }

  return {
    read,
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
