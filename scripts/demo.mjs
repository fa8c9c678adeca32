// `npm run demo`: a shop's database on an embedded PostgreSQL, then its keyspace on a real Cassandra, migrated as a person would do
// it, and another one whose tables are declared. Without Java or Maven the first alone. Every line behind a `$` is run by a shell exactly as it is shown, and what follows it is what it printed. Nothing
// is left behind, not after Ctrl-C either.
import { spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const isColored = process.stdout.isTTY === true && (process.env.NO_COLOR ?? "") === "";
const paint = (code) => (text) => (isColored ? `\u001b[${code}m${text}\u001b[0m` : text);
const bold = paint(1);
const dim = paint(2);
const prompt = paint(36)("$");

const interrupt = new AbortController();
for (const name of ["SIGINT", "SIGTERM"]) {
  process.on(name, () => {
    if (interrupt.signal.aborted) process.exit(1);
    interrupt.abort(name);
  });
}

/** Only what happens next, so that the commands stay the main thing. */
const say = (text) => console.log(dim(`# ${text}`));

async function main() {
  if (!existsSync(join(root, "dist/bin/tidemark.js"))) {
    throw Object.assign(new Error("dist/ is missing"), { hint: "npm ci builds it" });
  }
  const startedMs = performance.now();
  const directory = mkdtempSync(join(tmpdir(), "tidemark-demo-"));
  // Also when a second Ctrl-C ends the process at once; the server has a supervisor that sees to it.
  const removeDirectory = () => rmSync(directory, { recursive: true, force: true });
  process.on("exit", removeDirectory);
  // Its start takes as long as the first story does.
  const starting = startServer();
  starting.catch(() => undefined);
  let sandbox;
  try {
    const enter = prepareShell(directory);
    console.log(`${bold("tidemark: a shop's schema on an embedded PostgreSQL")}\n`);
    await sqlTour(enter("sql"));
    isAwaited = true;
    sandbox = await starting;
    if (sandbox.kind === "missing") say(`the same on a real Cassandra is left out: ${sandbox.reason}`);
    else {
      console.log(`${bold("tidemark: a shop's schema on a real Cassandra")}\n`);
      const address = `${sandbox.contactPoint}:${sandbox.port}`;
      cpSync(join(root, "examples/migrations"), join(directory, "shop/migrations"), { recursive: true });
      await tour(enter("shop"), address);
      await declareTables(enter("reviews"), address);
    }
  } finally {
    sandbox ??= await starting.catch(() => undefined);
    await sandbox?.stop?.();
    removeDirectory();
  }
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
  say(`done in ${seconds} s; the databases and their data are gone`);
}

/** Whether the start of the server is all that happens: its notes would stand in the middle of another story. */
let isAwaited = false;

/** @returns also what is missing on this machine for a Cassandra */
async function startServer() {
  const { startCassandra } = await import("../dist/sandbox/start-cassandra.js");
  // What it does is told only where somebody waits for it: a download, the first time.
  const notes = [];
  const timer = setInterval(() => isAwaited && notes.splice(0).forEach(say), 1_000);
  try {
    return await startCassandra({ signal: interrupt.signal, onProgress: (text) => void notes.push(text) });
  } catch (error) {
    if (interrupt.signal.aborted) throw error;
    return { kind: "missing", reason: error.message };
  } finally {
    clearInterval(timer);
  }
}

/** Needs nothing but Node. */
async function sqlTour(shell) {
  say("where the database is: a directory here, a server in production");
  await shell("echo 'database: { url: pglite:./shop }' > tidemark.yaml && tidemark init");
  await shell("tidemark new create customers");
  await shell(`cat > migrations/V001__create_customers.sql <<'SQL'
CREATE TABLE customers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text NOT NULL
);
INSERT INTO customers (email) VALUES ('ann@example.com'), ('ben@example.com');

-- @down
DROP TABLE customers;
SQL`);
  await shell("tidemark migrate");
  say("a mistake in the third statement: the two before it are taken back with it");
  await shell(`cat > migrations/V002__create_orders.sql <<'SQL'
CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint NOT NULL REFERENCES customers, state text);
INSERT INTO orders VALUES (1, 1, 'paid'), (2, 2, 'open');
CREATE INDEX orders_by_state ON orders (stat);

-- @down
DROP TABLE orders;
SQL`);
  await shell("tidemark migrate", { exitCode: 1 });
  await shell("tidemark snapshot | grep TABLE");
  say("corrected; and an index that is built while the shop goes on selling, which no transaction can do");
  await shell("sed -i.bak 's/(stat)/(state)/' migrations/V002__create_orders.sql && rm migrations/*.bak");
  await shell(`cat > migrations/V003__find_customers.sql <<'SQL'
ALTER TABLE customers ADD COLUMN name text;
CREATE INDEX CONCURRENTLY customers_by_email ON customers (email);

-- @down
DROP INDEX CONCURRENTLY customers_by_email;
ALTER TABLE customers DROP COLUMN name;
SQL`);
  await shell("tidemark migrate --dry-run");
  await shell("tidemark migrate");
  await shell("tidemark rollback --yes");
  await shell("tidemark status");
  say("somebody changes the schema by hand");
  await shell(`cat > by-hand.mjs <<'JS' && node by-hand.mjs
import { Database } from "tidemark";

const shop = Database.fromUrl("pglite:./shop");
await shop.execute("ALTER TABLE customers ADD COLUMN vip boolean");
await shop.close();
JS`);
  await shell("tidemark drift", { exitCode: 1 });
  await shell("tidemark history");
}

async function tour(shell, address) {
  say("where the database is");
  await shell(`cat > tidemark.yaml <<'YAML'
keyspace: shop
profiles:
  dev:
    cassandra:
      contact_points: ["${address}"]
YAML`);
  await shell("tidemark init --profile dev");
  say("nine migrations are there; eight runners start at once, one does the work");
  await shell("for n in 1 2 3 4 5 6 7 8; do tidemark migrate --profile dev --quiet & done; wait");
  await shell("tidemark new add phone to customers --profile dev");
  await shell(`cat > migrations/V010__add_phone_to_customers.cql <<'CQL'
-- Orders are confirmed by text message.
ALTER TABLE customers ADD IF NOT EXISTS phone text;
UPDATE customers SET phone = '+44 20 7946 0100' WHERE id = 6d1f3c52-8a1e-4c6e-9d2a-0f4b7c5e1a01;

-- @down
ALTER TABLE customers DROP IF EXISTS phone;
CQL`);
  await shell("tidemark pending --profile dev", { exitCode: 1 });
  await shell("tidemark migrate --dry-run --profile dev");
  await shell("tidemark migrate --profile dev");
  await shell("tidemark status --profile dev");
  await shell("tidemark rollback --yes --profile dev");
  await shell("tidemark migrate --profile dev");
  await shell("tidemark history --profile dev");
}

/** The tables are declared in TypeScript; the migrations that lead there are generated, and one changes data in code. */
async function declareTables(shell, address) {
  say("a second keyspace, whose tables are declared; one for oneself, and one that stands for production");
  await shell(writeModels(""));
  await shell(`cat > tidemark.yaml <<'YAML'
cassandra:
  contact_points: ["${address}"]
models: models.ts
profiles:
  dev: { keyspace: reviews_dev }
  prod: { keyspace: reviews }
YAML`);
  await shell("tidemark init --quiet --profile dev && tidemark init --quiet --profile prod");
  await shell("tidemark sync --profile dev");
  await shell("tidemark sync --profile prod", { exitCode: 2 });
  await shell("tidemark generate create_reviews && cat migrations/V001__create_reviews.cql");
  await shell("tidemark migrate --profile prod");
  say("the model gets one line more; sync does it in place");
  await shell(writeModels("\n  verdict: text(),"));
  await shell("tidemark sync --profile dev");
  await shell("tidemark generate add_verdict && cat migrations/V002__add_verdict.cql");
  say("what is in the rows is changed in code; two thousand rows are written first, to have some");
  await shell(`cat > migrations/20261122_001_import_reviews.ts <<'TS'
import { defineMigration } from "tidemark";

const WRITE = "INSERT INTO reviews (product, at, id, author, stars) VALUES (?, ?, ?, ?, ?)";

export default defineMigration({
  async upgrade(ctx) {
    for (let done = 0; done < 2_000; done += 500) {
      const numbers = Array.from({ length: 500 }, (_, index) => done + index);
      await Promise.all(
        numbers.map((n) => {
          const id = ctx.types.Uuid.fromString(\`00000000-0000-4000-8000-\${String(n).padStart(12, "0")}\`);
          return ctx.execute(WRITE, [\`tea-\${n % 20}\`, new Date(1_770_000_000_000 + n), id, "ann", 1 + (n % 5)]);
        }),
      );
      ctx.progress(done + 500, 2_000);
    }
  },
  async downgrade(ctx) {
    await ctx.execute("TRUNCATE reviews");
  },
});
TS`);
  await shell(`cat > migrations/20261122_002_pass_verdicts.ts <<'TS'
import { defineMigration } from "tidemark";

const WRITE = "UPDATE reviews SET verdict = ? WHERE product = ? AND at = ? AND id = ?";

export default defineMigration({
  async upgrade(ctx) {
    let done = 0;
    for await (const page of ctx.query("SELECT product, at, id, stars FROM reviews", [], { pageSize: 400 }).pages()) {
      await Promise.all(
        page.map(({ product, at, id, stars }) => ctx.execute(WRITE, [stars < 3 ? "poor" : "good", product, at, id])),
      );
      done += page.length;
      ctx.progress(done, 2_000);
    }
    ctx.log(\`\${done} verdicts\`);
  },
  async downgrade(ctx) {
    for await (const page of ctx.query("SELECT product, at, id FROM reviews").pages()) {
      await Promise.all(page.map(({ product, at, id }) => ctx.execute(WRITE, [null, product, at, id])));
    }
  },
});
TS`);
  await shell("tidemark migrate --profile prod --target 20261122_001");
  await shell("tidemark migrate --profile prod --dry-run");
  await shell("tidemark migrate --profile prod");
  await shell("tidemark rollback --yes --profile prod");
  await shell("tidemark status --profile prod");
  say("in one's own keyspace sync has made what is generated; the code runs there as well");
  await shell(
    "tidemark baseline 2 --yes --profile dev && tidemark migrate --profile dev && tidemark drift --profile dev",
  );
}

/** @param more a further line of the table */
function writeModels(more) {
  return `cat > models.ts <<'TS'
import { table, text, timestamp, tinyint, uuid } from "tidemark/models";

export const reviews = table("reviews", {
  product: text().partitionKey(),
  at: timestamp().clusteringKey("desc"),
  id: uuid().clusteringKey(),
  author: text().indexed(),
  stars: tinyint(),${more}
});
TS`;
}

/** Gives shells in directories of their own, in which `tidemark` is the built one. */
function prepareShell(directory) {
  const bin = join(directory, "bin");
  mkdirSync(bin);
  const program = join(bin, "tidemark");
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${join(root, "dist/bin/tidemark.js")}" "$@"\n`);
  chmodSync(program, 0o755);
  // As `npm link tidemark` would leave it.
  mkdirSync(join(directory, "node_modules"));
  symlinkSync(root, join(directory, "node_modules/tidemark"));
  const env = { ...withoutOwnSettings(process.env), PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` };
  return (name) => {
    const cwd = join(directory, name);
    mkdirSync(cwd, { recursive: true });
    return (command, expected = { exitCode: 0 }) => run(command, expected.exitCode, { cwd, env });
  };
}

/** What the person has set for a database of their own is not for the demo. */
function withoutOwnSettings(env) {
  const isForeign = (name) => /^(TIDEMARK|CQLTRACK)_|^DATABASE_URL$/.test(name);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isForeign(name)));
}

async function run(command, expectedExitCode, options) {
  const [first, ...rest] = command.split("\n");
  console.log([`${prompt} ${bold(first)}`, ...rest].join("\n"));
  // A group of its own, so that an interruption reaches all of it once, and its end can be waited for.
  const child = spawn("sh", ["-c", command], { ...options, detached: true, stdio: ["ignore", "inherit", "inherit"] });
  const forward = () => signalGroup(child.pid, "SIGTERM");
  interrupt.signal.addEventListener("abort", forward, { once: true });
  const exitCode = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  while (interrupt.signal.aborted && signalGroup(child.pid, 0)) await sleep(20);
  interrupt.signal.removeEventListener("abort", forward);
  interrupt.signal.throwIfAborted();
  if (exitCode !== expectedExitCode) throw new Error(`the command above ended with exit code ${exitCode}`);
  console.log();
}

/** @returns whether anybody of the group is there */
function signalGroup(groupId, signal) {
  try {
    return process.kill(-groupId, signal);
  } catch {
    return false;
  }
}

try {
  await main();
} catch (error) {
  if (interrupt.signal.aborted) {
    say("interrupted; the databases and their data are gone");
    process.exitCode = interrupt.signal.reason === "SIGTERM" ? 143 : 130;
  } else {
    console.error(`demo: ${error.message}${error.hint === undefined ? "" : `: ${error.hint}`}`);
    process.exitCode = 1;
  }
}
