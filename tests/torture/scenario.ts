// One way to disturb runs or servers. The frame (main.ts) gives each round its own random numbers, so that one can be replayed.
import type { Sandbox } from "../../src/sandbox/sandbox.ts";

/** From 0 up to 1. */
export type Random = () => number;

/** What was done to runners and servers in a round, for the figures: `{ kills: 7, doubts: 1 }`. */
export type Tally = Readonly<Record<string, number>>;

export interface Round {
  /** Started once for many rounds: each round makes keyspaces of its own, and leaves every node running. */
  readonly server: Sandbox;
  readonly random: Random;
  /** For a failure's report: what was done, in order. */
  readonly log: (text: string) => void;
}

export interface Scenario {
  readonly name: string;
  readonly nodeCount: 1 | 3;
  /** @throws when something was lost, done twice, or is not as promised. */
  readonly run: (round: Round) => Promise<Tally>;
}
