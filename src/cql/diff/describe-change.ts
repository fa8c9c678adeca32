// Turns a change into words, as a difference of two schemas or as what is done. Pure.
import type { Change } from "./change.ts";
import { type Difference, differencesOf, objectOf } from "./change-differences.ts";
import { describeTableReason, describeTypeReason, type Sides } from "./describe-reason.ts";

export interface ChangeDescription {
  /** "table shop.users" */
  readonly object: string;
  /** "column age int only in A" */
  readonly description: string;
}

const A_AND_B: Sides = { from: "in A", to: "in B" };
const BEFORE_AND_AFTER: Sides = { from: "before", to: "after" };

/**
 * As a difference: `column age int only in A`, `comment 'x' in A, the default in B`. What else differs in a table that
 * has to be rebuilt is in the changes of the rebuild.
 */
export function describeChange(change: Change, sides: Sides = A_AND_B): ChangeDescription {
  const description = describeRebuild(change, sides) ?? describeAgain(change) ?? describeDifferences(change, sides);
  return { object: objectOf(change), description };
}

/** As what is done: `add column age int`, `change comment from 'x' to the default`. */
export function describeAction(change: Change): ChangeDescription {
  const description =
    describeRebuild(change, BEFORE_AND_AFTER) ??
    describeAgain(change) ??
    differencesOf(change).map(actionOf).join(", ");
  return { object: objectOf(change), description };
}

/** The difference as one line: `table shop.users: column age int only in A`. */
export function renderChange(change: Change, sides: Sides = A_AND_B): string {
  const { object, description } = describeChange(change, sides);
  return `${object}: ${description}`;
}

function describeRebuild(change: Change, sides: Sides): string | undefined {
  if (change.kind === "rebuild-table") {
    const reasons = change.reasons.map((reason) => describeTableReason(reason, sides));
    return `${reasons.join("; ")} (needs a new table)`;
  }
  if (change.kind !== "rebuild-type") return undefined;
  const reasons = change.reasons.map((reason) => describeTypeReason(reason, sides));
  return `${reasons.join("; ")} (needs a new type, for ${change.tables.join(", ")})`;
}

/** What is made again though it does not differ. */
function describeAgain(change: Change): string | undefined {
  if (differencesOf(change).length > 0) return undefined;
  switch (change.kind) {
    case "recreate-view":
      return change.because === "type"
        ? "made again, as no field can be added to a type in its partition key while it is there"
        : "made again, as no column can be dropped from its table while it is there";
    case "recreate-type":
    case "recreate-function":
    case "recreate-aggregate":
      return "made again, as something that it is made of is";
    default:
      return undefined;
  }
}

function describeDifferences(change: Change, { from, to }: Sides): string {
  const texts = differencesOf(change).map(({ thing, was, is }) => {
    if (was !== undefined && was === is) return `${thing} ${was} is taken off and put on again`;
    if (was === undefined) return joined(thing, is, "only", to);
    if (is === undefined) return joined(thing, was, "only", from);
    return `${joined(thing, was, from)}, ${is} ${to}`;
  });
  return texts.join("; ");
}

function actionOf({ thing, was, is }: Difference): string {
  if (was === undefined) return thing === "" ? "create" : joined("add", thing, is);
  if (is === undefined) return joined("drop", thing);
  return was === is ? `take off ${thing} and put it on again` : `change ${thing} from ${was} to ${is}`;
}

function joined(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join(" ");
}
