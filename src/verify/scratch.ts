// Where migrations are tried: a database that is thrown away, real or in memory, and empty at first.
import type { SchemaModel } from "../dialect/schema-model.ts";
import type { Migration } from "../migration/migration.ts";
import type { Direction } from "../plan/plan.ts";
import type { Diagnostic } from "../text/diagnostic.ts";

/** Calls go one after the other. */
export interface Scratch {
  /** Whether others can be tried after a migration whose up side was refused. */
  readonly goesOnAfterRefusal: boolean;
  hasDownSide(migration: Migration): boolean;
  /** One side, which there has to be, on what is there. */
  carryOut(migration: Migration, direction: Direction): Promise<CarriedSide>;
  /** The schema as it is. */
  read(): Promise<SchemaModel>;
  /** Makes it what the up sides of these migrations alone have made of it; `schema` is what they made. */
  restore(applied: readonly Migration[], schema: SchemaModel): Promise<void>;
}

export interface CarriedSide {
  /** Each statement that was refused; none: it was carried out. */
  readonly refusals: readonly Diagnostic[];
  readonly notes: readonly Diagnostic[];
  /** Whether some of it was not tried; the notes say what. */
  readonly isPartial?: boolean | undefined;
  /** Why it cannot be known here what it does; without a full stop. */
  readonly unknown?: string | undefined;
}
