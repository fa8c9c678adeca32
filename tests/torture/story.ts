// A random number generator → migration files that are valid on a server, and what a person must know to settle each
// statement that may stop in doubt. Pure but for the generator's own state.
import type { Client } from "cassandra-driver";
import { type Chance, chanceOf } from "../conformance/generate/chance.ts";
import { DATA_DEEDS } from "./data-deeds.ts";
import type { Random } from "./scenario.ts";
import { type Deed, LEDGER, newScene, type Scene, type Statement } from "./scene.ts";
import { SCHEMA_DEEDS } from "./schema-deeds.ts";

/** A statement that is not the same twice, and of which the schema tells nothing. */
export interface Doubtful {
  readonly version: string;
  readonly direction: "up" | "down";
  /** Counted from 1, within its side. */
  readonly statementNumber: number;
  readonly text: string;
  /**
   * What a person sees who looks: whether it was carried out. Holds while everything above it is done and nothing below
   * it is, and while nothing that was sent is still under way.
   */
  wasCarriedOut(client: Client, keyspace: string): Promise<boolean>;
}

export interface Story {
  /** Name → text, with up and down side; versions are 1, 2, … */
  readonly files: Readonly<Record<string, string>>;
  readonly doubtful: readonly Doubtful[];
  /**
   * Rows of the table `plain` that exactly one up statement writes, with `v = 'migration'`: what an application makes of
   * them afterwards must stay.
   */
  readonly sharedIds: readonly number[];
}

export interface StoryOptions {
  /** 4 to 9 when not given. */
  readonly migrationCount?: number;
}

const DEEDS_MAX = 6;
const FILE_NAMES = ["shapes", "rows", "counting", "more", "tidy_up"] as const;

/** Version 1 makes the tables in which the other versions leave their traces; `rollback --target 1` keeps them. */
export function generateStory(random: Random, options: StoryOptions = {}): Story {
  const chance = chanceOf(Math.floor(random() * 2 ** 32));
  const scene = newScene();
  const count = options.migrationCount ?? 4 + chance.below(6);
  const files: Record<string, string> = {};
  const doubtful: Doubtful[] = [];
  for (let number = 1; number <= count; number += 1) {
    const deeds = number === 1 ? [LEDGER] : drawDeeds(scene, chance);
    const up = deeds.flatMap((deed) => deed.up);
    const undone = deeds.toReversed().flatMap((deed) => deed.down);
    // A down side without a statement is none.
    const down = undone.length > 0 ? undone : [{ text: "SELECT key FROM system.local" }];
    files[`V${number}__${chance.pick(FILE_NAMES)}.cql`] = `${print(up)}-- @down\n${print(down)}`;
    doubtful.push(...doubtfulOf(String(number), "up", up), ...doubtfulOf(String(number), "down", down));
  }
  return { files, doubtful, sharedIds: scene.sharedIds };
}

function drawDeeds(scene: Scene, chance: Chance): readonly Deed[] {
  const count = chance.is(0.25) ? 1 : 1 + chance.below(DEEDS_MAX);
  const deeds: Deed[] = [];
  while (deeds.length < count) {
    const draw = chance.weigh([...SCHEMA_DEEDS, ...DATA_DEEDS]);
    const deed = draw(scene, chance);
    if (deed !== undefined) deeds.push(deed);
  }
  return deeds;
}

function print(statements: readonly Statement[]): string {
  return statements.map(({ text }) => `${text};\n`).join("");
}

function doubtfulOf(version: string, direction: "up" | "down", statements: readonly Statement[]): readonly Doubtful[] {
  return statements.flatMap(({ text, wasCarriedOut }, index) =>
    wasCarriedOut === undefined ? [] : [{ version, direction, statementNumber: index + 1, text, wasCarriedOut }],
  );
}
