// Compares two schemas, wherever each of them comes from.
import type { Comparison } from "./dialect/schema-model.ts";
import { describeOperand, type Operand } from "./engine/operand.ts";
import type { Replay } from "./engine/replay.ts";
import { isAsked, readSource, type SchemaAccess } from "./schema-sources.ts";
import type { DiffCall } from "./tidemark-calls.ts";

export interface ComparisonReport extends Comparison, Pick<Replay, "problems" | "isWhole"> {
  /** What could not be understood of a live schema. */
  readonly warnings: readonly string[];
}

export interface DiffReport extends ComparisonReport {
  /** What the two sides are called; a URL is not shown, for it may hold a password. */
  readonly from: string;
  readonly to: string;
}

export async function compareSources(
  from: Operand,
  to: Operand,
  access: SchemaAccess,
  { server, sides }: DiffCall,
): Promise<DiffReport> {
  // A database says itself whose rules hold, for the other side as well; models stand beside the other side.
  const isTurned = from.kind === "models" || (isAsked(to) && !isAsked(from));
  const [first, second] = isTurned ? [to, from] : [from, to];
  const read = await readSource(first, access, { server });
  const like = isAsked(first) ? read.model : undefined;
  const then = await readSource(second, access, { server, like, beside: read.model });
  const [left, right] = isTurned ? [then, read] : [read, then];
  const comparison = left.model.compare(right.model, sides);
  const doubts = comparison.changes.length === 0 ? [] : [...(left.doubts ?? []), ...(right.doubts ?? [])];
  return {
    from: describeOperand(from),
    to: describeOperand(to),
    ...comparison,
    problems: [...left.problems, ...right.problems],
    isWhole: left.isWhole && right.isWhole,
    warnings: [...left.model.warnings, ...right.model.warnings, ...doubts],
  };
}
