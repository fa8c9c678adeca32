// Turns changes into the statements that make them, in an order that the server accepts. Pure.
import type { StatementBody } from "../ast/statement.ts";
import type { Capabilities } from "../capabilities.ts";
import { emptyKeyspace } from "../schema/schema.ts";
import { blockedChanges } from "./blocked-changes.ts";
import type { Change, CreateKeyspaceChange } from "./change.ts";
import { diffKeyspace } from "./diff-keyspace.ts";
import { functionsGoneEarly, typesGoneEarly } from "./gone-early.ts";
import { signatureOf } from "./signature.ts";
import { type ChangeStep, PHASES, type Phase, type StepScope, stepsOfChange } from "./steps-of-change.ts";
import { inTypeOrder } from "./type-order.ts";

export interface StatementContext {
  readonly capabilities: Capabilities;
  /** Whether names are written with their keyspace; "qualified" when it is not given. */
  readonly names?: "qualified" | "bare";
}

export interface ChangeStatement {
  readonly node: StatementBody;
  /** The change that it belongs to; one change may need several statements, and they may stand apart. */
  readonly change: Change;
}

/**
 * The statements, keyspace by keyspace. Within one, what stands on something is dropped before it and made after it;
 * types and functions that nothing needs any more go last. A keyspace that is made comes with all that is in it. Changes
 * that cannot be made in place give no statement: `blockedChanges` says which, and why.
 */
export function statementsFor(changes: readonly Change[], context: StatementContext): readonly ChangeStatement[] {
  const statements: ChangeStatement[] = [];
  for (const ofKeyspace of byKeyspace(changes, context.capabilities)) {
    for (const statement of orderedStatements(ofKeyspace, context)) statements.push(statement);
  }
  return statements;
}

/** In the order of the first change of each. */
function byKeyspace(changes: readonly Change[], capabilities: Capabilities): Iterable<readonly Change[]> {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const group = groups.get(change.keyspace) ?? [];
    if (group.length === 0) groups.set(change.keyspace, group);
    group.push(change);
    if (change.kind === "create-keyspace") for (const inner of contentsOf(change, capabilities)) group.push(inner);
  }
  return groups.values();
}

function contentsOf({ is }: CreateKeyspaceChange, capabilities: Capabilities): readonly Change[] {
  return diffKeyspace(emptyKeyspace(is), is, capabilities);
}

function orderedStatements(changes: readonly Change[], context: StatementContext): readonly ChangeStatement[] {
  const blocked = new Set(blockedChanges(changes, context).map(({ change }) => change));
  if (changes.some((change) => change.kind === "create-keyspace" && blocked.has(change))) return [];
  const possible = blocked.size === 0 ? changes : changes.filter((change) => !blocked.has(change));
  const scope = scopeOf(possible, context);
  const phases = new Map<Phase, (ChangeStatement & ChangeStep)[]>(PHASES.map((phase) => [phase, []]));
  for (const change of possible) {
    for (const step of stepsOfChange(scope, change)) phases.get(step.phase)?.push({ ...step, change });
  }
  return PHASES.flatMap((phase) => inOrder(phase, phases.get(phase) ?? [])).map(({ node, change }) => ({
    node,
    change,
  }));
}

function scopeOf(changes: readonly Change[], { capabilities, names = "qualified" }: StatementContext): StepScope {
  const types = typesGoneEarly(changes);
  const functions = functionsGoneEarly(changes, types);
  return {
    capabilities,
    qualifier: names === "qualified" ? changes[0]?.keyspace : undefined,
    goesEarly: (change) =>
      (change.kind === "drop-type" && types.has(change.name)) ||
      (change.kind === "drop-function" && functions.has(signatureOf(change.was))),
  };
}

function inOrder<S extends ChangeStatement>(phase: Phase, steps: readonly S[]): readonly S[] {
  if (phase !== "types" && phase !== "drop-types-early" && phase !== "drop-types-late") return steps;
  const byChange = new Map(steps.map((step) => [step.change, step] as const));
  const changes = inTypeOrder([...byChange.keys()], phase === "types" ? "is" : "was");
  const ordered = changes.flatMap((change) => byChange.get(change) ?? []);
  return phase === "types" ? ordered : ordered.reverse();
}
