// Turns the engine's events into lines and a bar on stderr, and the lines of a result on stdout.
import { renderDuration } from "../base/duration.ts";
import type { SchemaChange } from "../dialect/schema-model.ts";
import { describeAbsent } from "../engine/agreement-watch.ts";
import { describeBuild } from "../engine/await-builds.ts";
import { describeHolder } from "../engine/describe-holder.ts";
import type { EmitEvent, EngineEvent } from "../engine/event.ts";
import type { BuildUnderWay } from "../engine/ports.ts";
import { countSteps, describeStep, type PlannedMigration, type Step } from "../plan/plan.ts";
import type { CommandRun } from "./command.ts";
import { encodeMigration, type MigrationRecord } from "./encode-migration.ts";
import { openProgressBar, type ProgressBar } from "./progress-bar.ts";
import { renderColumns } from "./style.ts";

/** Fewer steps are done before a bar could be read. */
const BAR_STEPS_MIN = 10;
const PLAIN_EVERY_MS = 10_000;
const SAME_WARNINGS_MAX = 3;

export interface Progress {
  readonly onEvent: EmitEvent;
  /** Takes the bar away. */
  stop(): void;
}

export function showProgress(run: CommandRun): Progress {
  const { stderr } = run.io;
  const finished: MigrationRecord[] = [];
  let bar: ProgressBar | undefined;
  /** Of a migration in code that says how far it is; only one of the two is shown. */
  let codeBar: ProgressBar | undefined;
  let doneCount = 0;
  let stepCount = 0;
  let plainAtMs = performance.now();
  const toldWarnings = new Map<string, number>();
  let buildsAtMs = 0;
  const toldAbsent = new Set<string>();
  let labelWidth = 0;

  /** Lines go above the bar. */
  function above(write: () => void): void {
    const shown = codeBar ?? bar;
    shown?.hide();
    write();
    shown?.show();
  }
  const note = (text: string): void => above(() => run.note(text));

  function stepDone(migration: PlannedMigration, step: Step): void {
    doneCount += 1;
    bar?.update(doneCount, migration.label);
    // Of code it is not known how many statements it has sent.
    if (bar !== undefined || step.kind === "code" || performance.now() - plainAtMs < PLAIN_EVERY_MS) return;
    plainAtMs = performance.now();
    run.note(`${migration.label} ${migration.description}: ${doneCount} of ${stepCount} statements done`);
  }

  function codeProgressed({ migration, done, total }: Extract<EngineEvent, { kind: "code-progressed" }>): void {
    if (total !== undefined && stderr.stream?.isTTY === true && !run.isQuiet) {
      if (codeBar === undefined) bar?.hide();
      codeBar ??= openProgressBar(stderr.stream, total);
      codeBar.update(done, migration.label);
      return;
    }
    if (performance.now() - plainAtMs < PLAIN_EVERY_MS) return;
    plainAtMs = performance.now();
    note(`${migration.label}: ${done}${total === undefined ? "" : ` of ${total}`} done`);
  }

  function migrationDone(migration: PlannedMigration, durationMs: number): void {
    const { label, description, direction, steps } = migration;
    finished.push(encodeMigration({ migration, durationMs }));
    run.partial[direction === "up" ? "applied" : "rolledBack"] = finished;
    const verb = direction === "up" ? "applied" : "rolled back";
    const row = [
      { text: verb, paint: run.style.good },
      label.padEnd(labelWidth),
      description.padEnd(28),
      steps.length === 0 ? "no statement" : renderDuration(durationMs),
    ];
    above(() => run.print(renderColumns([row])));
  }

  /** A thousand statements may provoke one warning a thousand times. */
  function noteServerWarning(step: Step, message: string): void {
    const times = (toldWarnings.get(message) ?? 0) + 1;
    toldWarnings.set(message, times);
    // What was done by ourselves is no word of the server.
    const by = message.startsWith("tidemark ") ? "" : "the server says: ";
    if (times <= SAME_WARNINGS_MAX) note(`warning: ${step.file}:${step.line}: ${by}${message}`);
    if (times === SAME_WARNINGS_MAX) note("the same warning is not shown again; the history counts it");
  }

  function noteRepeat({
    migration,
    step,
    reason,
    waitMs,
  }: Extract<EngineEvent, { kind: "transaction-repeated" }>): void {
    const at = step ?? migration.steps[0];
    const place = at === undefined ? migration.name : `${at.file}:${at.line}`;
    note(`${place}: ${reason}; nothing of the transaction was done, trying again in ${renderDuration(waitMs)}`);
  }

  function noteStepRepeat({ step, reason, waitMs }: Extract<EngineEvent, { kind: "step-repeated" }>): void {
    const when = waitMs === undefined ? "" : ` in ${renderDuration(waitMs)}`;
    note(`${step.file}:${step.line}: ${reason}; trying again${when}`);
  }

  function noteDrift(drift: readonly SchemaChange[]): void {
    for (const { kind, object, description } of drift) {
      const way = kind === "create-index" ? "; --drop-removed-indexes drops it" : "";
      note(`warning: left alone: ${object}: ${description}${way}`);
    }
  }

  function noteBuilds(builds: readonly BuildUnderWay[], waitedMs: number): void {
    if (performance.now() < buildsAtMs) return;
    buildsAtMs = performance.now() + PLAIN_EVERY_MS;
    const what = builds.map(describeBuild).join(", ");
    note(`waiting until it is built: ${what} (${renderDuration(waitedMs)} so far; --no-wait leaves it)`);
  }

  function onEvent(event: EngineEvent): void {
    switch (event.kind) {
      case "history-created":
        note(`created the history of ${event.scope}`);
        break;
      case "waiting-for-lease": {
        const waited = event.waitedMs < 1_000 ? "" : ` (${renderDuration(event.waitedMs)} so far)`;
        note(`waiting for ${describeHolder(event.lease)} to finish${waited}`);
        break;
      }
      case "run-started":
        stepCount = countSteps(event.plan);
        labelWidth = Math.max(...event.plan.migrations.map(({ label }) => label.length));
        if (stderr.stream?.isTTY === true && !run.isQuiet && stepCount >= BAR_STEPS_MIN) {
          bar = openProgressBar(stderr.stream, stepCount);
        }
        break;
      case "waiting-for-agreement":
        note(`waiting for all nodes to hold one schema (${renderDuration(event.waitedMs)} so far)`);
        break;
      case "nodes-absent":
        for (const node of event.nodes.map(describeAbsent)) {
          if (!toldAbsent.has(node)) note(`warning: going on without ${node}`);
          toldAbsent.add(node);
        }
        break;
      case "waiting-for-builds":
        noteBuilds(event.builds, event.waitedMs);
        break;
      case "builds-left":
        for (const build of event.builds) note(`still being built: ${describeBuild(build)}`);
        break;
      case "migration-started":
        if (event.migration.steps.length === 0) note(`warning: ${event.migration.name} has no statement`);
        break;
      case "step-repeated":
        noteStepRepeat(event);
        break;
      case "transaction-repeated":
        noteRepeat(event);
        break;
      case "step-found-done":
        note(`${event.step.file}:${event.step.line}: was carried out by an earlier try that got no answer; recorded`);
        break;
      case "code-said":
        note(`${event.migration.label}: ${event.message}`);
        break;
      case "code-progressed":
        codeProgressed(event);
        break;
      case "step-finished": {
        const { step, migration, durationMs } = event;
        if (run.isVerbose) note(`${migration.label}: ${describeStep(step)} (${renderDuration(durationMs)})`);
        codeBar?.hide();
        codeBar = undefined;
        stepDone(migration, step);
        break;
      }
      case "server-warned":
        noteServerWarning(event.step, event.message);
        break;
      case "drift-found":
        noteDrift(event.drift);
        break;
      case "migration-finished":
        migrationDone(event.migration, event.durationMs);
        break;
      case "warning":
        note(`warning: ${event.message}`);
        break;
    }
  }

  return { onEvent, stop: () => (codeBar ?? bar)?.hide() };
}
