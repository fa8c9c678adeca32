import { titleOf } from "../../config/title-of.ts";
import type { CliCommand } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { encodeProblems, noteProblems } from "../note-problems.ts";
import { encodeChange, renderChanges } from "../render-changes.ts";
import { count } from "../style.ts";

export const driftCommand: CliCommand = {
  name: "drift",
  summary: "hold the live schema against what the history should have produced",
  description:
    "Reads only. Replays the applied migrations (CQL in memory, SQL on an embedded PostgreSQL or --shadow-url) and compares the result with the live schema: `+` is there and " +
    "should not be, `-` should be there and is not. Exit code 1 when they differ. An applied file that was edited or " +
    "deleted cannot be replayed; it is named, and what it did shows as drift.",
  examples: [
    ["tidemark drift", "did anybody change the schema by hand?"],
    ["tidemark drift --json", "for a nightly job"],
  ],
  async run(run) {
    const tidemark = await run.tidemark();
    const { changes, problems, isWhole, warnings, unknown } = await tidemark.drift();
    noteProblems(run, problems, warnings);
    for (const { label, name } of unknown) {
      run.note(`warning: ${label} cannot be replayed: ${name} is missing, or is not what was applied`);
    }
    const scope = titleOf(tidemark.config);
    if (changes.length === 0)
      run.print(`no drift${isWhole ? "" : " in what is understood"}: ${scope} is what its history says`);
    else run.print(`${renderChanges(changes, run.style)}\n\n${count(changes.length, "difference")} on ${scope}`);
    run.printJson({
      changes: changes.map(encodeChange),
      unknown: unknown.map(({ version }) => version),
      problems: encodeProblems(problems, warnings),
    });
    return changes.length === 0 && isWhole ? EXIT.done : EXIT.failed;
  },
};
