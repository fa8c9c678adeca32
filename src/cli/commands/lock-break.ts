import { ToolError } from "../../base/errors.ts";
import { titleOf } from "../../config/title-of.ts";
import { describeHolder } from "../../engine/describe-holder.ts";
import type { CliCommand } from "../command.ts";
import { confirm, YES_OPTION } from "../confirm.ts";
import { parseCount } from "../parse-option.ts";

export const lockBreakCommand: CliCommand = {
  name: "lock break",
  summary: "take the lock of the history away from a runner that hangs",
  description:
    "The lock of a runner that died expires by itself. The epoch is the one that `lock status` shows, so that no lock is " +
    "broken which somebody has taken since. Whoever held it writes nothing to the history any more; a statement that it " +
    "has just sent may still be carried out.",
  options: [
    { flags: "--epoch <number>", description: "the epoch of the lock that is meant", parse: parseCount },
    YES_OPTION,
  ],
  examples: [["tidemark lock break --epoch 12", "the lock that `tidemark lock status` showed with epoch 12"]],
  async run(run, _args, options) {
    if (options.yes === true && options.epoch === undefined) {
      throw new ToolError("usage", "--yes needs --epoch: which lock is meant", {
        hint: "tidemark lock status shows it",
      });
    }
    const tidemark = await run.tidemark();
    const scope = titleOf(tidemark.config);
    const lease = await tidemark.lease();
    if (lease === undefined) run.print(`nobody holds the lock of ${scope}`);
    else {
      const epoch = options.epoch === undefined ? lease.epoch : Number(options.epoch);
      await confirm(run, options, `${describeHolder(lease)} will lose the lock of ${scope}, epoch ${epoch}.`);
      await tidemark.breakLease(epoch);
      run.print(`${run.style.good("broken")}  ${describeHolder(lease)} no longer holds the lock of ${scope}`);
    }
    run.printJson({ broken: lease ?? null });
    return 0;
  },
};
