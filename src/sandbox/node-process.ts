// Starts one server of a sandbox and waits until it answers.
import type { ChildProcess } from "node:child_process";
import { mkdir, open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ToolError } from "../base/errors.ts";
import { askTexts } from "./ask-texts.ts";
import { cassandraYaml, type NodeSettings } from "./cassandra-yaml.ts";
import { hasEnded, spawnBound } from "./child-process.ts";
import { type JvmOptions, jvmFlags } from "./jvm-flags.ts";
import { findReasons } from "./log-reason.ts";
import { LOGBACK_XML } from "./logback-xml.ts";

const POLL_MS = 50;
const ANSWER_MS = 5_000;
/** A sweep finds what is left of a node by this file. */
export const PID_FILE = "pid";

export interface NodeProcess {
  readonly child: ChildProcess;
  readonly settings: NodeSettings;
  readonly logFile: string;
}

export interface NodeWait {
  /** On the clock of `performance.now()`. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

/** Writes the node's files and starts its JVM; does not wait for it. */
export async function startNode(javaCommand: string, settings: NodeSettings, jvm: JvmOptions): Promise<NodeProcess> {
  const { directory } = settings;
  const logFile = join(directory, "system.log");
  await mkdir(join(directory, "tmp"), { recursive: true });
  await writeFile(join(directory, "cassandra.yaml"), cassandraYaml(settings));
  await writeFile(join(directory, "logback.xml"), LOGBACK_XML);
  const log = await open(logFile, "a");
  try {
    const child = await spawnBound(javaCommand, jvmFlags(jvm), { cwd: directory, stdio: ["ignore", log.fd, log.fd] });
    await writeFile(join(directory, PID_FILE), `${child.pid ?? ""}\n`);
    return { child, settings, logFile };
  } finally {
    await log.close();
  }
}

/** The version that the server says it is, once it answers CQL. Throws as `awaitRows` does. */
export async function awaitVersion(node: NodeProcess, wait: NodeWait): Promise<string> {
  const [version] = await awaitRows(node, "SELECT release_version FROM system.local", 1, wait);
  return version ?? "";
}

/** Resolves when the node knows so many others: it hears of them by gossip, about a second late. Throws as `awaitRows` does. */
export async function awaitPeers(node: NodeProcess, peerCount: number, wait: NodeWait): Promise<void> {
  await awaitRows(node, "SELECT release_version FROM system.peers", peerCount, wait);
}

/** Throws `ToolError` "sandbox-failed" with the log's reason when the server ends, or the deadline passes. */
async function awaitRows(
  node: NodeProcess,
  cql: string,
  rowsMin: number,
  { deadlineMs, signal }: NodeWait,
): Promise<readonly string[]> {
  const { address, nativePort: port } = node.settings;
  const transport = isEncrypted(node.settings.settings) ? "tls" : "plain";
  for (;;) {
    const texts = await askTexts(cql, { address, port, transport, timeoutMs: ANSWER_MS });
    signal.throwIfAborted();
    if (texts !== undefined && texts.length >= rowsMin) return texts;
    if (hasEnded(node.child)) throw await startFailure(node, "ended before it was ready");
    if (performance.now() > deadlineMs) throw await startFailure(node, "was not ready in time");
    await sleep(POLL_MS);
  }
}

async function startFailure(node: NodeProcess, what: string): Promise<ToolError> {
  const log = await readFile(node.logFile, "utf8").catch(() => "");
  const [root, ...others] = findReasons(log);
  const message = `Cassandra on ${node.settings.address} ${what}`;
  return new ToolError("sandbox-failed", root === undefined ? message : `${message}: ${root}`, {
    hint: others.length === 0 ? undefined : others.join("\n"),
  });
}

function isEncrypted(settings: Readonly<Record<string, unknown>>): boolean {
  const options = settings.client_encryption_options;
  return typeof options === "object" && options !== null && "enabled" in options && options.enabled === true;
}
