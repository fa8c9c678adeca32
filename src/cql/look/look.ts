// Says whether the effect of a statement is there in a schema, whoever made it: after a run that was cut off, and where a
// guard may have hidden another definition. Pure.
import type { CreateAggregate, CreateFunction } from "../ast/ddl.ts";
import type { StatementNode } from "../ast/statement.ts";
import type { Capabilities } from "../capabilities.ts";
import type { Change } from "../diff/change.ts";
import { renderChange } from "../diff/describe-change.ts";
import { diff } from "../diff/diff.ts";
import type { Schema } from "../schema/schema.ts";
import { simulate } from "../simulate/simulate.ts";
import { changesAskedFor } from "./changes-asked-for.ts";
import { type Part, partsOf } from "./parts.ts";
import { withoutMade } from "./without-made.ts";

export type Look =
  /** Its whole effect. */
  | { readonly kind: "there" }
  /** Nothing of its effect. */
  | { readonly kind: "not-there" }
  /** Something of that name which is another, or a part of the effect; each difference as one line. */
  | { readonly kind: "different"; readonly differences: readonly string[] }
  /** The schema does not tell. */
  | { readonly kind: "unknown" };

const THERE: Look = { kind: "there" };
const NOT_THERE: Look = { kind: "not-there" };
const UNKNOWN: Look = { kind: "unknown" };
const SIDES = { from: "as it is written", to: "in the schema" };

/** Of what a statement does not mention, such as the options of a table that it gives no value, nothing is asked. */
export function look(schema: Schema, statement: StatementNode, capabilities: Capabilities): Look {
  switch (statement.kind) {
    case "create-keyspace":
    case "create-table":
    case "create-type":
    case "create-index":
    case "create-materialized-view":
    case "create-trigger":
      return lookForMade(schema, statement, capabilities);
    case "create-function":
    case "create-aggregate":
      return lookForRoutine(schema, statement, capabilities);
    case "drop-keyspace":
    case "drop-table":
    case "drop-type":
    case "drop-index":
    case "drop-materialized-view":
    case "drop-function":
    case "drop-aggregate":
    case "drop-trigger":
      return isGuardedAway(schema, { ...statement, ifExists: true }, capabilities) ? THERE : NOT_THERE;
    case "alter-table":
    case "alter-type": {
      const parts = partsOf(schema, statement, capabilities);
      return parts === undefined ? lookByTrying(schema, statement, capabilities) : lookAtParts(parts);
    }
    case "alter-keyspace":
    case "alter-materialized-view":
      return lookByTrying(schema, statement, capabilities);
    default:
      return UNKNOWN;
  }
}

/** Takes the object out, makes it again, and compares. */
function lookForMade(schema: Schema, statement: StatementNode, capabilities: Capabilities): Look {
  const without = withoutMade(schema, statement);
  if (without === undefined) return NOT_THERE;
  const made = simulate(without, statement, capabilities);
  if (made.diagnostics.length > 0) return UNKNOWN;
  return lookAtChanges(changesAskedFor(diff(made.schema, schema, { capabilities }), statement));
}

function lookForRoutine(
  schema: Schema,
  statement: StatementNode & (CreateFunction | CreateAggregate),
  capabilities: Capabilities,
): Look {
  const again = { ...statement, orReplace: true, ifNotExists: false };
  const made = simulate(schema, again, capabilities);
  if (made.diagnostics.length > 0) return UNKNOWN;
  const changes = diff(made.schema, schema, { capabilities });
  const isMissing = changes.some(({ kind }) => kind === "drop-function" || kind === "drop-aggregate");
  return isMissing || (statement.orReplace && changes.length > 0) ? NOT_THERE : lookAtChanges(changes);
}

/** What changes nothing any more is there. */
function lookByTrying(schema: Schema, statement: StatementNode, capabilities: Capabilities): Look {
  const tried = simulate(schema, statement, capabilities);
  if (tried.diagnostics.length > 0) return UNKNOWN;
  return diff(schema, tried.schema, { capabilities }).length === 0 ? THERE : NOT_THERE;
}

function isGuardedAway(schema: Schema, statement: StatementNode, capabilities: Capabilities): boolean {
  const tried = simulate(schema, statement, capabilities);
  return tried.diagnostics.length === 0 && tried.schema === schema;
}

function lookAtParts(parts: readonly Part[]): Look {
  const states = new Set(parts.map(({ state }) => state));
  if (states.has("unknown")) return UNKNOWN;
  if (!states.has("different") && states.size <= 1) return states.has("there") ? THERE : NOT_THERE;
  return { kind: "different", differences: parts.map(({ text }) => text) };
}

function lookAtChanges(changes: readonly Change[]): Look {
  if (changes.length === 0) return THERE;
  return { kind: "different", differences: changes.map((change) => renderChange(change, SIDES)) };
}
