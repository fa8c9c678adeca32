// `--events`: writes what is told of a run, one JSON line an event. Each line is handed to the system before the run goes on, so
// that a crash loses none but the one that was being written; what cannot be written does not stop a migration.
import { constants, writeSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { resolve } from "node:path";
import { messageOf, ToolError } from "../base/errors.ts";
import type { EmitEvent, EngineEvent, Operation } from "../engine/event.ts";
import { hideSecrets } from "../text/hide-secrets.ts";
import { sendsEventsToStdout } from "./apply-options.ts";
import type { OptionValues } from "./command.ts";
import { encodeEvent } from "./encode-event.ts";
import { exitCodeOf } from "./exit-code.ts";
import type { Io, Output } from "./io.ts";
import { openLineWriter } from "./line-writer.ts";

/** Version of the records; it grows when a reader of an older one would be misled. */
const EVENTS_FORMAT = 1;
const STDOUT_FD = 1;
/** So begins every line. */
const HEAD = `{"format":${EVENTS_FORMAT}`;

export interface EventLog {
  readonly record: EmitEvent;
  /** The command has failed; written unless the run has told its end itself. */
  fail(error: unknown): void;
  close(): Promise<void>;
}

/**
 * @returns undefined when none is asked for
 * @throws ToolError "usage" for a file that cannot be written: nothing was touched
 */
export async function openEventLog(command: string, options: OptionValues, io: Io): Promise<EventLog | undefined> {
  const { events, dryRun, json } = options;
  if (events === undefined) return undefined;
  const path = String(events);
  if (dryRun === true) {
    throw new ToolError("usage", "--events and --dry-run do not go together", {
      hint: "a dry run has no events; its plan is in --json",
    });
  }
  const isStdout = sendsEventsToStdout(options);
  if (isStdout && json === true) {
    throw new ToolError("usage", "--json and `--events -` both want stdout", {
      hint: "the last event, run-finished or run-failed, has the result; or write the events to a file: --events FILE",
    });
  }
  const startedMs = performance.now();
  const file = isStdout ? undefined : await openFile(path, resolve(io.cwd, path));
  const giveBack = isStdout ? leaveToEvents(io) : undefined;
  const fd = file?.fd ?? (io.stdout.stream === undefined ? undefined : STDOUT_FD);
  let isOver = false;
  let hasLeftOut = false;

  const tell = (what: string): void => io.stderr.write(`warning: ${what}; the run goes on\n`);

  const send = (bytes: Uint8Array): number => (fd === undefined ? sendTo(io.stdout, bytes) : writeSync(fd, bytes));
  const lines = openLineWriter(send, {
    onFailure: (error) => tell(`events can no longer be written to ${path}: ${messageOf(error)}`),
  });

  function recordWith(exitCode: (error: unknown) => number, event: EngineEvent): void {
    isOver ||= event.kind === "run-finished" || event.kind === "run-failed";
    try {
      const line = { format: EVENTS_FORMAT, time: new Date().toISOString(), ...encodeEvent(event, exitCode) };
      lines.write(`${JSON.stringify(line, encodeValue)}\n`);
    } catch (error) {
      if (!hasLeftOut) tell(`an event cannot be written to ${path}: ${messageOf(error)}`);
      hasLeftOut = true;
    }
  }
  const record: EmitEvent = (event) => recordWith((error) => exitCodeOf(error, io.signal), event);

  // The commands that have the option are the operations that there are.
  const operation = command as Operation;
  function fail(error: unknown, exitCode = (failure: unknown) => exitCodeOf(failure, io.signal)): void {
    if (isOver) return;
    recordWith(exitCode, { kind: "run-failed", operation, error, durationMs: performance.now() - startedMs });
  }

  /** Code of the user's may end the process, and so may a second Ctrl-C: nothing but this is called then. */
  function leave(): void {
    fail(endedInTheMiddle(io.signal), () => Number(process.exitCode ?? 0));
    lines.flush();
  }
  process.once("exit", leave);

  return {
    record,
    fail: (error) => fail(error),
    async close() {
      const lostCount = await lines.end();
      if (lostCount > 0) {
        const what = lostCount === 1 ? "line of events was" : "lines of events were";
        io.stderr.write(`warning: ${lostCount} ${what} dropped: nobody read them from ${path}\n`);
      }
      process.off("exit", leave);
      giveBack?.();
      await file?.close();
    },
  };
}

function endedInTheMiddle({ aborted }: AbortSignal): ToolError {
  if (aborted) return new ToolError("interrupted", "left at once", { hint: "run the command again" });
  return new ToolError("step-failed", "the program was ended in the middle, by code that it ran", {
    hint: "what was announced stays in the journal; stderr may say more",
  });
}

/** Where there is no descriptor. */
function sendTo(output: Output, bytes: Uint8Array): number {
  output.write(Buffer.from(bytes).toString());
  return bytes.length;
}

/**
 * Migrations in code may print, and what they print is no event: it goes to stderr.
 * @returns what makes stdout as it was
 */
function leaveToEvents({ stdout, stderr }: Io): (() => void) | undefined {
  const [own, other] = [stdout.stream, stderr.stream];
  if (own === undefined || other === undefined) return undefined;
  const { write } = own;
  own.write = other.write.bind(other);
  return () => {
    own.write = write;
  };
}

/** What migrations in code say may be of any kind. */
function encodeValue(_key: string, value: unknown): unknown {
  if (typeof value === "string") return hideSecrets(value);
  if (typeof value !== "bigint") return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** A line that a crash has cut off is ended, so that it spoils no other. A pipe that has no reader does not open. */
async function openFile(shown: string, path: string): Promise<FileHandle> {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK } = constants;
  let file: FileHandle | undefined;
  try {
    file = await open(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK);
    const ends = await readEnds(path, file);
    if (ends !== undefined && !isOfEvents(ends.head)) throw new Error("it holds something else than events");
    if (ends !== undefined && ends.last !== "\n") await file.write("\n");
    return file;
  } catch (error) {
    await file?.close();
    const isUnread = error instanceof Error && "code" in error && error.code === "ENXIO";
    const reason = isUnread ? "nobody reads from this pipe" : messageOf(error);
    throw new ToolError("usage", `events cannot be written to \`${shown}\`: ${reason}`, {
      hint: "give --events another path; nothing was done",
      cause: error,
    });
  }
}

/** The first line may be one that a crash has cut off; a brace alone begins any JSON. */
function isOfEvents(head: string): boolean {
  const [first = ""] = head.split("\n");
  return first.length > 1 && HEAD.startsWith(first);
}

/** @returns undefined for what is no file, or empty */
async function readEnds(path: string, file: FileHandle): Promise<{ head: string; last: string } | undefined> {
  const stats = await file.stat();
  if (!stats.isFile() || stats.size === 0) return undefined;
  const reader = await open(path, "r");
  try {
    const first = await reader.read(Buffer.alloc(HEAD.length), 0, HEAD.length, 0);
    const last = await reader.read(Buffer.alloc(1), 0, 1, stats.size - 1);
    return { head: first.buffer.toString("utf8", 0, first.bytesRead), last: last.buffer.toString() };
  } finally {
    await reader.close();
  }
}
