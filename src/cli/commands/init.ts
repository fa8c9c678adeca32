import { describeReplication } from "../../cql/replication/choose-replication.ts";
import { describeAbsent } from "../../engine/agreement-watch.ts";
import type { InitReport } from "../../tidemark-calls.ts";
import { AGREEMENT_OPTIONS } from "../agreement-options.ts";
import type { CliCommand } from "../command.ts";

export const initCommand: CliCommand = {
  name: "init",
  summary: "create the keyspace, the history table and the migrations directory, where missing",
  description:
    "Creates the keyspace, with the configured replication or one that fits the nodes; the table that holds history and " +
    "lock; and the directory. What exists is left as it is: running it again does no harm.",
  options: AGREEMENT_OPTIONS,
  examples: [
    ["tidemark init", "with the tidemark.yaml of this directory"],
    ["tidemark init --host 127.0.0.1 --keyspace shop", "without a configuration file"],
  ],
  async run(run) {
    const created = await (await run.tidemark()).init();
    const { keyspace, directory, hasCreatedScope, hasCreatedHistory, replication, absent, warnings = [] } = created;
    for (const warning of warnings) run.note(`warning: the server says: ${warning}`);
    for (const node of absent) run.note(`warning: went on without ${describeAbsent(node)}`);
    run.print(`keyspace    ${keyspace}${hasCreatedScope ? ` (${describeCreated(replication)})` : ""}`);
    run.print(`history     ${hasCreatedHistory ? "created" : "is there"}`);
    run.print(`migrations  ${directory}`);
    run.printJson({
      keyspace,
      directory,
      hasCreatedKeyspace: hasCreatedScope,
      replication: replication ?? null,
      hasCreatedHistory,
      absent,
      warnings,
    });
    return 0;
  },
};

/** Of one node there is nothing to tell: it has the only replica. */
function describeCreated(replication: InitReport["replication"]): string {
  const isAlone = replication?.class === "SimpleStrategy" && replication.replication_factor === "1";
  return replication === undefined || isAlone ? "created" : `created, ${describeReplication(replication)}`;
}
