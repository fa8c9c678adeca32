// Migrates the shop's keyspace, as a service would when it starts.
import { fileURLToPath } from "node:url";
import { Tidemark } from "tidemark";

const { CASSANDRA_HOST = "127.0.0.1", CASSANDRA_PORT = "9042", CASSANDRA_KEYSPACE = "shop" } = process.env;

async function main() {
  const tidemark = await Tidemark.open({
    contactPoints: [`${CASSANDRA_HOST}:${CASSANDRA_PORT}`],
    keyspace: { name: CASSANDRA_KEYSPACE, replication: { class: "SimpleStrategy", replication_factor: 1 } },
    migrationsDir: fileURLToPath(new URL("../migrations", import.meta.url)),
    lockWait: "1m",
  });
  try {
    await tidemark.init();
    const { applied, currentLabel } = await tidemark.migrate({ onEvent: tell });
    console.log(`${applied.length} applied; ${CASSANDRA_KEYSPACE} is at ${currentLabel}`);
  } finally {
    await tidemark.close();
  }
}

/** Events are data; this service cares for two kinds. */
function tell(event) {
  if (event.kind === "migration-finished")
    console.log(`applied ${event.migration.label} ${event.migration.description}`);
  if (event.kind === "waiting-for-lease") console.log("another instance is migrating; waiting for it");
}

try {
  await main();
} catch (error) {
  switch (error.code) {
    case "connection-failed":
    case "lock-held":
      // It may pass: whoever starts this service may start it again.
      console.error(`later, perhaps: ${error.message}`);
      process.exitCode = 75;
      break;
    case "step-failed":
      console.error(`${error.details.file}:${error.details.line} does not run: ${error.message}`);
      process.exitCode = 1;
      break;
    case "history-diverged":
    case "step-in-doubt":
      console.error(`a person must look at this: ${error.message}\n${error.hint}`);
      process.exitCode = 1;
      break;
    default:
      throw error;
  }
}
