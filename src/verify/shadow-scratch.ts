// An empty SQL database, embedded or made for the moment, on which migrations are tried.
import { hasDownSide, type ReplayOptions } from "../engine/replay.ts";
import type { Migration } from "../migration/migration.ts";
import { beginCarrying, type Carrying } from "../shadow/replay-on-shadow.ts";
import { openShadow, type ShadowOptions, type SqlShadow } from "../shadow/sql-shadow.ts";
import { readCarriedSide } from "./carried-side.ts";
import type { Scratch } from "./scratch.ts";

interface Opened {
  readonly shadow: SqlShadow;
  readonly carrying: Carrying;
}

/**
 * Opens one for as long as `use` takes.
 * @throws ToolError "connection-failed", "permission-denied", "unsupported-server" when only a real server can tell;
 * DiagnosticsError "migration-files-invalid" for modules that are none
 */
export async function withShadowScratch<Result>(
  migrations: readonly Migration[],
  place: ShadowOptions,
  options: ReplayOptions,
  use: (scratch: Scratch) => Promise<Result>,
): Promise<Result> {
  const open = async (): Promise<Opened> => {
    const shadow = await openShadow(place);
    try {
      return { shadow, carrying: await beginCarrying(migrations, shadow, options) };
    } catch (error) {
      await shadow.close();
      throw error;
    }
  };
  let { shadow, carrying } = await open();
  const scratch: Scratch = {
    goesOnAfterRefusal: true,
    hasDownSide: (migration) => hasDownSide(migration, carrying.modules),
    async carryOut(migration, direction) {
      return readCarriedSide(await carrying.carryOut(migration, direction), ["refused"]);
    },
    read: () => shadow.read(),
    async restore(applied, schema) {
      // What a transaction had done was undone with it.
      if (schema.compare(await shadow.read()).changes.length === 0) return;
      await shadow.close();
      ({ shadow, carrying } = await open());
      for (const migration of applied) await carrying.carryOut(migration);
    },
  };
  try {
    return await use(scratch);
  } finally {
    await shadow.close();
  }
}
