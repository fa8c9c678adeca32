// Turns migrations in code into ones of statements: what they would do to the schema, for whoever reads statements only.
import type { SchemaModel } from "../../dialect/schema-model.ts";
import type { Migration, Side } from "../../migration/migration.ts";
import { buildCodeStep } from "../build-steps.ts";
import { beginReplay, type ReplayOptions } from "../replay.ts";
import { previewCode } from "./preview-code.ts";

/**
 * All others stay as they are. What code reads has no rows.
 * @throws DiagnosticsError "migration-files-invalid" for modules that are none
 */
export async function spellOutCode(
  migrations: readonly Migration[],
  start: SchemaModel,
  options: ReplayOptions,
): Promise<readonly Migration[]> {
  const { modules, world, carryOut } = await beginReplay(migrations, options);
  if (world === undefined) return migrations;
  const spelled: Migration[] = [];
  let model = start;
  for (const migration of migrations) {
    const { after, preview } = await carryOut(migration, model);
    model = after;
    const module = modules.get(migration.version);
    if (preview === undefined || module === undefined) {
      spelled.push(migration);
      continue;
    }
    const { allowDestructive, reversible, downgrade } = module;
    const step = buildCodeStep(migration, { ...options, direction: "down", timeoutMs: undefined, module });
    const isUndone = reversible && downgrade !== undefined;
    const back = isUndone ? await previewCode(step, module, after, world) : undefined;
    const { down: _none, ...rest } = migration;
    spelled.push({
      ...rest,
      up: sideOf(migration, "upgrade", preview.schemaTexts),
      ...(back !== undefined && { down: sideOf(migration, "downgrade", back.schemaTexts) }),
      directives: { ...migration.directives, allowDestructive },
    });
  }
  return spelled;
}

function sideOf({ up }: Migration, call: "upgrade" | "downgrade", texts: readonly string[]): Side {
  const text = texts.map((each) => `${each.trim().replace(/;$/, "")};\n`).join("");
  return {
    source: { name: `${up.source.name} (${call}, as it would run)`, text },
    span: { start: 0, end: text.length },
  };
}
