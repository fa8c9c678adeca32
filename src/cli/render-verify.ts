// What a verification has shown, for people and as JSON.
import { encodeDiagnostic, renderDiagnostic } from "../text/diagnostic.ts";
import type { VerifiedMigration, VerifyFault, VerifyStage } from "../verify/verify-report.ts";
import type { VerifyReport } from "../verify-files.ts";
import { encodeChange, renderChanges } from "./render-changes.ts";
import { count, type Style } from "./style.ts";

/** Migrations of which there is something to say, and a line on all of them. */
export function renderVerify({ place, migrations }: VerifyReport, style: Style): string {
  const told = migrations.flatMap((each) => renderMigration(each, style));
  return [...told, ...(told.length > 0 ? [""] : []), `${summarize(migrations)} (${place})`].join("\n");
}

export function encodeVerify({ place, holds, migrations }: VerifyReport): Readonly<Record<string, unknown>> {
  return {
    place,
    holds,
    migrations: migrations.map(({ version, label, name, verdict, reason, faults, notes }) => ({
      version,
      label,
      name,
      verdict,
      reason: reason ?? null,
      faults: faults.map(encodeFault),
      notes: notes.map(encodeDiagnostic),
    })),
  };
}

function encodeFault(fault: VerifyFault): Readonly<Record<string, unknown>> {
  const { kind } = fault;
  if (fault.kind === "refused") return { kind, stage: fault.stage, ...encodeDiagnostic(fault.diagnostic) };
  return { kind, changes: fault.changes.map(encodeChange) };
}

function renderMigration(migration: VerifiedMigration, style: Style): readonly string[] {
  const { name, verdict, reason, faults, notes } = migration;
  const said = notes.map((note) => indent(`note: ${renderDiagnostic(note)}`));
  switch (verdict) {
    case "holds":
      return said.length === 0 ? [] : [`${style.good("ok  ")} ${style.bold(name)}`, ...said];
    case "in-part":
      return [`${style.dim("--  ")} ${style.bold(name)} was verified in part`, ...said];
    case "no-down-side":
      return [`${style.dim("--  ")} ${style.bold(name)} has no down side`, ...said];
    case "skipped":
    case "not-reached":
      return [`${style.dim("--  ")} ${style.bold(name)} was not verified: ${reason}`, ...said];
    case "accepted":
      return [`${style.dim("--  ")} ${style.bold(name)} does not undo all, and says so: ${reason}`, ...said];
    case "fails":
      return [
        `${style.bad("FAIL")} ${style.bold(name)}`,
        ...faults.flatMap((fault, index) => renderFault(fault, faults[index - 1], style)),
        ...said,
      ];
  }
}

const REFUSED: Readonly<Record<VerifyStage, string>> = {
  up: "the up side is refused",
  down: "the down side is refused",
  "up-again": "the up side is refused after the down side",
};

/** Statements of one side that are refused stand under one line. */
function renderFault(fault: VerifyFault, last: VerifyFault | undefined, style: Style): readonly string[] {
  switch (fault.kind) {
    case "refused": {
      const isFirst = last?.kind !== "refused" || last.stage !== fault.stage;
      const heading = isFirst ? [indent(`${REFUSED[fault.stage]}:`)] : [];
      return [...heading, indent(indent(renderDiagnostic(fault.diagnostic)))];
    }
    case "not-undone":
      return [
        indent("the down side does not bring back the schema from before (+ is left, - is gone):"),
        indent(indent(renderChanges(fault.changes, style))),
      ];
    case "not-repeated":
      return [
        indent("the up side makes another schema after the down side (+ is new, - is missing):"),
        indent(indent(renderChanges(fault.changes, style))),
      ];
  }
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}

function summarize(migrations: readonly VerifiedMigration[]): string {
  const number = (...verdicts: readonly VerifiedMigration["verdict"][]): number =>
    migrations.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const others = [
    [number("fails"), "failed"],
    [number("in-part"), "in part"],
    [number("accepted"), "accepted"],
    [number("no-down-side"), "without a down side"],
    [number("skipped", "not-reached"), "not verified"],
  ] as const;
  const parts = others.filter(([many]) => many > 0).map(([many, what]) => `${many} ${what}`);
  return [`${count(number("holds"), "migration")} up, down and up again as before`, ...parts].join(", ");
}
