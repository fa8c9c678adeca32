// A keyspace of a real server, made for the moment, in which the engine carries migrations out as it does anywhere.
import { ToolError } from "../base/errors.ts";
import { type CodeModules, loadCode } from "../engine/code/code-tools.ts";
import { type MigrateOptions, migrate } from "../engine/migrate.ts";
import type { PlanOptions } from "../engine/plan-migrate.ts";
import { hasDownSide } from "../engine/replay.ts";
import { rollback } from "../engine/rollback.ts";
import { StepError } from "../engine/step-error.ts";
import type { EngineContext } from "../engine/with-lease.ts";
import type { Migration } from "../migration/migration.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { type Source, spanOfLine } from "../text/source.ts";
import type { CarriedSide, Scratch } from "./scratch.ts";

/** An open keyspace that was made and is empty, but for the history. */
export interface OpenedServer {
  readonly context: EngineContext;
  readonly options: PlanOptions;
  /** Whether the whole server is thrown away, so that other keyspaces are looked at, too. */
  readonly isWhole: boolean;
  /** Drops what was made; what is opened next is empty. */
  close(): Promise<void>;
}

/**
 * Opens one for as long as `use` takes.
 * @throws what `open` throws, and the engine for anything but a statement that is refused
 */
export async function withServerScratch<Result>(
  migrations: readonly Migration[],
  open: () => Promise<OpenedServer>,
  use: (scratch: Scratch) => Promise<Result>,
): Promise<Result> {
  let server = await open();
  try {
    const modules: CodeModules = await loadCode(migrations, server.context.code, () => server.isWhole);
    const leftOut = new Set<string>();
    let last: Migration | undefined;

    const known = (): readonly Migration[] => migrations.filter(({ version }) => !leftOut.has(version));
    const migrateTo = async ({ version }: Migration): Promise<void> => {
      const options: MigrateOptions = { ...server.options, migrations: known(), target: version };
      await migrate(server.context, options);
    };
    const reopen = async (): Promise<void> => {
      await server.close();
      server = await open();
      if (last !== undefined) await migrateTo(last);
    };
    const carryOutUp = async (migration: Migration): Promise<CarriedSide> => {
      const carried = await carryOut(migration.up.source, () => migrateTo(migration));
      if (carried.refusals.length === 0) last = migration;
      // Its journal holds what is half done.
      else if (leftOut.size > 0 && last !== migration) {
        leftOut.add(migration.version);
        await reopen();
      }
      return carried;
    };
    const carryOutDown = ({ up, down }: Migration): Promise<CarriedSide> => {
      const extent = { kind: "steps", steps: 1 } as const;
      const { source } = down ?? up;
      return carryOut(source, () => rollback(server.context, { ...server.options, migrations: known(), extent }));
    };

    return await use({
      // Its journal holds what is half done, and that comes first.
      goesOnAfterRefusal: false,
      hasDownSide: (migration) => hasDownSide(migration, modules),
      async carryOut(migration, direction) {
        if (migration.format === "code" && !server.isWhole) {
          leftOut.add(migration.version);
          return { refusals: [], notes: [], unknown: CODE_IS_LEFT_OUT };
        }
        const isDoubtful = leftOut.size > 0;
        const carried = await (direction === "up" ? carryOutUp(migration) : carryOutDown(migration));
        return isDoubtful ? doubt(carried) : carried;
      },
      read: () => server.context.target.readSchema(undefined, server.isWhole ? "cluster" : "scope"),
      restore: reopen,
    });
  } finally {
    await server.close();
  }
}

const CODE_IS_LEFT_OUT =
  "it is code, which could reach anything on a server that others use: tidemark verify --sandbox runs it on one of its own";

/** What is refused may need what was left out. */
function doubt({ refusals, notes }: CarriedSide): CarriedSide {
  const [first] = refusals;
  if (first === undefined) return { refusals, notes };
  return {
    refusals: [],
    notes,
    unknown: `it may need what code before it makes, which was left out: ${first.message}`,
  };
}

async function carryOut(source: Source, run: () => Promise<unknown>): Promise<CarriedSide> {
  try {
    await run();
    return { refusals: [], notes: [] };
  } catch (error) {
    if (!(error instanceof ToolError) || !isRefusal(error)) throw error;
    return { refusals: [describeRefusal(error, source)], notes: [] };
  }
}

function isRefusal(error: ToolError): boolean {
  return error instanceof StepError || error.code === "build-failed";
}

function describeRefusal(error: ToolError, source: Source): Diagnostic {
  const { file, line } = error.details;
  const isOfFile = file === source.name && typeof line === "number";
  // Its place stands before it in the message, too; what to do next is about the target of a run, not about this one.
  const message = error instanceof StepError ? error.message.replace(`${error.place}: `, "") : error.message;
  return isOfFile ? { message, source, span: spanOfLine(source, line) } : { message: error.message };
}
