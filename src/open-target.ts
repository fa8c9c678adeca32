// From a settled configuration to an open target: chooses dialect and adapter. Drivers are loaded here, when needed.
import { ToolError } from "./base/errors.ts";
import type { Config } from "./config/config.ts";
import { type ConfiguredTarget, requireTarget } from "./config/require-target.ts";
import { cqlDialect } from "./dialect/cql-dialect.ts";
import type { Dialect } from "./dialect/dialect.ts";
import type { Target } from "./engine/ports.ts";

/** The dialect that files are read in, known before a server is asked. */
export function chooseDialect(config: Config): Dialect {
  const { dialect } = config;
  switch (dialect) {
    case "cassandra":
    case "scylla":
    case "astra":
    case "dse":
      return cqlDialect(dialect);
    case undefined:
      return cqlDialect(config.cassandra?.secureConnectBundle === undefined ? "cassandra" : "astra");
    case "cockroach":
    case "postgres":
      throw new ToolError("unsupported-server", `the dialect "${dialect}" is not supported yet`);
  }
}

/** @throws ToolError "config-invalid" without a target, "unsupported-server", "connection-failed" */
export async function openTarget(config: Config): Promise<Target> {
  const target: ConfiguredTarget = requireTarget(config);
  if (target.kind === "sql") throw new ToolError("unsupported-server", "SQL databases are not supported yet");
  const { cassandra, keyspace, history } = target;
  const { openCassandraTarget } = await import("./adapters/cassandra/cassandra-target.ts");
  const options = {
    ...cassandra,
    keyspace: keyspace.name,
    replication: keyspace.replication,
    history,
    agreement: {
      waitMs: config.schema.agreementWaitMs,
      tolerateDown: config.schema.tolerateDown,
      view: config.schema.agreement,
    },
  };
  return openCassandraTarget(options, chooseDialect(config));
}
