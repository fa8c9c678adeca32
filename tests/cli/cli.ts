// Runs the command line for tests: in process with captured streams, or as a process of its own that can be killed.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Output } from "../../src/cli/io.ts";
import { runProgram } from "../../src/cli/program.ts";

export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether stdout and stderr are terminals; not so unless given. */
  readonly isTerminal?: boolean;
  /** What a person types when asked, or one after the other, and then the input ends; without it nobody can be asked. */
  readonly answer?: string | readonly string[];
  readonly signal?: AbortSignal;
}

/** Of two runs at once each would find the directory of the other, which may be gone when it goes back. */
const HOME = process.cwd();

/** In process. Commands show paths relative to the working directory of the process, which is `cwd` meanwhile. */
export async function runCli(argv: readonly string[], options: CliOptions): Promise<CliResult> {
  const { cwd, env = {}, isTerminal = false, answer, signal = new AbortController().signal } = options;
  const stdout = capture(isTerminal);
  const stderr = capture(isTerminal);
  const answers = typeof answer === "string" ? undefined : answer?.values();
  const ask = async (question: string): Promise<string | undefined> => {
    const typed = typeof answer === "string" ? answer : answers?.next().value;
    stderr.write(`${question}${typed ?? ""}\n`);
    return typed;
  };
  process.chdir(cwd);
  try {
    const io = { cwd, env, stdout, stderr, ask: answer === undefined ? undefined : ask, signal };
    const exitCode = await runProgram(argv, io);
    return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    process.chdir(HOME);
  }
}

function capture(isTerminal: boolean): Output & { text(): string } {
  const parts: string[] = [];
  return { write: (text) => void parts.push(text), isTerminal, stream: undefined, text: () => parts.join("") };
}

/** The one document that --json prints. */
export function documentOf({ stdout }: CliResult): Record<string, unknown> {
  const document: unknown = JSON.parse(stdout);
  assert.ok(typeof document === "object" && document !== null && !Array.isArray(document));
  return { ...document };
}

/** The `error` of a command that failed with --json, after checking that stderr stayed empty. */
export function errorOf(result: CliResult): Record<string, unknown> {
  assert.equal(result.stderr, "");
  const { error } = documentOf(result);
  assert.ok(typeof error === "object" && error !== null);
  return { ...error };
}

export function assertExit(result: CliResult, exitCode: number): void {
  assert.equal(result.exitCode, exitCode, `stdout:\n${result.stdout}\nstderr:\n${result.stderr}`);
}

/** Files by path, their directories included. */
export type Files = Readonly<Record<string, string>>;

/** A directory for the length of `use`. */
export async function withDirectory(files: Files, use: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "tidemark-cli-"));
  try {
    await writeFiles(directory, files);
    await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

export async function writeFiles(directory: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
}

/** The compiled main.js of the sources that are tested. */
export const MAIN: string = fileURLToPath(new URL("../../src/cli/main.js", import.meta.url));

export interface CliProcess {
  readonly child: ChildProcess;
  /** Exit code, or minus the number of a signal that ended it. */
  readonly ended: Promise<CliResult>;
  /** Resolves once stdout holds this text. */
  stdoutHolds(text: string): Promise<void>;
}

export function spawnCli(argv: readonly string[], cwd: string, main: string = MAIN): CliProcess {
  const child = spawn(process.execPath, [main, ...argv], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  const watchers = new Set<() => void>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    for (const watch of watchers) watch();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<CliResult>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ exitCode: code ?? -1, stdout, stderr }));
  });
  return {
    child,
    ended,
    stdoutHolds(text) {
      return new Promise((resolve, reject) => {
        const watch = (): void => {
          if (!stdout.includes(text)) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
        void ended.then(() => reject(new Error(`ended without "${text}":\n${stdout}${stderr}`)), reject);
      });
    },
  };
}
