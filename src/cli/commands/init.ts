import { describeReplication } from "../../cql/replication/choose-replication.ts";
import { describeAbsent } from "../../engine/agreement-watch.ts";
import type { InitReport } from "../../tidemark-calls.ts";
import { AGREEMENT_OPTIONS } from "../agreement-options.ts";
import type { CliCommand } from "../command.ts";

export const initCommand: CliCommand = {
  name: "init",
  summary: "create the keyspace or schema, the history and the migrations directory, where missing",
  description:
    "Creates the keyspace, with the configured replication or one that fits the nodes, or the schema of a SQL database; the " +
    "tables that hold history and lock; and the directory. What exists is left as it is: running it again does no harm.",
  options: AGREEMENT_OPTIONS,
  examples: [
    ["tidemark init", "with the tidemark.yaml of this directory"],
    ["tidemark init --host 127.0.0.1 --keyspace shop", "without a configuration file"],
    ["tidemark init --url pglite:./shop", "an embedded PostgreSQL in the directory shop"],
  ],
  async run(run) {
    const tidemark = await run.tidemark();
    const created = await tidemark.init();
    const { title, directory, hasCreatedScope, hasCreatedHistory, replication, absent, warnings = [] } = created;
    const isSql = tidemark.config.database !== undefined;
    for (const warning of warnings) run.note(`warning: the server says: ${warning}`);
    for (const node of absent) run.note(`warning: went on without ${describeAbsent(node)}`);
    const noted = hasCreatedScope ? ` (${isSql ? "schema created" : describeCreated(replication)})` : "";
    run.print(`${isSql ? "database  " : "keyspace  "}  ${title}${noted}`);
    run.print(`history     ${hasCreatedHistory ? "created" : "is there"}`);
    run.print(`migrations  ${directory}`);
    run.printJson({
      directory,
      ...(isSql
        ? { hasCreatedSchema: hasCreatedScope }
        : { hasCreatedKeyspace: hasCreatedScope, replication: replication ?? null }),
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
