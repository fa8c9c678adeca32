// One round of a scenario, with random numbers that its seed, its name and its number decide.
import { createHash } from "node:crypto";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { mulberry } from "../crash/mulberry.ts";
import type { Scenario, Tally } from "./scenario.ts";

export interface PlayedRound {
  readonly scenario: string;
  readonly number: number;
  readonly ms: number;
  /** Empty after a failure. */
  readonly tally: Tally;
  readonly failure?: { readonly error: unknown; readonly log: readonly string[] };
}

export async function playRound(
  scenario: Scenario,
  server: Sandbox,
  seed: number,
  number: number,
): Promise<PlayedRound> {
  const hash = createHash("sha256").update(`${seed} ${scenario.name} ${number}`).digest();
  const log: string[] = [];
  const startedMs = performance.now();
  const msSoFar = (): number => performance.now() - startedMs;
  const round = {
    server,
    random: mulberry(hash.readUInt32LE()),
    log: (text: string) => void log.push(`${(msSoFar() / 1_000).toFixed(3).padStart(8)} s  ${text}`),
  };
  const head = { scenario: scenario.name, number };
  try {
    const tally = await scenario.run(round);
    return { ...head, ms: msSoFar(), tally };
  } catch (error) {
    return { ...head, ms: msSoFar(), tally: {}, failure: { error, log } };
  }
}
