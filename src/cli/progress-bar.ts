// A progress bar on stderr that can step aside for a line of text.
import cliProgress from "cli-progress";

export interface ProgressBar {
  update(done: number, label: string): void;
  hide(): void;
  show(): void;
}

export function openProgressBar(stream: NodeJS.WriteStream, total: number): ProgressBar {
  const format = "{label} {bar} {value}/{total}";
  // Line wrap stays on: who leaves at once, by a second Ctrl-C, gets the terminal back as it was.
  const bar = new cliProgress.SingleBar(
    { format, stream, clearOnComplete: true, hideCursor: false, linewrap: true, fps: 10, noTTYOutput: false },
    cliProgress.Presets.shades_classic,
  );
  let done = 0;
  let label = "";
  bar.start(total, 0, { label });
  return {
    update(nextDone, nextLabel) {
      done = nextDone;
      label = nextLabel;
      bar.update(done, { label });
    },
    hide: () => bar.stop(),
    show: () => bar.start(total, done, { label }),
  };
}
