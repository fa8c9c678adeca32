// Starts a real Cassandra that lives no longer than this process.
import { launchSupervisor } from "./launch-supervisor.ts";
import type { CassandraOptions, Sandbox } from "./sandbox.ts";
import { settleSpec } from "./sandbox-spec.ts";

/**
 * Resolves when every node answers CQL. A supervisor process ends the servers and removes their directory on `stop()`, and also when
 * this process ends in whatever way; a sandbox keeps no process alive. Needs Java, and Maven the first time.
 * Throws `ToolError`: "usage" for options that do not hold, "sandbox-failed" with the log's reason, "interrupted" by the signal.
 */
export async function startCassandra(options: CassandraOptions = {}): Promise<Sandbox> {
  const spec = settleSpec(options, null);
  const supervised = await launchSupervisor(spec, { signal: options.signal, onProgress: options.onProgress });
  const { place, stop } = supervised;
  return { ...place, stop, [Symbol.asyncDispose]: stop };
}

/** Runs `use` with a sandbox and stops it after, however `use` ends. */
export async function withCassandra<Result>(
  options: CassandraOptions,
  use: (sandbox: Sandbox) => Promise<Result>,
): Promise<Result> {
  const sandbox = await startCassandra(options);
  try {
    return await use(sandbox);
  } finally {
    await sandbox.stop();
  }
}
