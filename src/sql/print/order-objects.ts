// Puts objects in an order in which each stands behind what it needs. Pure: equal schemas, equal orders.
import {
  type ObjectKey,
  objectKey,
  routineKey,
  type SqlRoutine,
  type SqlSchema,
  type SqlSequence,
  type SqlTable,
  type SqlType,
  type SqlView,
} from "../schema.ts";

export type SqlObject =
  | { readonly kind: "type"; readonly key: ObjectKey; readonly type: SqlType }
  | { readonly kind: "sequence"; readonly key: ObjectKey; readonly sequence: SqlSequence }
  | { readonly kind: "routine"; readonly key: ObjectKey; readonly routine: SqlRoutine }
  | { readonly kind: "table"; readonly key: ObjectKey; readonly table: SqlTable }
  | { readonly kind: "view"; readonly key: ObjectKey; readonly view: SqlView };

export interface OrderedObjects {
  readonly objects: readonly SqlObject[];
  /**
   * Tables that stand before a function which they need, because it needs them: their defaults and checks have to come after
   * all objects.
   */
  readonly bareTables: ReadonlySet<string>;
}

/** Everything of a schema but its extensions, in no order that means anything. */
export function objectsOf(schema: SqlSchema): readonly SqlObject[] {
  return [
    ...schema.types.map((type): SqlObject => ({ kind: "type", key: objectKey("type", type.name), type })),
    ...schema.sequences.map(
      (sequence): SqlObject => ({ kind: "sequence", key: objectKey("sequence", sequence.name), sequence }),
    ),
    ...schema.routines.map((routine): SqlObject => ({ kind: "routine", key: routineKey(routine), routine })),
    ...schema.tables.map((table): SqlObject => ({ kind: "table", key: objectKey("table", table.name), table })),
    ...schema.views.map((view): SqlObject => ({ kind: "view", key: objectKey("view", view.name), view })),
  ];
}

export function needsOf(object: SqlObject): readonly ObjectKey[] {
  switch (object.kind) {
    case "type":
      return object.type.needs;
    case "sequence":
      return [];
    case "routine":
      return object.routine.needs;
    case "table":
      return object.table.needs;
    case "view":
      return object.view.needs;
  }
}

/** Types, sequences, functions, tables, views, each by name, where needs do not ask for another order. */
export function orderObjects(schema: SqlSchema): OrderedObjects {
  const objects = objectsOf(schema);
  const bareKeys = findCircles(objects);
  const ordered: SqlObject[] = [];
  walk(objects, (object) => (bareKeys.has(object.key) ? needsOf(object).filter(isNoRoutine) : needsOf(object)), {
    leave: (object) => ordered.push(object),
    meetAgain: () => undefined,
  });
  const bareTables = new Set(
    ordered.flatMap((each) => (each.kind === "table" && bareKeys.has(each.key) ? [each.table.name] : [])),
  );
  return { objects: ordered, bareTables };
}

function isNoRoutine(key: ObjectKey): boolean {
  return !key.startsWith("function ");
}

/** The tables that need something which needs them. */
function findCircles(objects: readonly SqlObject[]): ReadonlySet<ObjectKey> {
  const found = new Set<ObjectKey>();
  walk(objects, needsOf, {
    leave: () => undefined,
    meetAgain: (circle) => {
      for (const object of circle) if (object.kind === "table") found.add(object.key);
    },
  });
  return found;
}

interface Walk {
  /** Called once an object, behind what it needs. */
  leave(object: SqlObject): void;
  /** Called with the objects of a circle. */
  meetAgain(circle: readonly SqlObject[]): void;
}

function walk(objects: readonly SqlObject[], needs: (object: SqlObject) => readonly ObjectKey[], walker: Walk): void {
  const byKey = new Map(objects.map((object) => [object.key, object]));
  const state = new Map<ObjectKey, "open" | "done">();
  const path: SqlObject[] = [];
  const visit = (object: SqlObject): void => {
    const known = state.get(object.key);
    if (known === "done") return;
    if (known === "open") {
      walker.meetAgain(path.slice(path.findIndex(({ key }) => key === object.key)));
      return;
    }
    state.set(object.key, "open");
    path.push(object);
    for (const key of needs(object)) {
      const needed = byKey.get(key);
      if (needed !== undefined) visit(needed);
    }
    path.pop();
    state.set(object.key, "done");
    walker.leave(object);
  };
  for (const object of objects) visit(object);
}
