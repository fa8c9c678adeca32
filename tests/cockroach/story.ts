// Migrations in a directory of their own, run by the library through a proxy that passes for CockroachDB.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ToolError } from "../../src/base/errors.ts";
import type { EngineEvent } from "../../src/engine/event.ts";
import { Tidemark } from "../../src/tidemark.ts";
import { type CockroachWorld, type WorldOptions, withCockroach } from "./cockroach-world.ts";
import type { Fault, ProxyRequest } from "./proxy.ts";

export interface Story extends CockroachWorld {
  /** Runs all that is pending, in a session of its own. */
  migrate(signal?: AbortSignal): Promise<RunEnd>;
  /** What it says of history, status, preflight. */
  look<Result>(use: (tidemark: Tidemark) => Promise<Result>): Promise<Result>;
  /** Statements of the user's that were sent, in order. */
  sent(): readonly string[];
}

export interface RunEnd {
  readonly events: readonly EngineEvent[];
  /** What it ended with; undefined: all is well. */
  readonly error: ToolError | undefined;
}

/** @param files by name */
export async function withStory(
  postgresUrl: string,
  files: Readonly<Record<string, string>>,
  options: WorldOptions,
  use: (story: Story) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "tidemark-cockroach-"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  const texts = Object.values(files).join("\n");
  try {
    await withCockroach(postgresUrl, options, async (world) => {
      async function look<Result>(work: (tidemark: Tidemark) => Promise<Result>): Promise<Result> {
        const tidemark = await Tidemark.open({ url: world.url, migrationsDir: directory });
        try {
          return await work(tidemark);
        } finally {
          await tidemark.close();
        }
      }
      await look((tidemark) => tidemark.init());
      await use({
        ...world,
        look,
        sent: () => world.proxy.requests.map(({ text }) => text).filter((text) => texts.includes(text) && isOwn(text)),
        async migrate(signal) {
          const events: EngineEvent[] = [];
          const onEvent = (event: EngineEvent): void => void events.push(event);
          try {
            await look((tidemark) => tidemark.migrate({ onEvent, ...(signal !== undefined && { signal }) }));
            return { events, error: undefined };
          } catch (error) {
            return { events, error: error as ToolError };
          }
        },
      });
    });
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** BEGIN and COMMIT are nobody's. */
function isOwn(text: string): boolean {
  return text.includes(" ");
}

/** Has a fault befall the nth statement that holds `part`, from 1; each time by default. */
export function atStatement(part: string, fault: Fault, nth?: number): (request: ProxyRequest) => Fault | undefined {
  let count = 0;
  return ({ text }) => {
    if (!text.includes(part)) return undefined;
    count += 1;
    return nth === undefined || count === nth ? fault : undefined;
  };
}

export function kindsOf(events: readonly EngineEvent[]): readonly string[] {
  return events.map(({ kind }) => kind);
}
