// Where history and files disagree, or a person must decide: data, in the order of versions, each with what to do.
import { unreachable } from "../base/assert.ts";
import { ToolError } from "../base/errors.ts";
import type { Direction } from "../plan/plan.ts";

interface Place {
  readonly version: string;
  readonly label: string;
  /** File name, as it is now or, for a missing file, as it was. */
  readonly name: string;
}

export type Disagreement =
  | ({ readonly kind: "edited"; readonly recordedChecksum: string; readonly checksum: string } & Place)
  | ({ readonly kind: "renamed"; readonly recordedName: string } & Place)
  | ({ readonly kind: "missing" } & Place)
  | ({ readonly kind: "late"; readonly current: string } & Place)
  /** A run died or failed in the middle; the next run goes on by itself. */
  | ({
      readonly kind: "half-applied";
      readonly direction: Direction;
      readonly doneCount: number;
      /** All statements are done; indexes or views are not known to be built. */
      readonly isBuilding: boolean;
      readonly isCode?: boolean | undefined;
      /** Somebody asks for a rollback instead. */
      readonly isToBeUndone?: boolean | undefined;
    } & Place)
  | ({ readonly kind: "half-applied-missing"; readonly direction: Direction } & Place)
  /** A statement that was already carried out, or announced, reads otherwise now. */
  | ({ readonly kind: "half-applied-edited"; readonly statementNumber: number; readonly line?: number } & Place)
  | ({
      readonly kind: "in-doubt";
      readonly direction: Direction;
      readonly statementNumber: number;
      readonly statement: string;
      /** In the file, or in the text that the history kept of it. */
      readonly line: number;
      readonly reason: string;
    } & Place);

export type DisagreementKind = Disagreement["kind"];

/** What is wrong, in one sentence. */
export function describeDisagreement(disagreement: Disagreement): string {
  const { label, name } = disagreement;
  switch (disagreement.kind) {
    case "edited":
      return `${label}: ${name} was edited after it was applied`;
    case "renamed":
      return `${label}: applied as ${disagreement.recordedName}, the file is now called ${name}`;
    case "missing":
      return `${label}: ${name} was applied and its file is missing`;
    case "late":
      return `${label}: ${name} is not applied, though the target is already at ${disagreement.current}`;
    case "half-applied":
      return disagreement.isBuilding
        ? `${label}: all statements of ${name} are done, and its indexes or views are not known to be built`
        : `${label}: ${name} is half ${past(disagreement.direction)}: ${describeDone(disagreement.doneCount)}`;
    case "half-applied-missing":
      return `${label}: ${name} is half ${past(disagreement.direction)} and its file is missing`;
    case "half-applied-edited": {
      const line = disagreement.line === undefined ? "" : ` (line ${disagreement.line})`;
      return `${label}: statement ${disagreement.statementNumber}${line} of ${name} was carried out and has been edited since`;
    }
    case "in-doubt":
      return `${label}: whether statement ${disagreement.statementNumber} of ${name} (${disagreement.statement}, line ${disagreement.line}) was carried out is not known, and it may not run twice unasked: it ${disagreement.reason}`;
    default:
      return unreachable(disagreement);
  }
}

/** What to do next. */
export function adviseDisagreement(disagreement: Disagreement): string {
  const { label, name } = disagreement;
  switch (disagreement.kind) {
    case "edited":
      return `put the file back as it was applied and write a new migration, or accept it as it stands: tidemark repair`;
    case "renamed":
      return `give the file its name back, or accept the new one: tidemark repair`;
    case "missing":
      return `put the file back, or accept that it is gone: tidemark repair`;
    case "late":
      return `give it a version above ${disagreement.current}, or allow it with migrations.out_of_order: true`;
    case "half-applied":
      if (disagreement.isBuilding) {
        const command = disagreement.direction === "up" ? "tidemark migrate" : "tidemark rollback --steps 1";
        return `${command} goes on waiting for them; with --no-wait it leaves them to the nodes`;
      }
      if (disagreement.isCode === true) {
        const command = disagreement.direction === "up" ? "tidemark migrate" : "tidemark rollback --steps 1";
        return `${command} starts it again, without what once has finished`;
      }
      if (disagreement.isToBeUndone === true && disagreement.direction === "up") {
        return `tidemark migrate goes on where it stopped; to give it up, take what was not done out of ${name}, then tidemark migrate, then tidemark rollback`;
      }
      return disagreement.direction === "up"
        ? "tidemark migrate goes on where it stopped"
        : "tidemark rollback --steps 1 goes on where it stopped";
    case "half-applied-missing":
      return `put ${name} back, so that it can be finished`;
    case "half-applied-edited":
      return "put that statement back as it was; later ones may be changed";
    case "in-doubt":
      return `look at the target; if it was carried out: tidemark repair --mark-applied ${label} --statement ${disagreement.statementNumber}; if not: tidemark repair --retry ${label}`;
    default:
      return unreachable(disagreement);
  }
}

/** Disagreements that `repair` accepts into the history. */
export function isRepairable({ kind }: Disagreement): boolean {
  return kind === "edited" || kind === "renamed" || kind === "missing";
}

function describeDone(doneCount: number): string {
  if (doneCount === 0) return "nothing of it is recorded as done";
  if (doneCount === 0) return "none of its statements is known to be done";
  return doneCount === 1 ? "its first statement is done" : `its first ${doneCount} statements are done`;
}

function past(direction: Direction): string {
  return direction === "up" ? "applied" : "rolled back";
}

/** History and files disagree; nothing was run. */
export class HistoryError extends ToolError {
  override readonly name = "HistoryError";
  readonly disagreements: readonly Disagreement[];

  constructor(disagreements: readonly Disagreement[]) {
    const [first] = disagreements;
    const isAlone = first !== undefined && disagreements.length === 1;
    const list = disagreements.map((each) => `  ${describeDisagreement(each)}\n    ${adviseDisagreement(each)}`);
    const message = isAlone ? describeDisagreement(first) : ["history and files disagree:", ...list].join("\n");
    const hint = isAlone ? adviseDisagreement(first) : undefined;
    super("history-diverged", message, { hint, details: { disagreements } });
    this.disagreements = disagreements;
  }
}
