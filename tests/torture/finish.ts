// What a person does after a disturbance: runs the command again until it is done, waits for a dead runner's lock or breaks
// it, and settles what is in doubt by looking.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { CliResult } from "../cli/cli.ts";
import { readError } from "./read-error.ts";
import { readHistory } from "./read-history.ts";
import type { Doubtful } from "./story.ts";
import type { TortureWorld } from "./world.ts";

export interface FinishOptions {
  /** The command; `migrate` when not given. */
  readonly argv?: readonly string[];
  /** Exit codes after which it is run again, ten times at most: none when not given. */
  readonly tolerated?: readonly number[];
}

export interface Finished {
  /** Statements that were in doubt, and by what was found, those that had been carried out. */
  readonly doubts: number;
  readonly doubtsDone: number;
  readonly locksBroken: number;
}

const RUNS_MAX = 40;
const TOLERATED_MAX = 10;
/** What a dead runner sent may still be under way in the server. */
const UNDER_WAY_MS = 1_000;

/**
 * To be called when every runner before it has ended, or hangs for good, and every server answers.
 * @throws when a run ends with what no disturbance excuses, or in doubt about a statement that may not be.
 */
export async function finish(world: TortureWorld, options: FinishOptions = {}): Promise<Finished> {
  const { argv = ["migrate"], tolerated = [] } = options;
  let doubts = 0;
  let doubtsDone = 0;
  let locksBroken = 0;
  let toleratedCount = 0;
  for (let runs = 0; runs < RUNS_MAX; runs += 1) {
    if (world.round.random() < 0.5 && (await breakLock(world))) locksBroken += 1;
    const result = await world.run([...argv, "--json"]);
    if (result.exitCode === 0) return { doubts, doubtsDone, locksBroken };
    if (tolerated.includes(result.exitCode) && toleratedCount < TOLERATED_MAX) toleratedCount += 1;
    else {
      const verdict = await settleDoubt(world, result);
      if (verdict !== "later") doubts += 1;
      if (verdict === "done") doubtsDone += 1;
    }
  }
  assert.fail(`still not done after ${RUNS_MAX} runs of ${argv.join(" ")}`);
}

/** @returns whether somebody held it: by its epoch, as `lock status` shows it. */
export async function breakLock(world: TortureWorld): Promise<boolean> {
  const { epoch } = await readHistory(world.client, world.keyspace);
  if (epoch === undefined) return false;
  const broken = await world.run(["lock", "break", "--epoch", String(epoch), "--yes"]);
  assert.equal(broken.exitCode, 0, `${broken.stdout}${broken.stderr}`);
  return true;
}

/**
 * Looks, and says what was seen, after a run of `--json` that ended with exit code 4. "later" when only the next run tells
 * what is in doubt, because this one was left without an answer itself.
 * @throws for any other end, and for a doubt about a statement that may not be in doubt.
 */
export async function settleDoubt(world: TortureWorld, result: CliResult): Promise<"done" | "not-done" | "later"> {
  const { client, keyspace, round } = world;
  const doubt = doubtOf(world, result);
  if (doubt === undefined) return "later";
  const { version, direction, statementNumber, text } = doubt;
  let isDone = await doubt.wasCarriedOut(client, keyspace);
  if (!isDone) {
    await sleep(UNDER_WAY_MS);
    isDone = await doubt.wasCarriedOut(client, keyspace);
  }
  const statement = ["--statement", String(statementNumber)];
  round.log(`in doubt: ${version} ${direction} ${statement.join(" ")}, ${isDone ? "done" : "not done"}: ${text}`);
  const verdict = isDone ? ["--mark-applied", version, ...statement] : ["--retry", version];
  const settled = await world.run(["repair", ...verdict, "--json"]);
  assert.equal(settled.exitCode, 0, `${settled.stdout}${settled.stderr}`);
  return isDone ? "done" : "not-done";
}

function doubtOf({ story }: TortureWorld, result: CliResult): Doubtful | undefined {
  const said = `exit code ${result.exitCode}:\n${result.stdout}${result.stderr}`;
  assert.equal(result.exitCode, 4, said);
  const { code, details } = readError(result);
  if (code === "step-in-doubt") return undefined;
  assert.equal(code, "history-diverged", said);
  const [disagreement, ...others] = (details?.disagreements ?? []) as readonly unknown[];
  assert.deepEqual(others, [], said);
  const { kind, version, direction, statementNumber } = disagreement as Partial<Doubtful> & { readonly kind: string };
  assert.equal(kind, "in-doubt", said);
  const doubt = story.doubtful.find(
    (each) => each.version === version && each.direction === direction && each.statementNumber === statementNumber,
  );
  assert.ok(doubt !== undefined, `a statement that may not be in doubt: ${said}`);
  return doubt;
}
