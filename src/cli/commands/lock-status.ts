import { renderDuration } from "../../base/duration.ts";
import { titleOf } from "../../config/title-of.ts";
import { describeHolder } from "../../engine/describe-holder.ts";
import type { CliCommand } from "../command.ts";
import { renderTime } from "../style.ts";

export const lockStatusCommand: CliCommand = {
  name: "lock status",
  summary: "show who holds the lock of the history, and until when",
  description: "The lock of a runner that died expires by itself, by the database's clock.",
  examples: [["tidemark lock status", "while a migrate waits"]],
  async run(run) {
    const tidemark = await run.tidemark();
    const lease = await tidemark.lease();
    const scope = titleOf(tidemark.config);
    if (lease === undefined) run.print(`nobody holds the lock of ${scope}`);
    else {
      run.print(`held by  ${describeHolder(lease)}`);
      if (lease.holder !== undefined) run.print(`since    ${renderTime(lease.holder.since)}`);
      run.print(`expires  in ${renderDuration(lease.expiresInMs)}, unless it is renewed`);
      run.print(`epoch    ${lease.epoch}`);
    }
    run.printJson({ lock: lease ?? null });
    return 0;
  },
};
