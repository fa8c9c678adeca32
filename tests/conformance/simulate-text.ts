// One statement as text → what the simulator says of it.
import type { Capabilities } from "../../src/cql/capabilities.ts";
import { parse } from "../../src/cql/parser/parse.ts";
import type { Schema } from "../../src/cql/schema/schema.ts";
import { simulate } from "../../src/cql/simulate/simulate.ts";

export interface Simulated {
  readonly schema: Schema;
  /** Why it is refused; undefined when it is taken. */
  readonly message: string | undefined;
}

export function simulateText(schema: Schema, text: string, capabilities: Capabilities): Simulated {
  const { statements, diagnostics } = parse(text);
  const [statement] = statements;
  const [mistake] = diagnostics;
  if (mistake !== undefined) return { schema, message: `syntax: ${mistake.message}` };
  if (statement === undefined) return { schema, message: "syntax: no statement" };
  const simulation = simulate(schema, statement, capabilities);
  return { schema: simulation.schema, message: simulation.diagnostics[0]?.message };
}
