// Goal: a sandbox answers CQL, keeps out of the way of others, and leaves nothing behind, however it ends.
// Method: real servers; a temporary directory and a state directory of the test's own, which must be empty after each end.
import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Client } from "cassandra-driver";
import { ToolError } from "../../src/base/errors.ts";
import { listSandboxes, startDetached, stopSandbox } from "../../src/sandbox/named-sandbox.ts";
import type { Sandbox, SandboxPlace } from "../../src/sandbox/sandbox.ts";
import { startCassandra, withCassandra } from "../../src/sandbox/start-cassandra.ts";

let root = "";
let temporary = "";

before(async () => {
  root = await mkdtemp(join(tmpdir(), "tidemark-test-"));
  temporary = join(root, "tmp");
  await mkdir(temporary);
  process.env.TMPDIR = temporary;
  process.env.XDG_STATE_HOME = join(root, "state");
});

after(async () => {
  delete process.env.TMPDIR;
  delete process.env.XDG_STATE_HOME;
  await rm(root, { recursive: true, force: true });
});

/** What is off in a server of one's own, and lets every kind of migration be tried. */
const OPTIONAL_DDL: readonly string[] = [
  "CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
  "CREATE TABLE k.t (a int PRIMARY KEY, b text, c text)",
  "CREATE INDEX ON k.t (c)",
  "CREATE CUSTOM INDEX ON k.t (b) USING 'org.apache.cassandra.index.sasi.SASIIndex'",
  "CREATE MATERIALIZED VIEW k.v AS SELECT * FROM k.t WHERE b IS NOT NULL AND a IS NOT NULL PRIMARY KEY (b, a)",
  "CREATE FUNCTION k.f (x int) RETURNS NULL ON NULL INPUT RETURNS int LANGUAGE java AS 'return x + 1;'",
];

test("a sandbox runs DDL, with views, functions, SASI and masks on, and nothing is left after its stop", async () => {
  const sandbox = await startCassandra();
  try {
    assert.match(sandbox.version, /^5\.0\./);
    await withClient(sandbox, async (client) => {
      for (const statement of OPTIONAL_DDL) await client.execute(statement);
      await client.execute("ALTER TABLE k.t ALTER c MASKED WITH DEFAULT");
      await client.execute("INSERT INTO k.t (a, b) VALUES (1, 'one')");
      const { rows } = await client.execute("SELECT k.f(a) AS next FROM k.t");
      assert.equal(rows[0]?.next, 2);
    });
  } finally {
    await sandbox.stop();
  }
  await assertNothingLeft(sandbox);
});

test("a release line names its newest release, which runs the same DDL on a Java of one's choice", async () => {
  const java = execFileSync(process.execPath, ["scripts/java-11.mjs"], { encoding: "utf8" }).trim();
  await withCassandra({ version: "3.11", java }, async (sandbox) => {
    assert.match(sandbox.version, /^3\.11\.\d+$/);
    await withClient(sandbox, async (client) => {
      for (const statement of OPTIONAL_DDL) await client.execute(statement);
      await client.execute("CREATE TABLE k.old (a int PRIMARY KEY, b text) WITH COMPACT STORAGE");
      await client.execute("ALTER TABLE k.old DROP COMPACT STORAGE");
    });
  });
  await assertNothingLeft();
});

test("a Java that does not fit is a mistake in use, and so is a path where there is none", async () => {
  const command = join(root, "home", "bin", "java");
  await mkdir(dirname(command), { recursive: true });
  await writeFile(command, "#!/bin/sh\necho 'openjdk version \"21\"' >&2\n", { mode: 0o755 });
  const misfit = { code: "usage", message: `Cassandra 4.1.10 needs Java 11, not Java 21 (${command})` };
  await assert.rejects(startCassandra({ version: "4.1", java: command }), misfit);
  await assert.rejects(startCassandra({ version: "4.1", java: join(root, "home") }), misfit);
  await assert.rejects(startCassandra({ java: join(root, "nothing") }), { code: "usage", message: /^no Java answers/ });
  await assertNothingLeft();
});

test("two that start at the same instant live side by side, and one's stop leaves the other", async () => {
  const [one, two] = await Promise.all([startCassandra(), startCassandra()]);
  try {
    assert.notEqual(one.contactPoint, two.contactPoint);
    await one.stop();
    await withClient(two, async (client) => {
      const { rows } = await client.execute("SELECT release_version FROM system.local");
      assert.equal(rows[0]?.release_version, two.version);
    });
  } finally {
    await Promise.all([one.stop(), two.stop()]);
  }
  await assertNothingLeft(one, two);
});

test("the nodes of a cluster know each other when the start ends", async () => {
  await withCassandra({ nodes: 2 }, async (sandbox) => {
    for (const { address } of sandbox.nodes) {
      await withClient({ ...sandbox, contactPoint: address }, async (client) => assert.equal(client.hosts.length, 2));
    }
  });
  await assertNothingLeft();
});

test("nothing is left after a parent that was killed, and none of it is hurt by a Ctrl-C that the parent survives", async () => {
  const parent = startParent();
  const place = await readPlace(parent);
  // A terminal sends it to the whole group.
  process.kill(-requirePid(parent), "SIGINT");
  await sleep(300);
  assert.ok(isRunning(place), "the server lives on while the parent does");
  parent.kill("SIGKILL");
  await eventually(async () => !isRunning(place) && (await readdir(temporary)).length === 0);
  await assertNothingLeft(place);
});

test("on Linux no server outlives a supervisor that was killed, and the parent tidies up", {
  skip: process.platform !== "linux",
}, async () => {
  const sandbox = await startCassandra();
  process.kill(parentOf(sandbox.nodes[0]?.pid ?? 0), "SIGKILL");
  await sandbox.stop();
  await eventually(async () => !isRunning(sandbox));
  await assertNothingLeft(sandbox);
});

test("a server that does not start says why, and nothing is left", async () => {
  await assert.rejects(startCassandra({ settings: { no_such_setting: 1 } }), (error) => {
    assert.ok(error instanceof ToolError);
    assert.equal(error.code, "sandbox-failed");
    assert.match(error.message, /Invalid yaml.*no_such_setting/);
    return true;
  });
  await assertNothingLeft();
});

test("an aborted start ends at once, and nothing is left", async () => {
  const abort = new AbortController();
  const onProgress = (text: string): void => {
    if (text.startsWith("starting")) setTimeout(() => abort.abort(), 500);
  };
  await assert.rejects(startCassandra({ signal: abort.signal, onProgress }), { code: "interrupted" });
  await assertNothingLeft();
});

test("a password is asked for when the settings say so", async () => {
  const settings = { authenticator: "PasswordAuthenticator", authorizer: "CassandraAuthorizer" };
  await withCassandra({ settings }, async (sandbox) => {
    await assert.rejects(withClient(sandbox, async () => undefined));
  });
});

test("a named sandbox outlives its starter, is listed, cannot be started twice, and stops", async () => {
  const [first, second] = await Promise.allSettled([startDetached({ name: "one" }), startDetached({ name: "one" })]);
  const [won, lost] = first.status === "fulfilled" ? [first, second] : [second, first];
  assert.ok(won.status === "fulfilled" && lost.status === "rejected");
  assert.equal(lost.reason.details.reason, "already-runs");
  assert.deepEqual(
    (await listSandboxes()).map(({ name, place }) => ({ name, place })),
    [{ name: "one", place: won.value }],
  );
  assert.equal(await stopSandbox("one"), "stopped");
  assert.equal(await stopSandbox("one"), "not-running");
  assert.deepEqual(await listSandboxes(), []);
  await assertNothingLeft(won.value);
});

test("the record and the directory of a named sandbox whose processes were killed are swept away", async () => {
  const place = await startDetached({ name: "two" });
  const [record] = await listSandboxes();
  process.kill(record?.supervisorPid ?? 0, "SIGKILL");
  await eventually(async () => (await listSandboxes()).length === 0);
  await eventually(async () => !isRunning(place));
  await assertNothingLeft(place);
});

async function withClient(place: SandboxPlace, use: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ contactPoints: [place.contactPoint], localDataCenter: "datacenter1" });
  try {
    await client.connect();
    await use(client);
  } finally {
    await client.shutdown();
  }
}

/** A process of its own group that starts a sandbox, says where it is, ignores Ctrl-C, and waits. */
function startParent(): ChildProcess {
  const module = fileURLToPath(new URL("../../src/sandbox/start-cassandra.js", import.meta.url));
  const script = `
    import { startCassandra } from ${JSON.stringify(module)};
    process.on("SIGINT", () => undefined);
    const sandbox = await startCassandra();
    console.log(JSON.stringify(sandbox));
    setInterval(() => undefined, 1000);
  `;
  const args = ["--input-type=module", "--eval", script];
  return spawn(process.execPath, args, { detached: true, stdio: ["ignore", "pipe", "inherit"] });
}

async function readPlace(parent: ChildProcess): Promise<SandboxPlace> {
  let text = "";
  for await (const chunk of parent.stdout ?? []) {
    text += chunk;
    if (text.endsWith("\n")) break;
  }
  return JSON.parse(text) as Sandbox;
}

async function assertNothingLeft(...places: readonly SandboxPlace[]): Promise<void> {
  assert.deepEqual(await readdir(temporary), []);
  assert.deepEqual(await readdir(join(root, "state", "tidemark", "sandboxes")).catch(() => []), []);
  assert.ok(!places.some(isRunning), "no server runs");
}

function isRunning(place: SandboxPlace): boolean {
  return place.nodes.some(({ pid }) => {
    try {
      process.kill(pid, 0);
    } catch {
      return false;
    }
    // One that ended and that init has not yet buried has no command line any more.
    return process.platform !== "linux" || readFileSync(`/proc/${pid}/cmdline`, "utf8") !== "";
  });
}

function requirePid(child: ChildProcess): number {
  assert.ok(child.pid !== undefined);
  return child.pid;
}

function parentOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]);
}

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = performance.now() + 10_000; !(await holds()); await sleep(20)) {
    assert.ok(performance.now() < deadline, "it should have happened within 10 s");
  }
}
