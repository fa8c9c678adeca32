// A CQL cluster in memory, on which migrations are tried without any server.
import type { SchemaModel } from "../dialect/schema-model.ts";
import { beginReplay, hasDownSide, type ReplayOptions } from "../engine/replay.ts";
import type { Migration } from "../migration/migration.ts";
import { readCarriedSide } from "./carried-side.ts";
import type { Scratch } from "./scratch.ts";

/**
 * @param start the empty schema, which says whose rules hold
 * @throws DiagnosticsError "migration-files-invalid" for modules that are none
 */
export async function simulatedScratch(
  migrations: readonly Migration[],
  start: SchemaModel,
  options: ReplayOptions,
): Promise<Scratch> {
  const { modules, carryOut } = await beginReplay(migrations, options);
  let model = start;
  return {
    goesOnAfterRefusal: true,
    hasDownSide: (migration) => hasDownSide(migration, modules),
    async carryOut(migration, direction) {
      const carried = await carryOut(migration, model, direction);
      model = carried.after;
      return readCarriedSide(carried, ["refused", "rows"]);
    },
    read: async () => model,
    async restore(_applied, schema) {
      model = schema;
    },
  };
}
