// One of several processes that want the lock of a directory again and again: `node contend.js DIRECTORY UNTIL_MS`. Prints how
// often it had it; ends with 9 when it was not alone. Sometimes it is killed while it holds it.
import { unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lockDirectory } from "../../../src/adapters/sql/directory-lock.ts";

const KILL_CHANCE = 0.03;
const [directory = "", until = "0"] = process.argv.slice(2);
const mark = join(directory, "held");
let count = 0;
while (Date.now() < Number(until)) {
  const lock = await lockDirectory(directory, { waitMs: 60_000 });
  try {
    writeFileSync(mark, String(process.pid), { flag: "wx" });
  } catch {
    process.exit(9);
  }
  count += 1;
  if (Math.random() < 0.5) await sleep(Math.random() * 3);
  unlinkSync(mark);
  if (Math.random() < KILL_CHANCE) process.kill(process.pid, "SIGKILL");
  await lock.release();
  if (Math.random() < 0.5) await sleep(Math.random() * 3);
}
console.log(count);
