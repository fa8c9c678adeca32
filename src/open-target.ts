// From a settled configuration to an open target: chooses dialect and adapter. Drivers are loaded here, when needed.
import type { Config } from "./config/config.ts";
import { type ConfiguredTarget, requireTarget, sqlOptionsOf } from "./config/require-target.ts";
import { cqlDialect } from "./dialect/cql-dialect.ts";
import type { Dialect } from "./dialect/dialect.ts";
import { sqlDialect } from "./dialect/sql-dialect.ts";
import type { Target } from "./engine/ports.ts";

/** The dialect that files are read in, known before a server is asked. */
export function chooseDialect({ dialect, cassandra, database }: Config): Dialect {
  switch (dialect) {
    case "cassandra":
    case "scylla":
    case "astra":
    case "dse":
      return cqlDialect(dialect);
    case "cockroach":
    case "postgres":
      return sqlDialect(dialect);
    case undefined:
      if (database !== undefined) return sqlDialect("postgres");
      return cqlDialect(cassandra?.secureConnectBundle === undefined ? "cassandra" : "astra");
  }
}

/**
 * @param mayCreate whether an embedded database that is not there is made
 * @throws ToolError "config-invalid" without a target, "unsupported-server", "connection-failed", "target-missing"
 */
export async function openTarget(config: Config, mayCreate: boolean): Promise<Target> {
  const target: ConfiguredTarget = requireTarget(config);
  if (target.kind === "sql") {
    const { openSqlTarget } = await import("./adapters/sql/sql-target.ts");
    const { dialect } = target;
    const options = { ...sqlOptionsOf(target), mayCreate };
    return openSqlTarget(options, dialect === "cockroach" || dialect === "postgres" ? dialect : undefined);
  }
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
