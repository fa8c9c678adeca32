// Starts one server of a sandbox and waits until it answers.
import type { ChildProcess } from "node:child_process";
import { mkdir, open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { SecureContextOptions } from "node:tls";
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
  const encryption = encryptionOf(node.settings.settings);
  const transport = encryption === undefined ? "plain" : "tls";
  const identity = encryption && (await readIdentity(encryption));
  for (;;) {
    const texts = await askTexts(cql, { address, port, transport, identity, timeoutMs: ANSWER_MS });
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

type Encryption = Readonly<Record<string, unknown>>;

/** The settings of TLS for clients, when it is on. */
function encryptionOf(settings: Readonly<Record<string, unknown>>): Encryption | undefined {
  const options = settings.client_encryption_options;
  if (typeof options !== "object" || options === null) return undefined;
  const encryption: Encryption = { ...options };
  return encryption.enabled === true ? encryption : undefined;
}

/** The server's own certificate, out of its key store (PEM or PKCS#12), where a client needs one: its authority is mostly trusted. */
async function readIdentity({
  require_client_auth: isDemanded,
  keystore,
  keystore_password: passphrase,
}: Encryption): Promise<SecureContextOptions | undefined> {
  if (isDemanded !== true || typeof keystore !== "string") return undefined;
  const store = await readFile(keystore).catch(() => undefined);
  if (store === undefined) return undefined;
  const secret = typeof passphrase === "string" ? { passphrase } : {};
  return store.includes("-----BEGIN") ? { cert: store, key: store, ...secret } : { pfx: store, ...secret };
}
