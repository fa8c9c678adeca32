// Writes lines at once and never waits: what a reader has no room for yet is kept up to a limit, and handed over later.
import { setTimeout as sleep } from "node:timers/promises";

/** What may be kept: more than a transaction of a hundred thousand statements tells at its end. */
const KEPT_BYTES_MAX = 64 * 1024 * 1024;
const RETRY_MS = 5;
/** How long the end waits for a reader that takes nothing. */
const PATIENCE_MS = 3_000;

export interface LineWriter {
  /** @param line with the line feed at its end; written at the end of the turn */
  write(line: string): void;
  /** Everything, as far as it goes. */
  flush(): void;
  /**
   * Waits for a reader that is behind, as long as it goes on reading.
   * @returns how many lines found no reader
   */
  end(): Promise<number>;
}

export interface LineWriterOptions {
  /** Called once; nothing is written after that. */
  readonly onFailure: (error: unknown) => void;
  readonly keptBytesMax?: number;
  readonly patienceMs?: number;
}

/** @param send what has room, and returns how many bytes that was; throws EAGAIN where none has */
export function openLineWriter(send: (bytes: Uint8Array) => number, options: LineWriterOptions): LineWriter {
  const { onFailure, keptBytesMax = KEPT_BYTES_MAX, patienceMs = PATIENCE_MS } = options;
  let sending: Uint8Array = new Uint8Array();
  /** Whole lines, behind what is being sent: ten thousand that are told in one turn are one write. */
  let waiting = "";
  let isScheduled = false;
  let isBroken = false;
  let droppedCount = 0;
  let retry: NodeJS.Timeout | undefined;

  const keptBytes = (): number => sending.length + waiting.length;

  function flush(): void {
    isScheduled = false;
    clearTimeout(retry);
    try {
      while (!isBroken && keptBytes() > 0) {
        if (sending.length === 0) {
          sending = Buffer.from(waiting);
          waiting = "";
        }
        sending = sending.subarray(send(sending));
      }
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EAGAIN") {
        retry = setTimeout(flush, RETRY_MS);
        return;
      }
      isBroken = true;
      sending = new Uint8Array();
      waiting = "";
      onFailure(error);
    }
  }

  return {
    write(line) {
      if (isBroken) return;
      if (sending.length > 0 && keptBytes() + line.length > keptBytesMax) {
        droppedCount += 1;
        return;
      }
      waiting += line;
      // A retry takes it along: until then there is no room.
      if (isScheduled || sending.length > 0) return;
      isScheduled = true;
      queueMicrotask(flush);
    },
    flush,
    async end() {
      flush();
      let left = keptBytes();
      let movedMs = performance.now();
      while (left > 0 && performance.now() - movedMs < patienceMs) {
        await sleep(RETRY_MS);
        if (keptBytes() === left) continue;
        left = keptBytes();
        movedMs = performance.now();
      }
      clearTimeout(retry);
      return droppedCount + countLines(sending) + countLines(Buffer.from(waiting));
    },
  };
}

const LINE_FEED = 10;

function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if (byte === LINE_FEED) count += 1;
  return count;
}
