// Goal: the process behaves in pipes and under signals as people expect of a command.
// Method: the compiled program as a process of its own; no server.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createServer, type Socket } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { TOOL_VERSION } from "../../src/tool-version.ts";
import { MAIN, spawnCli, withDirectory } from "./cli.ts";

const cwd = process.cwd();

test("the program starts, prints its version and ends", async () => {
  assert.deepEqual(await spawnCli(["--version"], cwd).ended, { exitCode: 0, stdout: `${TOOL_VERSION}\n`, stderr: "" });
});

test("the exit code of the process is that of the command", async () => {
  const { exitCode, stderr } = await spawnCli(["bogus"], cwd).ended;
  assert.equal(exitCode, 2);
  assert.equal(stderr, "error: unknown command `bogus`\n  hint: tidemark --help\n");
});

test("a reader that goes away is no error", () => {
  const script = `"$0" "$1" completion bash | true; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync("bash", ["-c", script, process.execPath, MAIN], { encoding: "utf8" });
  assert.equal(stdout, "0\n");
  assert.equal(stderr, "");
});

test("a result that cannot be written is a failure", {
  skip: process.platform === "linux" ? false : "needs /dev/full",
}, () => {
  const script = `"$0" "$1" completion bash > /dev/full`;
  const { status, stderr } = spawnSync("bash", ["-c", script, process.execPath, MAIN], { encoding: "utf8" });
  assert.equal(status, 1);
  assert.match(stderr, /^error: the result cannot be written: ENOSPC/);
  assert.doesNotMatch(stderr, /^\s+at /m);
});

for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  test(`a command that only looks ends at once on ${signal}, whatever the server does`, () =>
    withSilentServer((port, connected) =>
      withDirectory({ "migrations/V1__a.cql": "SELECT 1;" }, async (directory) => {
        const started = spawnCli(["status", "--host", "127.0.0.1", "-p", String(port), "-k", "shop"], directory);
        await connected;
        const signalledMs = performance.now();
        started.child.kill(signal);
        const { exitCode, stderr } = await started.ended;
        assert.equal(exitCode, code);
        assert.equal(stderr, "error: interrupted\n");
        assert.ok(performance.now() - signalledMs < 2_000);
      }),
    ));
}

test("one key press that arrives twice, as from npx, counts once", () =>
  withSilentServer((port, connected) =>
    withDirectory({ "migrations/V1__a.cql": "SELECT 1;" }, async (directory) => {
      const flags = ["--host", "127.0.0.1", "-p", String(port), "-k", "shop"];
      const child = spawn(process.execPath, [MAIN, "migrate", ...flags], {
        cwd: directory,
        stdio: ["ignore", "ignore", "pipe"],
      });
      let stderr = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        stderr += text;
      });
      const ended = new Promise((resolve) => child.once("close", resolve));
      await connected;
      child.kill("SIGINT");
      child.kill("SIGINT");
      await sleep(700);
      assert.equal(child.exitCode, null);
      assert.equal(stderr, "finishing what is under way; once more to leave at once\n");
      child.kill("SIGINT");
      assert.equal(await ended, 130);
    }),
  ));

/** Accepts connections and never answers. */
async function withSilentServer(use: (port: number, connected: Promise<void>) => Promise<void>): Promise<void> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on("error", () => undefined).resume());
  });
  const connected = new Promise<void>((resolve) => server.once("connection", () => resolve()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  try {
    await use(address.port, connected);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}
