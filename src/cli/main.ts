#!/usr/bin/env node
// The process: argv, signals, streams and the exit code. Everything else is in program.ts.
import { TOOL_VERSION } from "../tool-version.ts";
import { EXIT } from "./exit-code.ts";
import type { Io, Output } from "./io.ts";

async function main(): Promise<number> {
  const argv = process.argv.slice(2);
  const [only] = argv;
  // The version needs nothing of the rest.
  if (argv.length === 1 && (only === "--version" || only === "-V")) {
    process.stdout.write(`${TOOL_VERSION}\n`);
    return EXIT.done;
  }
  const { runProgram } = await import("./program.ts");
  return runProgram(argv, processIo());
}

function processIo(): Io {
  const signal = interruptSignal();
  return {
    cwd: process.cwd(),
    env: process.env,
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    ask: process.stdin.isTTY ? (question) => ask(question, signal) : undefined,
    signal,
  };
}

function outputOf(stream: NodeJS.WriteStream): Output {
  return { write: (text) => void stream.write(text), isTerminal: stream.isTTY === true, stream };
}

/** @returns undefined after Ctrl-C, Ctrl-D and SIGTERM */
async function ask(question: string, signal: AbortSignal): Promise<string | undefined> {
  const { createInterface } = await import("node:readline/promises");
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  signal.addEventListener("abort", () => lines.close(), { once: true });
  try {
    // The question itself stays open for ever when the input ends.
    const ended = new Promise<undefined>((resolve) => lines.once("close", () => resolve(undefined)));
    const answer = await Promise.race([lines.question(question), ended]);
    if (answer === undefined) process.stderr.write("\n");
    return answer;
  } finally {
    lines.close();
  }
}

/** npx, timeout and a terminal each may send their own for one Ctrl-C. */
const ONE_KEY_PRESS_MS = 300;

/** The first Ctrl-C or SIGTERM lets what is under way come to a safe end; a second one leaves at once. */
function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  let firstMs = 0;
  for (const [name, code] of [
    ["SIGINT", EXIT.interrupted],
    ["SIGTERM", EXIT.terminated],
    // The terminal was closed.
    ["SIGHUP", EXIT.terminated],
  ] as const) {
    process.on(name, () => {
      if (!controller.signal.aborted) {
        firstMs = performance.now();
        controller.abort(name);
      } else if (performance.now() - firstMs > ONE_KEY_PRESS_MS) {
        process.stderr.write(
          "left at once: the lock expires by itself, and the next run sees what became of the statement\n",
        );
        process.exit(code);
      }
    });
  }
  return controller.signal;
}

// Code of the user's that nobody awaits, and that fails. What it was part of stays announced in the journal.
process.on("unhandledRejection", (reason) => {
  // The run that it is of knows, and ends with it.
  if (reason instanceof Error && Symbol.for("tidemark.thrown-to-code") in reason) return;
  const message = reason instanceof Error ? reason.message : String(reason);
  process.stderr.write(`error: something failed that nobody awaited: ${message}\n`);
  process.stderr.write(
    "hint: await every call of the context, then run the command again: it starts the migration again\n",
  );
  process.exit(EXIT.failed);
});

/** Thrown where nobody can catch it: in a timer of a migration in code, say. */
process.on("uncaughtException", (error: unknown) => {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const [place] = /[^(\s]+:\d+:\d+/.exec(stack) ?? [];
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`error: thrown outside of every call: ${message}${place === undefined ? "" : ` (${place})`}\n`);
  process.stderr.write("hint: what was announced stays in the journal, and the lock expires by itself\n");
  process.exit(EXIT.failed);
});

// A reader that went away (`tidemark history | head`) is no error, and no reason to stop in the middle of a migration.
let writeFailure: Error | undefined;
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") writeFailure ??= error;
});
process.stderr.on("error", () => undefined);

/** Resolves when the stream has taken everything, or its reader has gone. Even an empty write fails on a full disk. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writableLength === 0) setImmediate(resolve);
    else stream.write("", () => resolve());
  });
}

/** A connection that is still being opened, to a node that does not answer, would keep the process for as long. */
function leave(exitCode: number): void {
  process.exitCode = exitCode;
  void Promise.all([process.stdout, process.stderr].map(written)).then(() => process.exit());
}

let isOver = false;
main()
  .finally(() => {
    isOver = true;
  })
  .then(leave, (error: unknown) => {
    process.stderr.write(`tidemark: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    leave(EXIT.bug);
  });

process.on("exit", () => {
  if (!isOver && (process.exitCode ?? EXIT.done) === EXIT.done) {
    process.stderr.write("error: the program was ended in the middle, by code that it ran (process.exit)\n");
    process.exitCode = EXIT.failed;
  }
  if (writeFailure === undefined) return;
  process.stderr.write(`error: the result cannot be written: ${writeFailure.message}\n`);
  if (process.exitCode === EXIT.done) process.exitCode = EXIT.failed;
});
