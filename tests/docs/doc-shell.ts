// A shell in a directory of its own, in which `tidemark` is the built command line and the library can be imported: for
// running what documents show.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { connect } from "../../src/adapters/cassandra/connect.ts";
import { sessionOptions, type TestServer } from "../integration/cassandra/server.ts";

export interface DocShell {
  readonly directory: string;
  /** Stands for the keyspace of the document; dropped at the end. */
  readonly keyspace: string;
  run(command: string, env?: Readonly<Record<string, string>>): Promise<ShellResult>;
}

export interface ShellResult {
  /** stdout and stderr as a terminal would show them. */
  readonly output: string;
  readonly exitCode: number | null;
}

export async function withDocShell(server: TestServer, use: (shell: DocShell) => Promise<void>): Promise<void> {
  const keyspace = `docs_${randomUUID().replaceAll("-", "").slice(0, 16)}`;
  try {
    await withShell((shell) => use({ ...shell, keyspace }));
  } finally {
    await dropKeyspace(server, keyspace);
  }
}

/** Without a server: for what runs on an embedded database, and for what asks none. */
export async function withShell(use: (shell: Omit<DocShell, "keyspace">) => Promise<void>): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), "tidemark-docs-"));
  const directory = join(root, "work");
  const bin = join(root, "bin");
  await mkdir(directory);
  await mkdir(bin);
  const program = join(bin, "tidemark");
  await writeFile(program, `#!/bin/sh\nexec "${process.execPath}" "${resolve("dist/bin/tidemark.js")}" "$@"\n`);
  await chmod(program, 0o755);
  // As `npm link tidemark` would leave it.
  await mkdir(join(directory, "node_modules"));
  await symlink(resolve("."), join(directory, "node_modules/tidemark"));
  const path = `${bin}${delimiter}${process.env.PATH ?? ""}`;
  try {
    await use({ directory, run: (command, env) => runShell(command, directory, { ...env, PATH: path }) });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function runShell(command: string, cwd: string, env: Readonly<Record<string, string>>): Promise<ShellResult> {
  return new Promise((resolvePromise, reject) => {
    const child = spawn("sh", ["-c", `{ ${command}\n} 2>&1`], {
      cwd,
      env: { ...withoutOwnSettings(process.env), ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.once("error", reject);
    child.once("close", (exitCode) => resolvePromise({ output: Buffer.concat(chunks).toString("utf8"), exitCode }));
  });
}

/** Colours and targets that whoever runs the tests has set are not part of the documents. */
function withoutOwnSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isForeign = (name: string): boolean => /^(TIDEMARK|CQLTRACK)_|^(DATABASE_URL|NO_COLOR|FORCE_COLOR)$/.test(name);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isForeign(name)));
}

async function dropKeyspace(server: TestServer, keyspace: string): Promise<void> {
  const { client } = await connect(sessionOptions(server, keyspace));
  try {
    await client.execute(`DROP KEYSPACE IF EXISTS ${keyspace}`);
  } finally {
    await client.shutdown();
  }
}
