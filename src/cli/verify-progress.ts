// How far a verification is: a bar on a terminal, a line from time to time elsewhere.
import type { VerifyProgress } from "../verify/verify-report.ts";
import type { CommandRun } from "./command.ts";
import { openProgressBar, type ProgressBar } from "./progress-bar.ts";

const PLAIN_EVERY_MS = 10_000;
/** What is done sooner needs no bar. */
const BAR_AFTER_MS = 500;

export interface VerifyProgressDisplay {
  onProgress(progress: VerifyProgress): void;
  /** Takes the bar away. */
  stop(): void;
}

export function showVerifyProgress(run: CommandRun): VerifyProgressDisplay {
  const { stderr } = run.io;
  let bar: ProgressBar | undefined;
  let begunAtMs: number | undefined;
  let plainAtMs = 0;

  function show(done: number, total: number, label: string): void {
    const nowMs = performance.now();
    if (begunAtMs === undefined) {
      begunAtMs = nowMs;
      plainAtMs = nowMs;
    }
    if (stderr.stream?.isTTY === true && !run.isQuiet) {
      if (nowMs - begunAtMs < BAR_AFTER_MS) return;
      bar ??= openProgressBar(stderr.stream, total);
      bar.update(done, label);
      return;
    }
    if (nowMs - plainAtMs < PLAIN_EVERY_MS) return;
    plainAtMs = nowMs;
    run.note(`${done} of ${total} migrations verified`);
  }

  return {
    onProgress(progress) {
      if (progress.kind === "preparing") run.note(progress.message);
      else show(progress.done, progress.total, progress.label);
    },
    stop: () => bar?.hide(),
  };
}
