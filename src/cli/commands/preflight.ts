import { titleOf } from "../../config/title-of.ts";
import type { Check } from "../../engine/ports.ts";
import { AGREEMENT_OPTIONS } from "../agreement-options.ts";
import type { CliCommand } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { type Cell, count, renderColumns, type Style } from "../style.ts";
import { TARGET_OPTION } from "../target-option.ts";

export const preflightCommand: CliCommand = {
  name: "preflight",
  summary: "look whether cluster, role and plan are ready for migrate; exit code 1 if something stands in the way",
  description:
    "Reads only: release and state of the server, or of all nodes with their agreement, clocks and replication; permissions and " +
    "features that the pending statements need, other runners, and what the server would say to each statement.",
  options: [TARGET_OPTION, ...AGREEMENT_OPTIONS],
  examples: [
    ["tidemark preflight", "before a deployment"],
    ["tidemark preflight --json", "for a gate in CI"],
  ],
  async run(run, _args, options) {
    const tidemark = await run.tidemark();
    const target = options.target === undefined ? undefined : String(options.target);
    const { checks, plan } = await tidemark.preflight({ target });
    run.print(renderColumns(checks.flatMap((check) => renderCheck(check, run.style))));
    const problems = checks.filter(({ verdict }) => verdict === "problem").length;
    const warnings = checks.filter(({ verdict }) => verdict === "warning").length;
    const scope = titleOf(tidemark.config);
    const unknown = checks.filter(({ verdict }) => verdict === "unknown").length;
    const unseen = unknown === 0 ? "" : `, ${count(unknown, "check")} could not be made`;
    const worth = `${warnings === 0 ? "" : `, ${count(warnings, "warning")}`}${unseen}`;
    if (problems > 0) run.print(`\n${run.style.bad(`${scope} is not ready`)}: ${count(problems, "problem")}${worth}`);
    else run.print(`\n${scope} is ready${worth}`);
    run.printJson({ isReady: problems === 0, checks, pendingCount: plan?.migrations.length ?? null });
    return problems === 0 ? EXIT.done : EXIT.failed;
  },
};

/** A row, and one more for what to do. */
function renderCheck({ name, verdict, finding, hint }: Check, style: Style): (Cell | string)[][] {
  const paint = { ok: style.good, warning: style.warn, problem: style.bad, unknown: style.dim }[verdict];
  const [first = "", ...rest] = finding.split("\n");
  const advice = hint === undefined ? [] : [["", "", { text: `hint: ${hint}`, paint: style.dim }]];
  return [[{ text: verdict, paint }, name, first], ...rest.map((line) => ["", "", line]), ...advice];
}
