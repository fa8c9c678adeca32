// Finds the users' functions and aggregates that a statement on rows calls. Pure.
import type { DmlNode } from "../ast/dml.ts";
import type { CallSelectable, Select } from "../ast/select.ts";
import type { CallTerm } from "../ast/term.ts";
import type { Keyspace, Schema } from "../schema/schema.ts";
import { argumentTypesOf, findRoutine, type Routine, routinesNamed } from "../simulate/routines.ts";

type Call = CallTerm | CallSelectable;

export interface CalledRoutine {
  readonly keyspace: string;
  readonly routine: Routine;
}

/**
 * An aggregate and the functions behind it. Of routines with one name only one that alone takes so many arguments is known
 * to be meant.
 * @param keyspace of the table, where names without a keyspace are looked for after the server's own functions
 */
export function calledRoutines(
  statement: DmlNode | Select,
  keyspace: string,
  schema: Schema,
): readonly CalledRoutine[] {
  const calls: Call[] = [];
  collectCalls(statement, calls);
  return calls.flatMap((call) => {
    const named = schema.keyspaces.get(call.function.keyspace?.name ?? keyspace);
    if (named === undefined) return [];
    const candidates = routinesNamed(named, call.function.name.name).filter(
      (routine) => argumentTypesOf(routine).length === call.args.length,
    );
    const [routine] = candidates;
    if (routine === undefined || candidates.length > 1) return [];
    const parts = routine.kind === "aggregate" ? functionsBehind(routine, named) : [];
    return [routine, ...parts].map((each) => ({ keyspace: named.name, routine: each }));
  });
}

function functionsBehind({ routine }: Extract<Routine, { kind: "aggregate" }>, keyspace: Keyspace): readonly Routine[] {
  const { stateFunction, stateType, argumentTypes, finalFunction } = routine;
  const state = findRoutine(keyspace, stateFunction, [stateType, ...argumentTypes]);
  const final = finalFunction === undefined ? undefined : findRoutine(keyspace, finalFunction, [stateType]);
  return [state, final].filter((each) => each !== undefined);
}

/** Calls stand anywhere among terms, conditions and selectors: every node is looked at, whatever its kind. */
function collectCalls(node: unknown, calls: Call[]): void {
  if (typeof node !== "object" || node === null) return;
  if ("kind" in node && node.kind === "call") calls.push(node as Call);
  for (const part of Object.values(node)) collectCalls(part, calls);
}
