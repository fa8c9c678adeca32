// Runs a whole process, and measures it by the system's `time`.
import { spawnSync } from "node:child_process";

/** @returns processor time, user and system, and the most memory that it held; status 1 is one that has found something */
export function runWhole(command) {
  const { status, stderr, error } = spawnSync("/usr/bin/time", ["-f", "%U %S %M", ...command], {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 1 << 28,
  });
  if (error !== undefined) throw error;
  if (status !== 0 && status !== 1) throw new Error(`${command.join(" ")} ended with ${status}: ${stderr}`);
  const [user, system, maxRssKb] = (stderr.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
  return { cpuMs: (user + system) * 1_000, maxRssMb: maxRssKb / 1_024 };
}
