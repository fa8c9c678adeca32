// Finds the users' functions and aggregates that a statement on rows calls. Pure.
import type { DmlNode } from "../ast/dml.ts";
import type { Select } from "../ast/select.ts";
import type { Keyspace, Schema } from "../schema/schema.ts";
import { callsIn } from "../simulate/calls-in.ts";
import { argumentTypesOf, findRoutine, type Routine, routinesNamed } from "../simulate/routines.ts";

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
  return callsIn(statement).flatMap((call) => {
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
