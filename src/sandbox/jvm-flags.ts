// A node's place and options → the arguments of its JVM. Pure.

export interface JvmOptions {
  readonly directory: string;
  readonly jars: readonly string[];
  readonly archiveFlags: readonly string[];
  readonly jvmHeap: string;
  readonly isDdlFast: boolean;
  /** The token that the node owns; undefined when it owns the whole ring. */
  readonly initialToken: bigint | undefined;
  /** They win over all others. */
  readonly systemProperties: Readonly<Record<string, string>>;
}

// What Cassandra 4.0-5.0 reaches into on Java 11 and 17 (its own conf/jvm17-server.options).
const EXPORTS = [
  "java.base/jdk.internal.misc",
  "java.base/jdk.internal.ref",
  "java.base/sun.nio.ch",
  "java.base/java.lang.ref",
  "java.management.rmi/com.sun.jmx.remote.internal.rmi",
  "java.rmi/sun.rmi.registry",
  "java.rmi/sun.rmi.server",
  "java.sql/java.sql",
  "jdk.unsupported/sun.misc",
];
const OPENS = [
  "java.base/java.lang.module",
  "java.base/jdk.internal.loader",
  "java.base/jdk.internal.ref",
  "java.base/jdk.internal.reflect",
  "java.base/jdk.internal.math",
  "java.base/jdk.internal.module",
  "java.base/jdk.internal.util.jar",
  "java.base/sun.nio.ch",
  "java.base/java.io",
  "java.base/java.lang",
  "java.base/java.util",
  "java.base/java.nio",
  "java.base/java.util.concurrent",
  "java.base/java.util.concurrent.atomic",
  "jdk.management/com.sun.management.internal",
];

/** Everything behind the word `java`. The speed of the start is measured on 5.0.8, two cores, Java 17. */
export function jvmFlags(options: JvmOptions): readonly string[] {
  const { directory } = options;
  const properties: Readonly<Record<string, string>> = {
    "cassandra.config": `file://${encodeURI(directory)}/cassandra.yaml`,
    "logback.configurationFile": `${directory}/logback.xml`,
    "cassandra.storagedir": directory,
    "cassandra.logdir": directory,
    "cassandra-foreground": "yes",
    // Native libraries are unpacked here: a killed JVM would leave them in the machine's own.
    "java.io.tmpdir": `${directory}/tmp`,
    "jna.tmpdir": `${directory}/tmp`,
    "jdk.attach.allowAttachSelf": "true",
    "chronicle.analytics.disable": "true",
    "cassandra.skip_wait_for_gossip_to_settle": "0",
    "cassandra.ring_delay_ms": "1000",
    "cassandra.superuser_setup_delay_ms": "0",
    // 5.0 otherwise measures it with 100,000 rows: 1.1 s of a start of 3.8 s. It is only memory accounting.
    "cassandra.memtable.row_overhead_size": "180",
    // No JMX listens here, so nobody can see an MBean: 0.2 s a start.
    "org.apache.cassandra.disable_mbean_registration": "true",
    // The data outlive a killed server, not a power cut.
    "cassandra.skip_sync": "true",
    ...options.systemProperties,
  };
  return [
    // C1 alone starts with half the processor time, and its DDL and writes were no slower after 200 tables and 500,000 rows.
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    // Small at first: as root, Cassandra locks (and so touches) the whole initial heap.
    "-XX:InitialHeapSize=64m",
    `-Xmx${options.jvmHeap}`,
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:-UsePerfData",
    `-XX:ErrorFile=${directory}/jvm-error.log`,
    ...options.archiveFlags,
    ...EXPORTS.map((name) => `--add-exports=${name}=ALL-UNNAMED`),
    ...OPENS.map((name) => `--add-opens=${name}=ALL-UNNAMED`),
    ...Object.entries(properties).map(([key, value]) => `-D${key}=${value}`),
    ...(options.isDdlFast ? ["-Dcassandra.test.flush_local_schema_changes=false"] : []),
    ...(options.initialToken === undefined ? [] : [`-Dcassandra.initial_token=${options.initialToken}`]),
    "-cp",
    options.jars.join(":"),
    "org.apache.cassandra.service.CassandraDaemon",
  ];
}
