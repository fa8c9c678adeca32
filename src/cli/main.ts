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
  return {
    cwd: process.cwd(),
    env: process.env,
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    ask: process.stdin.isTTY ? ask : undefined,
    signal: interruptSignal(),
  };
}

function outputOf(stream: NodeJS.WriteStream): Output {
  return { write: (text) => void stream.write(text), isTerminal: stream.isTTY === true, stream };
}

async function ask(question: string): Promise<string> {
  const { createInterface } = await import("node:readline/promises");
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

/** The first Ctrl-C or SIGTERM lets the statement under way finish; a second one leaves at once. */
function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  for (const [name, code] of [
    ["SIGINT", EXIT.interrupted],
    ["SIGTERM", EXIT.terminated],
  ] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(code);
      process.stderr.write("\nfinishing the statement under way; once more to leave at once\n");
      controller.abort(name);
    });
  }
  return controller.signal;
}

// A reader that went away (`tidemark history | head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.done);
  throw error;
});

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    process.stderr.write(`tidemark: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = EXIT.bug;
  },
);
