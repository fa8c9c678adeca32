// Tries migrations up, down and up again, each on what those before it have made, and says of each what does not hold.
import { setImmediate as breathe } from "node:timers/promises";
import { ToolError } from "../base/errors.ts";
import type { SchemaModel, Sides } from "../dialect/schema-model.ts";
import type { Migration } from "../migration/migration.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { findKeptOptions } from "./kept-options.ts";
import type { Scratch } from "./scratch.ts";
import type { VerifiedMigration, VerifyFault, VerifyProgress, VerifyStage } from "./verify-report.ts";

export interface VerifyOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: VerifyProgress) => void) | undefined;
}

/** The lint rule that says the same of files: what it is told to ignore is accepted here, too. */
const RULE = "down-incomplete";

const UNDONE: Sides = { from: "before", to: "after the down side" };
const AGAIN: Sides = { from: "after the up side", to: "after it was carried out again" };

/**
 * @param scratch empty; it is left in whatever state
 * @throws ToolError "interrupted", and what the scratch throws
 */
export async function verifyMigrations(
  migrations: readonly Migration[],
  scratch: Scratch,
  { signal, onProgress }: VerifyOptions,
): Promise<readonly VerifiedMigration[]> {
  const verified: VerifiedMigration[] = [];
  let schema = await scratch.read();
  let isAstray = false;
  for (const [index, migration] of migrations.entries()) {
    await breathe();
    if (signal.aborted) throw new ToolError("interrupted", "interrupted");
    onProgress?.({ kind: "trying", done: index, total: migrations.length, label: migration.label });
    if (isAstray) await scratch.restore(migrations.slice(0, index), schema);
    const tried = await tryMigration(migration, schema, scratch);
    verified.push(judge(migration, tried));
    if (tried.schema === undefined) {
      const reason = `${migration.name} was refused`;
      const rest = migrations.slice(index + 1);
      return [...verified, ...rest.map((each) => ({ ...named(each), verdict: "not-reached" as const, reason }))];
    }
    ({ schema, isAstray } = tried);
  }
  return verified;
}

interface Tried {
  readonly faults: readonly VerifyFault[];
  readonly notes: readonly Diagnostic[];
  readonly ending: "whole" | "in-part" | "no-down-side" | "unknown";
  /** Of "unknown". */
  readonly reason?: string | undefined;
  /** What the up side has made; undefined when nothing can be tried after it. */
  readonly schema: SchemaModel | undefined;
  /** Whether the scratch is no longer what the up sides make of it. */
  readonly isAstray: boolean;
}

async function tryMigration(migration: Migration, before: SchemaModel, scratch: Scratch): Promise<Tried> {
  const faults: VerifyFault[] = [];
  const notes = new Map<string, Diagnostic>();
  let reason: string | undefined;
  let isPartial = false;

  /** @returns whether it was carried out */
  async function carryOut(stage: VerifyStage): Promise<boolean> {
    const carried = await scratch.carryOut(migration, stage === "down" ? "down" : "up");
    const { refusals, notes: said, unknown } = carried;
    isPartial ||= carried.isPartial === true;
    for (const diagnostic of refusals) faults.push({ kind: "refused", stage, diagnostic });
    // The second time it says the same.
    for (const note of said) notes.set(`${note.source?.name} ${note.span?.start} ${note.message}`, note);
    reason ??= unknown;
    return refusals.length === 0 && unknown === undefined;
  }
  const end = (ending: Tried["ending"], schema: SchemaModel | undefined, isAstray: boolean): Tried => {
    return { faults, notes: [...notes.values()], ending, reason, schema, isAstray };
  };
  const endRefused = (schema: SchemaModel | undefined, isAstray: boolean): Tried => {
    return end(reason === undefined ? "whole" : "unknown", schema, isAstray);
  };

  const isUp = await carryOut("up");
  if (!isUp && faults.length > 0 && !scratch.goesOnAfterRefusal) return endRefused(undefined, true);
  const up = await scratch.read();
  if (!isUp) return endRefused(up, false);
  if (!scratch.hasDownSide(migration)) return end("no-down-side", up, false);
  if (!(await carryOut("down"))) return endRefused(up, true);
  const down = await scratch.read();
  const left = [...before.compareStates(down, UNDONE), ...findKeptOptions(before, up, down)];
  if (left.length > 0) faults.push({ kind: "not-undone", changes: left });
  if (!(await carryOut("up-again"))) return endRefused(up, true);
  const other = up.compareStates(await scratch.read(), AGAIN);
  if (other.length > 0) faults.push({ kind: "not-repeated", changes: other });
  return end(isPartial ? "in-part" : "whole", up, other.length > 0);
}

function judge(migration: Migration, { faults, notes, ending, reason }: Tried): VerifiedMigration {
  const common = { ...named(migration), faults, notes };
  if (faults.length > 0) {
    const accepted = migration.directives.lintIgnores.find(({ rule }) => rule === RULE);
    const isAcceptable = faults.every((fault) => fault.kind !== "refused" || fault.stage === "up-again");
    if (accepted === undefined || !isAcceptable) return { ...common, verdict: "fails" };
    return { ...common, verdict: "accepted", reason: accepted.reason };
  }
  if (ending === "unknown") return { ...common, verdict: "skipped", reason };
  return { ...common, verdict: ending === "whole" ? "holds" : ending };
}

function named({ version, label, name }: Migration): Omit<VerifiedMigration, "verdict"> {
  return { version, label, name, faults: [], reason: undefined, notes: [] };
}
