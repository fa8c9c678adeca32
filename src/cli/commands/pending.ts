import type { CliCommand } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { count, renderColumns } from "../style.ts";

export const pendingCommand: CliCommand = {
  name: "pending",
  summary: "list the migrations that are not applied; exit code 1 if there are any",
  examples: [["tidemark pending || echo 'the schema is behind'", "a gate for scripts"]],
  async run(run) {
    const tidemark = await run.tidemark();
    const pending = await tidemark.pending();
    const scope = tidemark.config.keyspace?.name ?? "";
    if (pending.length === 0) run.print(`nothing is pending on ${scope}`);
    else {
      run.print(renderColumns(pending.map(({ label, description, name }) => [label, description, name])));
      run.print(`\n${count(pending.length, "migration")} pending on ${scope}`);
    }
    const records = pending.map(({ version, label, name, description }) => ({ version, label, name, description }));
    run.printJson({ pendingCount: pending.length, pending: records });
    return pending.length === 0 ? EXIT.done : EXIT.failed;
  },
};
