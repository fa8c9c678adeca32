// A service that migrates when it starts (MIGRATE=run), or only looks whether the schema will do (MIGRATE=check).
import { fileURLToPath } from "node:url";
import Fastify from "fastify";
import { Tidemark } from "tidemark";

/** The oldest schema that this release works with. Without a `max` a newer one will do: it only adds what we do not know. */
const NEEDS = { min: "9" };

/** Exit codes as those of the command line: whoever starts this service can tell "later" from "never". */
const EXIT_CODES = {
  "config-invalid": 2,
  "migration-files-invalid": 2,
  "target-missing": 2,
  "lock-held": 3,
  "lock-lost": 3,
  "history-diverged": 4,
  "step-in-doubt": 4,
  "connection-failed": 5,
  interrupted: 143,
};

const {
  MIGRATE = "check",
  HOST = "127.0.0.1",
  PORT = "3000",
  CASSANDRA_HOST = "127.0.0.1",
  CASSANDRA_PORT = "9042",
  CASSANDRA_KEYSPACE = "shop",
  CASSANDRA_USERNAME,
  CASSANDRA_PASSWORD,
} = process.env;

const service = Fastify({ logger: true });
const stopping = new AbortController();
const { signal } = stopping;
for (const name of ["SIGINT", "SIGTERM"]) process.once(name, () => stopping.abort(name));

/** Connected when it is first needed, and again when that failed: the database may come later than we do. */
let opened;
function connect() {
  opened ??= Tidemark.open({
    contactPoints: CASSANDRA_HOST.split(",").map((host) => `${host}:${CASSANDRA_PORT}`),
    username: CASSANDRA_USERNAME,
    password: CASSANDRA_PASSWORD,
    keyspace: CASSANDRA_KEYSPACE,
    migrationsDir: fileURLToPath(new URL("../migrations", import.meta.url)),
  }).catch((error) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

const ASK_EVERY_MS = 2000;

/** However often it is asked, the database is asked seldom. */
function remember(look) {
  let answer;
  let untilMs = 0;
  return () => {
    if (performance.now() >= untilMs) {
      untilMs = Number.POSITIVE_INFINITY;
      answer = look().finally(() => {
        untilMs = performance.now() + ASK_EVERY_MS;
      });
    }
    return answer;
  };
}

/** Once the schema fits it is not looked at again: that the database is away for a moment is no reason to be taken out. */
let fitting;
const readiness = remember(async () => {
  try {
    fitting ??= await (await connect()).assertCompatible(NEEDS);
    return { ready: true, current: fitting.current };
  } catch (error) {
    return { ready: false, reason: error.message };
  }
});

const schemaStatus = remember(async () => (await connect()).status());

/** Who watches us asks often. */
const SELDOM_LOGGED = { logLevel: "warn" };

// The process runs: nothing else is asked, or a slow database would have us restarted.
service.get("/live", SELDOM_LOGGED, async () => ({ live: true }));

service.get("/ready", SELDOM_LOGGED, async (_request, reply) => {
  const answer = await readiness();
  return reply.code(answer.ready ? 200 : 503).send(answer);
});

service.get("/status", async (_request, reply) => {
  try {
    return await schemaStatus();
  } catch (error) {
    return reply.code(503).send({ code: error.code, message: error.message });
  }
});

async function migrate() {
  const tidemark = await connect();
  await tidemark.init();
  const { applied, currentLabel } = await tidemark.migrate({ onEvent: tell, signal });
  service.log.info(`${applied.length} applied; ${CASSANDRA_KEYSPACE} is at ${currentLabel}`);
}

function tell(event) {
  if (event.kind === "migration-finished") service.log.info(`applied ${event.migration.label}`);
  if (event.kind === "waiting-for-lease") service.log.info("another instance is migrating; waiting for it");
}

function stopped() {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", resolve, { once: true });
  });
}

async function main() {
  // Before the migration, which may take long: whoever watches us sees that we live and are not ready.
  await service.listen({ host: HOST, port: Number(PORT) });
  try {
    if (MIGRATE === "run") await migrate();
    await stopped();
  } finally {
    await service.close();
    await (await opened?.catch(() => undefined))?.close();
  }
}

try {
  if (!["run", "check"].includes(MIGRATE)) {
    throw Object.assign(new Error(`MIGRATE is run or check, not ${MIGRATE}`), { code: "config-invalid" });
  }
  await main();
} catch (error) {
  service.log.error({ code: error.code, hint: error.hint }, error.message);
  process.exitCode = EXIT_CODES[error.code] ?? 1;
}
