// What the tests of this folder share: two keyspaces as CQL in, a migration out.
import assert from "node:assert/strict";
import type { Capabilities } from "../capabilities.ts";
import { cassandra, SHOP, schemaAfter } from "../simulate/simulate-fixture.test.ts";
import { findRenames } from "./find-renames.ts";
import { type GeneratedFile, type GeneratedMigration, generateMigration } from "./generate-migration.ts";
import type { Rename } from "./rename.ts";

export interface Given {
  readonly renames?: readonly Rename[];
  readonly format?: "shortest" | "code";
  readonly capabilities?: Capabilities;
}

export function generated(from: string, to: string, given: Given = {}): GeneratedMigration {
  const { renames = [], format = "shortest", capabilities = cassandra("5.0") } = given;
  const [before, after] = [schemaAfter(`${SHOP} ${from}`, capabilities), schemaAfter(`${SHOP} ${to}`, capabilities)];
  return generateMigration(before, after, { capabilities, scope: "shop", description: "a change", renames, format });
}

export function generatedFile(from: string, to: string, given: Given = {}): GeneratedFile {
  const made = generated(from, to, given);
  assert.ok(made.kind === "cql" || made.kind === "code", JSON.stringify(made));
  return made;
}

export function candidates(from: string, to: string, settled: readonly Rename[] = []): readonly Rename[] {
  const [was, is] = [from, to].map((text) => schemaAfter(`${SHOP} ${text}`).keyspaces.get("shop"));
  assert.ok(was !== undefined && is !== undefined);
  return findRenames(was, is, settled);
}
