// `npm run demo`: a shop's keyspace on a real Cassandra, migrated as a person would do it. Every line behind a `$` is run
// by a shell exactly as it is shown, and what follows it is what it printed. Nothing is left behind, not after Ctrl-C either.
import { spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
  const { startCassandra } = await import("../dist/sandbox/start-cassandra.js");
  console.log(`${bold("tidemark: a shop's schema on a real Cassandra")}\n`);
  const sandbox = await startCassandra({ signal: interrupt.signal, onProgress: say });
  const directory = mkdtempSync(join(tmpdir(), "tidemark-demo-"));
  // Also when a second Ctrl-C ends the process at once; the server has a supervisor that sees to it.
  const removeDirectory = () => rmSync(directory, { recursive: true, force: true });
  process.on("exit", removeDirectory);
  try {
    await tour(prepareShell(directory), `${sandbox.contactPoint}:${sandbox.port}`);
  } finally {
    await sandbox.stop();
    removeDirectory();
  }
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
  say(`done in ${seconds} s; the server and its data are gone`);
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

/** A shell in an empty directory with the shop's migrations, in which `tidemark` is the built one. */
function prepareShell(directory) {
  const bin = join(directory, "bin");
  const shop = join(directory, "shop");
  mkdirSync(bin);
  cpSync(join(root, "examples/migrations"), join(shop, "migrations"), { recursive: true });
  const program = join(bin, "tidemark");
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${join(root, "dist/bin/tidemark.js")}" "$@"\n`);
  chmodSync(program, 0o755);
  const env = { ...withoutOwnSettings(process.env), PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` };
  return (command, expected = { exitCode: 0 }) => run(command, expected.exitCode, { cwd: shop, env });
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
    say("interrupted; the server and its data are gone");
    process.exitCode = interrupt.signal.reason === "SIGTERM" ? 143 : 130;
  } else {
    console.error(`demo: ${error.message}${error.hint === undefined ? "" : `: ${error.hint}`}`);
    process.exitCode = 1;
  }
}
