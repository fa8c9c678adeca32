// What a contract suite asks of whoever runs it: sessions on a fresh scope, and a wait by the database's clock.
import type { Target } from "../engine/ports.ts";

export interface ContractWorld {
  /** Sessions of their own on one scope that exists and holds no history yet. */
  readonly targets: readonly Target[];
  /** Waits until the database's clock has moved on by so much. */
  sleep(ms: number): Promise<void>;
  /** Closes the sessions and removes the scope. */
  dispose(): Promise<void>;
}

/** Called once a test. */
export type OpenWorld = (targetCount: number) => Promise<ContractWorld>;

/** Opens a world for the length of one test. */
export async function withWorld(
  open: OpenWorld,
  targetCount: number,
  use: (world: ContractWorld, targets: readonly Target[]) => Promise<void>,
): Promise<void> {
  const world = await open(targetCount);
  try {
    await use(world, world.targets);
  } finally {
    await world.dispose();
  }
}
