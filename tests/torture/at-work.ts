// When a runner has begun to change something.
import { setTimeout as sleep } from "node:timers/promises";
import type { CliProcess } from "../cli/cli.ts";
import { readHistory } from "./read-history.ts";
import type { TortureWorld } from "./world.ts";

const POLL_MS = 25;

/** The first of these processes that is seen to hold the lock; undefined once all of them have ended. */
export async function awaitWork(world: TortureWorld, runs: readonly CliProcess[]): Promise<CliProcess | undefined> {
  while (runs.some(({ child }) => child.exitCode === null && child.signalCode === null)) {
    const { pid } = await readHistory(world.client, world.keyspace);
    const atWork = pid === undefined ? undefined : runs.find(({ child }) => child.pid === pid);
    if (atWork !== undefined) return atWork;
    await sleep(POLL_MS);
  }
  return undefined;
}
