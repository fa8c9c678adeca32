// The log of a server that did not start → why, in a few lines, root cause first. Pure.

const ERROR_LINE =
  /^(?:ERROR|FATAL)\b|^Exception \(|^Exception in thread|^Error: |^(?:OpenJDK|Java HotSpot).*(?:error|failed)|^Unrecognized |^Terminating due to /;
const REASONS_MAX = 3;

/** At most three lines, none twice; empty only when the log is. */
export function findReasons(log: string): readonly string[] {
  const lines = log.split(/\r?\n/).filter((line) => line.trim() !== "");
  const start = lines.findIndex((line) => ERROR_LINE.test(line));
  if (start < 0) return lines.slice(-1).map((line) => line.trim());
  const trouble = lines.slice(start);
  const causes = trouble.filter((line) => /^\s*Caused by: /.test(line)).reverse();
  const errors = trouble.filter((line) => ERROR_LINE.test(line));
  const reasons: string[] = [];
  for (const line of [...causes, ...errors]) {
    const reason = stripFrame(line);
    if (reason !== "" && !reasons.some((known) => known.includes(reason))) reasons.push(reason);
  }
  return reasons.slice(0, REASONS_MAX);
}

/** Takes off what says where and when, and leaves what says why. */
function stripFrame(line: string): string {
  return line
    .trim()
    .replace(/^(?:ERROR|FATAL)\s+\[[^\]]*\]\s+\S+ \S+ \S+ - /, "")
    .replace(/^Caused by: /, "")
    .replace(/^Exception \(\S+\) encountered during startup: /, "")
    .replace(/^Exception encountered during startup:? ?/, "")
    .replace(/^(?:[a-z]\w*\.)+(?=[A-Z])/, "");
}
