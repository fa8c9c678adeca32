// Applies one statement to a schema in memory, with the server's own verdict. Pure.
import { unreachable } from "../../base/assert.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";
import type { StatementNode } from "../ast/statement.ts";
import type { Capabilities } from "../capabilities.ts";
import type { Schema } from "../schema/schema.ts";
import { nameOfFeature, serversWithFeature, supportsSyntax } from "../syntax-features.ts";
import { alterTable } from "./alter-table.ts";
import { alterType } from "./alter-type.ts";
import { alterView } from "./alter-view.ts";
import { checkRows } from "./check-rows.ts";
import { checkWrittenTypes } from "./check-written-types.ts";
import type { SimulateContext } from "./context.ts";
import { createAggregate } from "./create-aggregate.ts";
import { createFunction } from "./create-function.ts";
import { createIndex } from "./create-index.ts";
import { createTable } from "./create-table.ts";
import { createTrigger } from "./create-trigger.ts";
import { createType } from "./create-type.ts";
import { createView } from "./create-view.ts";
import { dropIndex } from "./drop-index.ts";
import { dropRoutine } from "./drop-routine.ts";
import { dropTable } from "./drop-table.ts";
import { dropTrigger } from "./drop-trigger.ts";
import { dropType } from "./drop-type.ts";
import { dropView } from "./drop-view.ts";
import { alterKeyspace, createKeyspace, dropKeyspace, useKeyspace } from "./keyspaces.ts";
import { findMissingStatement } from "./missing-statements.ts";
import { Refused, refuse } from "./refuse.ts";

export interface Simulation {
  /** The same object as before when nothing changes: the statement is refused, guarded, or none of DDL. */
  readonly schema: Schema;
  /** Why the server would refuse; empty when it would not. Spans are places in the text that was parsed. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What the server would answer to a statement, and the schema that it would then have. Of statements that read or change
 * rows only their tables and columns are looked at; those about roles, or that are not modelled, get no verdict: no
 * diagnostics, and the same schema.
 */
export function simulate(schema: Schema, statement: StatementNode, capabilities: Capabilities): Simulation {
  try {
    checkFeatures(statement, capabilities);
    checkProduct(statement, capabilities);
    checkWrittenTypes(statement, capabilities);
    return { schema: apply({ schema, statement, capabilities }), diagnostics: [] };
  } catch (error) {
    if (error instanceof Refused) return { schema, diagnostics: [error.diagnostic] };
    throw error;
  }
}

function checkFeatures(statement: StatementNode, capabilities: Capabilities): void {
  for (const { feature, start, end } of statement.features) {
    if (supportsSyntax(capabilities, feature)) continue;
    refuse(`${nameOfFeature(feature)} needs ${serversWithFeature(feature)}`, { start, end });
  }
}

function checkProduct(statement: StatementNode, capabilities: Capabilities): void {
  const missing = findMissingStatement(statement, capabilities);
  if (missing === undefined) return;
  const place = "name" in statement ? statement.name : undefined;
  refuse(missing.message, place ?? statement, missing.hint);
}

function apply(context: SimulateContext): Schema {
  const { schema, statement } = context;
  switch (statement.kind) {
    case "create-keyspace":
      return createKeyspace(context, statement);
    case "alter-keyspace":
      return alterKeyspace(context, statement);
    case "drop-keyspace":
      return dropKeyspace(context, statement);
    case "create-table":
      return createTable(context, statement);
    case "alter-table":
      return alterTable(context, statement);
    case "drop-table":
      return dropTable(context, statement);
    case "create-type":
      return createType(context, statement);
    case "alter-type":
      return alterType(context, statement);
    case "drop-type":
      return dropType(context, statement);
    case "create-index":
      return createIndex(context, statement);
    case "drop-index":
      return dropIndex(context, statement);
    case "create-materialized-view":
      return createView(context, statement);
    case "alter-materialized-view":
      return alterView(context, statement);
    case "drop-materialized-view":
      return dropView(context, statement);
    case "create-function":
      return createFunction(context, statement);
    case "create-aggregate":
      return createAggregate(context, statement);
    case "drop-function":
    case "drop-aggregate":
      return dropRoutine(context, statement);
    case "create-trigger":
      return createTrigger(context, statement);
    case "drop-trigger":
      return dropTrigger(context, statement);
    case "use":
      return useKeyspace(context, statement);
    case "truncate":
    case "select":
    case "insert":
    case "insert-json":
    case "update":
    case "delete":
    case "batch":
      checkRows(context, statement);
      return schema;
    case "create-role":
    case "alter-role":
    case "create-user":
    case "alter-user":
    case "drop-role":
    case "drop-user":
    case "add-identity":
    case "drop-identity":
    case "grant":
    case "revoke":
    case "list":
    case "describe":
    case "opaque":
      return schema;
    default:
      return unreachable(statement);
  }
}
