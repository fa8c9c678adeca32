import { renderDuration } from "../../base/duration.ts";
import type { HistoryEvent, HistoryKind } from "../../migration/history.ts";
import { describeName, labelOf } from "../../migration/history-state.ts";
import type { CliCommand } from "../command.ts";
import { type Cell, renderColumns, renderTime, type Style } from "../style.ts";

export const historyCommand: CliCommand = {
  name: "history",
  summary: "show what happened: when, what, how long, who, from where, and what failed",
  examples: [
    ["tidemark history", "oldest first"],
    ["tidemark history --json", "with checksums, warnings and the version of tidemark"],
  ],
  async run(run) {
    const events = await (await run.tidemark()).history();
    if (events.length === 0) run.print("nothing has happened yet");
    const lines = renderColumns(events.map((event) => renderEvent(event, run.style))).split("\n");
    for (const [index, { error, warnings }] of events.entries()) {
      run.print(lines[index] ?? "");
      for (const warning of warnings) run.print(run.style.warn(`  warning: ${warning}`));
      if (error !== undefined) run.print(run.style.bad(`  ${error}`));
    }
    run.printJson({ events: events.map((event) => ({ ...event, at: new Date(event.at).toISOString() })) });
    return 0;
  },
};

const WORDS: Readonly<Record<HistoryKind, string>> = {
  applied: "applied",
  "rolled-back": "rolled back",
  failed: "failed",
  baselined: "baselined",
  repaired: "repaired",
  removed: "removed",
};

function renderEvent(event: HistoryEvent, style: Style): (Cell | string)[] {
  const { at, kind, version, name, durationMs, by, host } = event;
  const paint = kind === "failed" ? style.bad : kind === "applied" ? style.good : style.warn;
  const took = kind === "applied" || kind === "rolled-back" || kind === "failed" ? renderDuration(durationMs) : "";
  return [
    renderTime(at),
    { text: WORDS[kind], paint },
    labelOf(name, version),
    describeName(name),
    took,
    `${by}@${host}`,
  ];
}
