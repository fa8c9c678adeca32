// Applies one statement to a schema in memory, with the server's own verdict. Pure.
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { StatementNode } from "../ast/statement.ts";
import type { Capabilities } from "../capabilities.ts";
import type { Schema } from "../schema/schema.ts";

export interface Simulation {
  /** The same object as before when nothing changes: the statement is refused, guarded, or none of DDL. */
  readonly schema: Schema;
  /** Why the server would refuse; empty when it would not. Spans are places in the text that was parsed. */
  readonly diagnostics: readonly Diagnostic[];
}

export type Simulate = (schema: Schema, statement: StatementNode, capabilities: Capabilities) => Simulation;
