// Answers of the server are lost, late or cut off, one request after the other: connecting, reading, taking the lock, the
// journal, statements of every kind. A run ends well or with an error that says what happened, and whoever goes on after it gets
// to the end.
import assert from "node:assert/strict";
import type { CliResult } from "../cli/cli.ts";
import { mulberry } from "../crash/mulberry.ts";
import { finish } from "./finish.ts";
import { type Fault, type NativeProxy, type ProxyRequest, startNativeProxy } from "./native-proxy.ts";
import { readError } from "./read-error.ts";
import type { Random, Round, Scenario, Tally } from "./scenario.ts";
import { generateStory, type Story } from "./story.ts";
import { addTallies } from "./tally.ts";
import { assertAsUndisturbed } from "./undisturbed.ts";
import { type TortureWorld, withTortureWorld } from "./world.ts";

const REQUEST_TIMEOUT_MS = 1_000;
/** Whoever finishes has patience: a server with much to do is slow without being disturbed. */
const CONFIG = {
  profiles: { hasty: { cassandra: { request_timeout: `${REQUEST_TIMEOUT_MS}ms`, connect_timeout: "1s" } } },
};
/** Most of a disturbed run is waiting. */
const WORLDS_AT_ONCE = 3;
const WORLDS_A_ROUND = 6;
const SECOND_NUMBER_MAX = 40;

const FAULTS: readonly Fault[] = [
  { kind: "swallow" },
  { kind: "cut-after" },
  { kind: "cut-before" },
  { kind: "delay", ms: 1.5 * REQUEST_TIMEOUT_MS },
  { kind: "hold", ms: 1.5 * REQUEST_TIMEOUT_MS },
];

/** What is done to a run: a fault to the request of this number. */
interface Loss {
  readonly number: number;
  readonly fault: Fault;
}

export const lostAnswers: Scenario = {
  name: "lost-answers",
  nodeCount: 1,
  async run(round) {
    const story = generateStory(round.random, { migrationCount: 3 });
    const requests = await countRequests(round, story);
    return loseAnswers(round, story, drawLosses(requests, round.random));
  },
};

/** For each purpose as many as for any other, however many requests serve it: in time each of them is met. */
function drawLosses(requests: readonly ProxyRequest[], random: Random): readonly Loss[] {
  const byPurpose = new Map<Purpose, ProxyRequest[]>();
  for (const request of requests) {
    const purpose = purposeOf(request);
    byPurpose.set(purpose, [...(byPurpose.get(purpose) ?? []), request]);
  }
  const groups = [...byPurpose.values()];
  const first = Math.floor(random() * groups.length);
  return Array.from({ length: WORLDS_A_ROUND }, (_, index) => {
    const { number } = oneOf(groups[(first + index) % groups.length] ?? [], random);
    return { number, fault: oneOf(FAULTS, random) };
  });
}

/** What a run asks that nothing disturbs, in order. */
function countRequests(round: Round, story: Story): Promise<readonly ProxyRequest[]> {
  return withProxiedWorld(
    round,
    story,
    () => undefined,
    async (world, proxy) => {
      assertEnd(await world.run(["migrate", "--json"]), world, [0]);
      await assertAsUndisturbed(world);
      return [...proxy.requests];
    },
  );
}

/** Each loss in a world of its own, a few worlds at once. */
async function loseAnswers(round: Round, story: Story, losses: readonly Loss[]): Promise<Tally> {
  const left = losses.map((loss, index) => ({ loss, index, random: mulberry(Math.floor(round.random() * 2 ** 32)) }));
  const tallies: Tally[] = [];
  const failures: unknown[] = [];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined && failures.length === 0; next = left.shift()) {
      const { loss, index, random } = next;
      const log = (text: string): void => round.log(`[${index + 1}] ${text}`);
      await loseInWorld({ ...round, random, log }, story, loss).then(
        (tally) => tallies.push(tally),
        (error: unknown) => failures.push(error),
      );
    }
  };
  // All of them end before the first failure is told, so that none still uses its keyspace.
  await Promise.all(Array.from({ length: WORLDS_AT_ONCE }, work));
  if (failures.length > 0) throw failures[0];
  return addTallies(tallies);
}

function loseInWorld(round: Round, story: Story, first: Loss): Promise<Tally> {
  const tallies: Tally[] = [];
  let loss: Loss | undefined = first;
  let number = 0;
  function choose(request: ProxyRequest): Fault | undefined {
    number += 1;
    if (number !== loss?.number) return undefined;
    const { fault } = loss;
    loss = undefined;
    round.log(`${fault.kind} of request ${number}, ${request.kind} ${request.text.slice(0, 200)}`);
    tallies.push({ losses: 1, [fault.kind]: 1, [purposeOf(request)]: 1 });
    return fault;
  }
  return withProxiedWorld(round, story, choose, async (world) => {
    let end = await runToEnd(world);
    tallies.push({ [end]: 1 });
    if (end === "done") round.log("done in spite of it");
    else if (round.random() < 0.5) {
      number = 0;
      loss = { number: 1 + Math.floor(round.random() * SECOND_NUMBER_MAX), fault: oneOf(FAULTS, round.random) };
      end = await runToEnd(world);
      tallies.push({ [end]: 1 });
    }
    loss = undefined;
    const { doubts, doubtsDone } = await finish(world);
    await assertAsUndisturbed(world);
    return addTallies([...tallies, { doubts, doubtsDone }]);
  });
}

async function withProxiedWorld<Result>(
  round: Round,
  story: Story,
  choose: (request: ProxyRequest) => Fault | undefined,
  use: (world: TortureWorld, proxy: NativeProxy) => Promise<Result>,
): Promise<Result> {
  const { contactPoint: host, port } = round.server;
  const proxy = await startNativeProxy({ server: { host, port }, choose });
  const contactPoints = [`${proxy.host}:${proxy.port}`];
  try {
    return await withTortureWorld(round, story, (world) => use(world, proxy), { contactPoints, config: CONFIG });
  } finally {
    await proxy.close();
  }
}

/** @returns "done", or the code of the error. */
async function runToEnd(world: TortureWorld): Promise<string> {
  const result = await world.run(["migrate", "--profile", "hasty", "--json"]);
  assertEnd(result, world, [0, 1, 3, 4, 5]);
  return result.exitCode === 0 ? "done" : readError(result).code;
}

const POSSIBLE_ERRORS: readonly string[] = [
  "connection-failed",
  "server-failed",
  "lock-lost",
  "lock-held",
  "step-in-doubt",
  // The doubt of the run before it.
  "history-diverged",
];

function assertEnd(result: CliResult, { story }: TortureWorld, exitCodes: readonly number[]): void {
  const said = `exit code ${result.exitCode}:\n${result.stdout}${result.stderr}`;
  assert.ok(exitCodes.includes(result.exitCode), said);
  if (result.exitCode === 0) return;
  const { code, details } = readError(result);
  assert.ok(POSSIBLE_ERRORS.includes(code), said);
  if (code !== "step-in-doubt") return;
  const isAllowed = story.doubtful.some(
    ({ version, direction, statementNumber }) =>
      direction === "up" && version === details?.version && statementNumber === details?.statement,
  );
  assert.ok(isAllowed, `a statement that may not be in doubt: ${said}`);
}

type Purpose =
  | "connecting"
  | "acquiring"
  | "renewing"
  | "releasing"
  | "journal"
  | "reading"
  | "schema"
  | "counting"
  | "data";

function purposeOf({ kind, text }: ProxyRequest): Purpose {
  if (text === "" || kind === "prepare") return "connecting";
  if (text.includes("SET lease_epoch")) return "acquiring";
  if (text.includes("SET revision")) return "journal";
  if (text.includes("SET lease_owner = null")) return "releasing";
  if (text.includes("SET lease_owner")) return "renewing";
  if (/^\s*SELECT/i.test(text)) return "reading";
  if (/^\s*(CREATE|ALTER|DROP)/i.test(text)) return "schema";
  return /\bcounts\b/.test(text) ? "counting" : "data";
}

function oneOf<Item>(items: readonly Item[], random: Random): Item {
  const item = items[Math.floor(random() * items.length)];
  assert.ok(item !== undefined, "something to choose from");
  return item;
}
