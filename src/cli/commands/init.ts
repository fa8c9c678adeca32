import { describeAbsent } from "../../engine/agreement-watch.ts";
import { AGREEMENT_OPTIONS } from "../agreement-options.ts";
import type { CliCommand } from "../command.ts";

export const initCommand: CliCommand = {
  name: "init",
  summary: "create the keyspace, the history table and the migrations directory, where missing",
  description:
    "Creates the keyspace with the replication of the configuration, the table that holds history and lock, and the " +
    "directory. What exists is left as it is: running it again does no harm.",
  options: AGREEMENT_OPTIONS,
  examples: [
    ["tidemark init", "with the tidemark.yaml of this directory"],
    ["tidemark init --host 127.0.0.1 --keyspace shop", "without a configuration file"],
  ],
  async run(run) {
    const { keyspace, directory, hasCreatedScope, hasCreatedHistory, absent } = await (await run.tidemark()).init();
    for (const node of absent) run.note(`warning: went on without ${describeAbsent(node)}`);
    run.print(`keyspace    ${keyspace}${hasCreatedScope ? " (created)" : ""}`);
    run.print(`history     ${hasCreatedHistory ? "created" : "is there"}`);
    run.print(`migrations  ${directory}`);
    run.printJson({ keyspace, directory, hasCreatedKeyspace: hasCreatedScope, hasCreatedHistory, absent });
    return 0;
  },
};
